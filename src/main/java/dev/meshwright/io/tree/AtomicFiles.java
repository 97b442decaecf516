package dev.meshwright.io.tree;

import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Writes files so that nobody ever sees half of one. */
public final class AtomicFiles {

    private static final String DENIED = "may not be written (permission denied)";

    private AtomicFiles() {}

    /**
     * Writes {@code content} to a temporary file beside {@code file} and moves it there; missing folders are created. A
     * device or a pipe stays what it is and is written to.
     *
     * @throws InvalidInputException if the place cannot be written to; an existing file is then untouched
     */
    public static void write(Path file, byte[] content) {
        Path folder = folder(file);
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                Files.write(file, content, StandardOpenOption.WRITE);
                return;
            }
            Files.createDirectories(folder);
            if (Files.exists(file) && !Files.isWritable(file)) {
                throw new AccessDeniedException(file.toString());
            }
            replace(file, folder, content);
        } catch (AccessDeniedException e) {
            throw fault(file, DENIED, "");
        } catch (IOException e) {
            throw fault(file, "cannot be written: " + reason(e), "");
        }
    }

    /**
     * Says at once what {@link #write} would find in the end, for commands that compute long before they write.
     *
     * @throws InvalidInputException if {@code file} is no file name, or its place clearly cannot be written to
     */
    public static void require(Path file) {
        Path existing = folder(file);
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing)) {
            throw fault(file, "cannot be written: " + existing + " is a file, not a folder", "");
        }
        if (!Files.isWritable(existing) || (Files.exists(file) && !Files.isWritable(file))) {
            throw fault(file, DENIED, "");
        }
    }

    /** Why in the words of the system, without the names of Java's classes. */
    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "its folder is not there any more";
        }
        String reason = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
        return reason == null ? "the system says no" : reason;
    }

    private static Path folder(Path file) {
        if (file.toString().isEmpty()) {
            throw fault(file, "the name of the file to write is empty", "");
        }
        if (Files.isDirectory(file)) {
            throw fault(file, "is a directory, not a file", "Maybe a file name inside it.");
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw fault(file, "is not a file name", "");
        }
        return folder;
    }

    private static void replace(Path file, Path folder, byte[] content) throws IOException {
        // Not Files.createTempFile: its files are private to the user, and the plan would stay so.
        // And not the file's name with more around it: that may be as long as names can be.
        Path temporary = folder.resolve(".meshwright-" + ProcessHandle.current().pid() + "-"
                + Thread.currentThread().threadId() + ".tmp");
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
