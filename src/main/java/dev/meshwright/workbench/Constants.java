package dev.meshwright.workbench;

import dev.meshwright.cost.engine.Calibration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The constants that an answer is costed with.
 *
 * @param source file that a calibration was read from; empty for the standard constants
 * @param calibration what the user's own measurements say
 */
public record Constants(Optional<String> source, Calibration calibration) {

    /** Those that come with Meshwright. */
    public static final Constants STANDARD = new Constants(Optional.empty(), Calibration.NONE);

    /** What was calibrated, and which of {@code gpus} were not; nothing for the standard constants. */
    public List<String> notes(List<String> gpus) {
        if (source.isEmpty()) {
            return List.of();
        }
        List<String> notes = new ArrayList<>();
        List<String> factors = new ArrayList<>();
        calibration
                .factors()
                .forEach((factor, value) ->
                        factors.add(factor.label() + " x " + String.format(Locale.ROOT, "%.3f", value)));
        notes.add("Constants calibrated by " + source.get() + ": "
                + (factors.isEmpty() ? "none" : String.join(", ", factors)) + "; bounds are of the calibrated GPU.");
        gpus.stream()
                .distinct()
                .filter(name -> !calibration.gpus().contains(name))
                .forEach(name -> notes.add(
                        "The calibration has no measurement of " + name + ": its rates are the standard ones."));
        return notes;
    }
}
