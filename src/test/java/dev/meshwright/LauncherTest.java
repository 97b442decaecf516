package dev.meshwright;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that runs Meshwright from its sources, with a JDK and a Maven that only take notes. */
@Tag("slow")
class LauncherTest {

    private static final String ARCHIVED = "a fine archive";

    @TempDir
    Path root;

    private record Run(int code, String said) {}

    @BeforeEach
    void checkout() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "a shell is needed");
        Files.copy(Path.of("meshwright"), root.resolve("meshwright"));
        Files.createDirectories(root.resolve("src/main"));
        Files.createDirectories(root.resolve("problems"));
        Files.writeString(root.resolve("problems/mixtral-8x7b-8xh100.yaml"), "name: x\n");
        Files.writeString(root.resolve("pom.xml"), "<project/>");
        Files.createDirectories(root.resolve("jdk"));
        Files.writeString(root.resolve("jdk/release"), "JAVA_VERSION=\"21.0.1\"\n");
        script("jdk/bin/javac", "exit 0");
        script("jdk/bin/java", """
                echo "$LC_ALL $*" >> "$LOG"
                for word in "$@"; do
                    case $word in -XX:ArchiveClassesAtExit=* | -XX:AOTCacheOutput=*) printf '%s' '%ARCHIVED%' > "${word#*=}" ;; esac
                done
                """.replace("%ARCHIVED%", ARCHIVED));
        script("tools/mvn", "echo built >> \"$LOG\"; sleep 1; mkdir -p target; echo jar > target/meshwright.jar");
    }

    private void script(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/bash\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Process start(String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("/bin/bash", root.resolve("meshwright").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", root.resolve("jdk").toString());
        builder.environment().put("PATH", root.resolve("tools") + ":/usr/bin:/bin");
        builder.environment().put("LOG", root.resolve("log").toString());
        builder.environment().put("LC_ALL", "C");
        return builder.start();
    }

    private Run run(String... arguments) throws IOException, InterruptedException {
        Process process = start(arguments);
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), said);
    }

    private String log() throws IOException {
        return Files.exists(root.resolve("log")) ? Files.readString(root.resolve("log")) : "";
    }

    private long count(String word) throws IOException {
        return log().lines().filter(line -> line.contains(word)).count();
    }

    private Path archive() {
        return root.resolve("target/meshwright.jsa");
    }

    @Test
    void theArchiveComesFromATrainingRunAndNotFromWhateverRanFirst() throws Exception {
        assertThat(run("models").code()).isZero();
        assertThat(log().lines().toList())
                .satisfiesExactly(
                        built -> assertThat(built).isEqualTo("built"),
                        training -> assertThat(training).contains("ArchiveClassesAtExit", "search"),
                        models -> assertThat(models)
                                .contains("SharedArchiveFile=" + archive(), "models")
                                .doesNotContain("ArchiveClassesAtExit", "AutoCreate"));
        run("gpus");
        assertThat(count("ArchiveClassesAtExit")).isOne();
    }

    /** Java 25 keeps more of a training run than an archive of classes. */
    @Test
    void aJavaThatKeepsMoreOfTheTrainingIsAskedTo() throws Exception {
        Files.writeString(root.resolve("jdk/release"), "JAVA_VERSION=\"25.0.1\"\n");
        run("models");
        assertThat(count("AOTCacheOutput")).isOne();
        // Java 25 takes no option of class sharing beside one of its cache, and would not start.
        assertThat(count("-Xshare")).isZero();
        assertThat(log().lines().toList().getLast())
                .contains("AOTCache=" + root.resolve("target/meshwright.aot"))
                .doesNotContain("SharedArchiveFile");
        assertThat(log()).doesNotContain("ArchiveClassesAtExit");
    }

    @Test
    void aDamagedArchiveHeals() throws Exception {
        run("models");
        Files.writeString(archive(), "a ruin");
        run("models");
        assertThat(archive()).hasContent(ARCHIVED);
        Files.delete(archive());
        run("models");
        assertThat(archive()).hasContent(ARCHIVED);
        assertThat(count("ArchiveClassesAtExit")).isEqualTo(3);
    }

    @Test
    void anArchiveOfAnotherJarIsMadeAnew() throws Exception {
        run("models");
        Files.setLastModifiedTime(
                root.resolve("target/meshwright.jar"),
                FileTime.from(Instant.now().plusSeconds(5)));
        run("models");
        assertThat(count("ArchiveClassesAtExit")).isEqualTo(2);
    }

    @Test
    void aLockOfADeadProcessIsTakenOver() throws Exception {
        Path lock = Files.createDirectories(root.resolve("target/launcher.lock"));
        Files.writeString(lock.resolve("holder"), "1 a time at which no process began\n");
        Run run = run("models");
        assertThat(run.code()).isZero();
        assertThat(run.said()).contains("taking over").doesNotContain("waiting");
        assertThat(lock).doesNotExist();
    }

    /** A build that is killed may leave half a jar, which is newer than the sources, and its lock. */
    @Test
    void whatAKilledBuildLeftIsBuiltAnew() throws Exception {
        run("models");
        Files.writeString(root.resolve("target/meshwright.jar"), "half a j");
        Path lock = Files.createDirectories(root.resolve("target/launcher.lock"));
        Files.writeString(lock.resolve("holder"), "1 a time at which no process began\n");
        Run run = run("models");
        assertThat(run.code()).isZero();
        assertThat(run.said()).contains("taking over");
        assertThat(root.resolve("target/meshwright.jar")).hasContent("jar");
        assertThat(count("built")).isEqualTo(2);
    }

    /** Any page of an archive may rot, not the first alone. */
    @Test
    void anArchiveWithAnotherByteInItsMiddleHeals() throws Exception {
        script("jdk/bin/java", """
                echo "$*" >> "$LOG"
                for word in "$@"; do
                    case $word in -XX:ArchiveClassesAtExit=*) head -c 300000 /dev/zero > "${word#*=}" ;; esac
                done
                """);
        run("models");
        FileTime written = Files.getLastModifiedTime(archive());
        byte[] content = Files.readAllBytes(archive());
        content[200_000] ^= 1;
        Files.write(archive(), content);
        Files.setLastModifiedTime(archive(), written);
        run("models");
        assertThat(Files.readAllBytes(archive())).containsOnly(0);
        assertThat(count("ArchiveClassesAtExit")).isEqualTo(2);
    }

    @Test
    void twoCallsBuildOnce() throws Exception {
        Process first = start("models");
        Process second = start("gpus");
        assertThat(first.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(second.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(first.exitValue() + second.exitValue()).isZero();
        assertThat(count("built")).isOne();
    }

    /** A file where the folder would be is as unwritable to an administrator as to anybody. */
    @Test
    void whereNothingCanBeBuiltThatIsSaid() throws Exception {
        Files.writeString(root.resolve("target"), "");
        Run run = run("models");
        assertThat(run.code()).isOne();
        assertThat(run.said()).contains("cannot be written to build it").doesNotContain("waiting");
    }

    @Test
    void namesOfFilesAreReadInAnyLocale() throws Exception {
        run("models");
        assertThat(log().lines().toList().getLast()).startsWith("C.UTF-8 ");
    }

    @Test
    void aFailedBuildShowsItsOutput() throws Exception {
        script("tools/mvn", "echo no such plugin; exit 1");
        Run run = run("models");
        assertThat(run.code()).isOne();
        assertThat(run.said()).contains("no such plugin", "the build failed");
        assertThat(root.resolve("target/launcher.lock")).doesNotExist();
    }
}
