package dev.meshwright.io.tree;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.meshwright.base.fault.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {

    @Test
    void createsFoldersAndLeavesNothingElse(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("a/b/plan.yaml");
        AtomicFiles.write(file, new byte[] {1});
        AtomicFiles.write(file, new byte[] {2, 3});
        assertThat(Files.readAllBytes(file)).containsExactly(2, 3);
        assertThat(file.getParent()).isDirectoryContaining(path -> path.equals(file));
        try (var files = Files.list(file.getParent())) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void placesThatCannotBeWrittenAreFaults(@TempDir Path folder) throws IOException {
        assertThatThrownBy(() -> AtomicFiles.write(folder, new byte[0]))
                .hasMessage(folder + ": is a directory, not a file. Maybe a file name inside it.");
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertThatThrownBy(() -> AtomicFiles.write(file.resolve("plan.yaml"), new byte[0]))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(file.resolve("plan.yaml") + ": cannot be written: ");
    }

    /** {@code -o /dev/null} must not put a file in the device's place: a pipe stands for it here. */
    @Test
    void devicesAndPipesAreWrittenToAndStayWhatTheyAre(@TempDir Path folder) throws IOException, InterruptedException {
        Path pipe = folder.resolve("pipe");
        assumeTrue(ran("mkfifo", pipe.toString()), "skipped: no mkfifo here");
        Process reader = new ProcessBuilder("cat", pipe.toString()).start();
        try {
            AtomicFiles.write(pipe, "content".getBytes(UTF_8));
            assertThat(Files.exists(pipe)).isTrue();
            assertThat(Files.isRegularFile(pipe)).isFalse();
            assertThat(new String(reader.getInputStream().readAllBytes(), UTF_8))
                    .isEqualTo("content");
        } finally {
            reader.destroy();
        }
    }

    private static boolean ran(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    @Test
    void placesThatCannotBeWrittenAreKnownBeforehand(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        AtomicFiles.require(file);
        AtomicFiles.require(folder.resolve("to/be/created.yaml"));
        assertThat(folder.resolve("to")).doesNotExist();
        for (Path wrong : List.of(folder, file.resolve("plan.yaml"), file.resolve("a/b.yaml"), Path.of(""))) {
            assertThatThrownBy(() -> AtomicFiles.require(wrong))
                    .as("%s", wrong)
                    .isInstanceOf(InvalidInputException.class);
        }
    }
}
