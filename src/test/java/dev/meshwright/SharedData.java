package dev.meshwright;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** Facts and measurements outside the project; tests that need them skip where they are absent. */
public final class SharedData {
    private SharedData() {}

    /**
     * The file or folder {@code relative} to the shared folder: system property or environment variable
     * MESHWRIGHT_SHARED, else ../shared. Skips the calling test if it is not there.
     */
    public static Path require(String relative) {
        String root = Optional.ofNullable(System.getProperty("MESHWRIGHT_SHARED"))
                .or(() -> Optional.ofNullable(System.getenv("MESHWRIGHT_SHARED")))
                .orElse("../shared");
        Path path = Path.of(root).resolve(relative);
        Assumptions.assumeTrue(Files.exists(path), () -> "Skipped: shared data is missing at " + path);
        return path;
    }
}
