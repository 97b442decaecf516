package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Named pipes and devices are no files: whoever opens one may wait for ever. Standard input is one that somebody opened already. */
@Timeout(20)
class PipesAsInputsTest extends CommandRun {

    private static final String SMALL = "src/test/resources/transcripts/small.yaml";

    private Path pipe = Path.of("");

    @BeforeEach
    void pipe() throws IOException, InterruptedException {
        pipe = folder.resolve("pipe.yaml");
        boolean made;
        try {
            made = new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0;
        } catch (IOException missing) {
            made = false;
        }
        assumeTrue(made, "skipped: no mkfifo here");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "search %",
                "search " + SMALL + " --prices %",
                "check " + SMALL + " %",
                "check % %",
                "check " + SMALL + " --launch %",
                "check " + SMALL + " % --claims-file %",
                "claims %",
                "scale % --target 1tokens/s",
                "place % --ranks 4 --slots 12",
                "place src/test/resources/transcripts/loads.csv --ranks 4 --slots 12 --current %",
                "validate %",
                "calibrate %",
                "bench %",
                "import %",
                "sweep % -o OUT",
                "report % -o OUT.html",
                "compare % %",
                "models --config %",
            })
    void isRefusedAtOnce(String command) {
        String[] arguments = command.replace("%", pipe.toString())
                .replace("OUT", folder.resolve("out").toString())
                .split(" ");
        assertThat(run(arguments)).as(err.toString()).isEqualTo(3);
        assertThat(err.toString()).contains("is a device or a named pipe, not a file");
    }

    @Test
    void devicesAreRefusedBeforeTheyAreRead() {
        assumeTrue(Files.exists(Path.of("/dev/zero")), "skipped: no such device here");
        assertThat(run("search", "/dev/zero")).isEqualTo(3);
        assertThat(err.toString())
                .contains("/dev/zero: is a device or a named pipe, not a file", "Maybe /dev/stdin, with a pipe");
    }

    /** Descriptors that a shell opens for the process ({@code <(...)}) are read like standard input. */
    @Test
    void descriptorsAreRead() throws IOException {
        assumeTrue(Files.exists(Path.of("/proc/self/fd")), "skipped: no descriptors by name here");
        try (var stream = Files.newInputStream(Path.of(SMALL));
                var descriptors = Files.list(Path.of("/proc/self/fd"))) {
            assertThat(stream.available()).isPositive();
            Path own = descriptors
                    .filter(each -> pointsTo(each, Path.of(SMALL)))
                    .findFirst()
                    .orElseThrow();
            assertThat(run("check", own.toString(), pipe.toString())).isEqualTo(3);
        }
        assertThat(err.toString()).doesNotContain("/fd/").contains("pipe.yaml: is a device or a named pipe");
    }

    private static boolean pointsTo(Path descriptor, Path file) {
        try {
            return Files.isSameFile(descriptor, file);
        } catch (IOException gone) {
            return false;
        }
    }
}
