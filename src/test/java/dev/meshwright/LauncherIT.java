package dev.meshwright;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.meshwright.cli.Main;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The launcher with a real Java and the packaged jar; {@link LauncherTest} tries what it does with ones that only take notes. */
@Tag("slow")
class LauncherIT {

    private static final int FIRST_WITH_CACHE = 25;

    @TempDir
    Path root;

    @BeforeEach
    void checkout() throws Exception {
        Path jar = Path.of(
                Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        assumeTrue(
                Files.isRegularFile(jar) && Files.isExecutable(Path.of("/bin/bash")), "a jar and a shell are needed");
        for (String folder : List.of("src/main", "problems", "target")) {
            Files.createDirectories(root.resolve(folder));
        }
        Files.copy(Path.of("meshwright"), root.resolve("meshwright"));
        Files.writeString(root.resolve("pom.xml"), "<project/>");
        Files.copy(Path.of("problems/mixtral-8x7b-8xh100.yaml"), root.resolve("problems/mixtral-8x7b-8xh100.yaml"));
        Files.copy(jar, root.resolve("target/meshwright.jar"));
        Files.setLastModifiedTime(
                root.resolve("target/meshwright.jar"),
                FileTime.from(Instant.now().plusSeconds(2)));
    }

    private record Run(int code, String said) {}

    private Run run(Path java, String options) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("/bin/bash", root.resolve("meshwright").toString(), "gpus"));
        ProcessBuilder builder = new ProcessBuilder(command).directory(root.toFile());
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("JAVA_HOME", java.toString());
        builder.environment().put("JDK_JAVA_OPTIONS", options);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), said);
    }

    private static List<Path> javas() throws IOException {
        Path own = Path.of(System.getProperty("java.home"));
        List<Path> javas = new ArrayList<>(List.of(own));
        OtherJavas.of(own).stream()
                .filter(java -> Files.isExecutable(java.resolve("bin/javac")))
                .forEach(javas::add);
        System.out.println("The launcher with Java "
                + javas.stream().map(OtherJavas::version).toList());
        return javas;
    }

    /**
     * A training run leaves what later runs begin with: an archive of classes, from Java 25 on a cache of its ahead-of-time compiler. Asked to, Java starts with it or not
     * at all. Of rotten pages, with the time and size of before, Java itself dies.
     */
    @ParameterizedTest
    @MethodSource("javas")
    void whatTheTrainingLeftIsUsedAndHealsWhereItRotted(Path java) throws Exception {
        boolean compiles = OtherJavas.version(java) >= FIRST_WITH_CACHE;
        String must = compiles ? "-XX:AOTMode=on" : "-Xshare:on";
        Run first = run(java, "");
        assertThat(first.code()).as(first.said()).isZero();
        assertThat(first.said()).contains("h100-sxm");
        Path archive = root.resolve(compiles ? "target/meshwright.aot" : "target/meshwright.jsa");
        assertThat(archive).isNotEmptyFile();
        FileTime written = Files.getLastModifiedTime(archive);
        assertThat(run(java, must)).isEqualTo(first);
        assertThat(Files.getLastModifiedTime(archive)).isEqualTo(written);

        byte[] content = Files.readAllBytes(archive);
        Random random = new Random(1);
        for (int rotten = 0; rotten < 2000; rotten++) {
            content[200_000 + random.nextInt(content.length - 200_000)] ^= -1;
        }
        Files.write(archive, content);
        Files.setLastModifiedTime(archive, written);
        assertThat(run(java, "")).isEqualTo(first);
        assertThat(Files.readAllBytes(archive)).isNotEqualTo(content);
        assertThat(run(java, must)).isEqualTo(first);
    }
}
