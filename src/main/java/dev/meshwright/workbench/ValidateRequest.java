package dev.meshwright.workbench;

import dev.meshwright.io.measured.MeasurementFiles.Measurements;
import java.util.List;

/**
 * Asks how far predictions lie from measurements.
 *
 * @param files as they were read
 * @param constants that rows are predicted with
 */
public record ValidateRequest(List<Measurements> files, Constants constants) {

    public ValidateRequest {
        files = List.copyOf(files);
    }

    /** By the standard constants. */
    public static ValidateRequest of(List<Measurements> files) {
        return new ValidateRequest(files, Constants.STANDARD);
    }
}
