package dev.meshwright.io;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Writes files so that nobody ever sees half of one. */
public final class AtomicFiles {

    private AtomicFiles() {}

    /**
     * Writes {@code content} to a temporary file beside {@code file} and moves it there; missing folders are created.
     *
     * @throws InvalidInputException if the place cannot be written to; an existing file is then untouched
     */
    public static void write(Path file, byte[] content) {
        if (Files.isDirectory(file)) {
            throw fault(file, "is a directory, not a file", "Maybe a file name inside it.");
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw fault(file, "is not a file name", "");
        }
        try {
            Files.createDirectories(folder);
            if (Files.exists(file) && !Files.isWritable(file)) {
                throw new AccessDeniedException(file.toString());
            }
            replace(file, folder, content);
        } catch (AccessDeniedException e) {
            throw fault(file, "may not be written (permission denied)", "");
        } catch (IOException e) {
            throw fault(file, "cannot be written: " + e.getClass().getSimpleName() + " " + e.getMessage(), "");
        }
    }

    private static void replace(Path file, Path folder, byte[] content) throws IOException {
        // Not Files.createTempFile: its files are private to the user, and the plan would stay so.
        Path temporary = folder.resolve(
                "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
        // A link keeps pointing where it points: its target is replaced.
        Path target = Files.isSymbolicLink(file) ? file.toRealPath() : file;
        try {
            Files.write(temporary, content);
            try {
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static InvalidInputException fault(Path file, String message, String maybe) {
        return new InvalidInputException(List.of(new Fault(file.toString(), "", "", message, maybe)));
    }
}
