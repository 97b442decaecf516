package dev.meshwright;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the measured data outside the project; tests that need it are skipped, with the missing place named, without it. */
public final class SharedData {

    private SharedData() {}

    /** The file or folder {@code relative} under the shared folder: MESHWRIGHT_SHARED (property or variable) or ../shared. */
    public static Path require(String relative) {
        String configured = System.getProperty("MESHWRIGHT_SHARED", System.getenv("MESHWRIGHT_SHARED"));
        Path path = Path.of(configured == null ? "../shared" : configured).resolve(relative);
        assumeTrue(Files.exists(path), () -> "skipped: " + path + " is missing");
        return path;
    }
}
