package dev.meshwright.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
