package dev.meshwright.cli.option;

import dev.meshwright.io.catalogue.CalibrationFiles;
import dev.meshwright.workbench.Constants;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Constants that {@code calibrate} fitted to the user's own measurements. */
public final class EfficiencyOption {

    @Option(
            names = "--efficiency",
            paramLabel = "FILE",
            description = "Use the constants that calibrate fitted to your own measurements.")
    private @Nullable Path file;

    /** What the file says; the standard constants without one. */
    public Constants constants() {
        return file == null
                ? Constants.STANDARD
                : new Constants(Optional.of(String.valueOf(file.getFileName())), CalibrationFiles.read(file));
    }
}
