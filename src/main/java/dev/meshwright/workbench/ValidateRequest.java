package dev.meshwright.workbench;

import dev.meshwright.io.measured.MeasurementFiles.Measurements;
import dev.meshwright.lab.row.Foretold;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/**
 * Asks how far predictions lie from measurements.
 *
 * @param files as they were read
 * @param constants that rows are predicted with
 * @param leaveOut whether campaigns of serving are predicted by constants that were fitted without them, too
 * @param plans what was predicted for plans that rows of a file name
 * @param worst how many of the worst predictions of each measure are looked into
 */
public record ValidateRequest(
        List<Measurements> files,
        Constants constants,
        boolean leaveOut,
        Function<Path, Foretold.Source> plans,
        int worst) {

    private static final int WORST = 10;

    public ValidateRequest {
        files = List.copyOf(files);
    }

    /** By the standard constants, with the ten worst predictions of each measure. */
    public static ValidateRequest of(List<Measurements> files) {
        return new ValidateRequest(files, Constants.STANDARD, false, unused -> Foretold.Source.NONE, WORST);
    }
}
