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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher with a real Java and the packaged jar; {@link LauncherTest} tries what it does with ones that only take notes. */
@Tag("slow")
class LauncherIT {

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

    private Run run() throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("/bin/bash", root.resolve("meshwright").toString(), "gpus"));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(root.toFile()).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), said);
    }

    /** Rotten pages, with the time and size of before: Java itself dies of such an archive. */
    @Test
    void anArchiveThatRottedIsMadeAnew() throws Exception {
        Run first = run();
        assertThat(first.code()).as(first.said()).isZero();
        assertThat(first.said()).contains("h100-sxm");
        Path archive = root.resolve("target/meshwright.jsa");
        assumeTrue(Files.exists(archive), "this Java makes no archive");
        FileTime written = Files.getLastModifiedTime(archive);
        byte[] content = Files.readAllBytes(archive);
        Random random = new Random(1);
        for (int rotten = 0; rotten < 2000; rotten++) {
            content[200_000 + random.nextInt(content.length - 200_000)] ^= -1;
        }
        Files.write(archive, content);
        Files.setLastModifiedTime(archive, written);
        assertThat(run()).isEqualTo(first);
        assertThat(Files.readAllBytes(archive)).isNotEqualTo(content);
        Files.write(archive, new byte[0]);
        assertThat(run()).isEqualTo(first);
    }
}
