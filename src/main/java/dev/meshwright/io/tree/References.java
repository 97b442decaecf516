package dev.meshwright.io.tree;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Files that a file names. Whoever is sent a problem, a sweep or a benchmark does not expect it to read elsewhere: they lie beside
 * it, unless its reader allows more.
 *
 * @param folder relative names start here
 * @param outside whether files elsewhere may be read
 */
public record References(Path folder, boolean outside) {

    /** Of the file {@code path}. */
    public static References of(Path path, boolean outside) {
        Path parent = path.getParent();
        return new References(parent == null ? Path.of("") : parent, outside);
    }

    /** The file of that name; empty after a fault. */
    public Optional<Path> file(TreeReader place, String name) {
        try {
            Path file = folder.resolve(name);
            if (outside || inside(file)) {
                return Optional.of(file);
            }
            place.fault(
                    "lies outside of the folder of the file that names it",
                    "Maybe a copy beside that file, or --allow-outside.");
        } catch (InvalidPathException e) {
            place.fault("is not a file name", "");
        }
        return Optional.empty();
    }

    /** By what is written, and, where the file is there, by where its links lead. */
    private boolean inside(Path file) {
        Path home = folder.toAbsolutePath().normalize();
        if (!file.toAbsolutePath().normalize().startsWith(home)) {
            return false;
        }
        try {
            return file.toRealPath().startsWith(folder.toRealPath());
        } catch (IOException missing) {
            // Reading it says so.
            return true;
        }
    }
}
