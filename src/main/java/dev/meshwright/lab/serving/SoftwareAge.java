package dev.meshwright.lab.serving;

import dev.meshwright.cost.engine.EngineConstants;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * How far the software of a measurement was from that for which predictions speak: engines of spring 2026 that have long
 * known their model.
 *
 * <p>Engines get faster from release to release, and one that has only just learned a model runs it without the fusions
 * and tuned kernels that follow within weeks. What is not bound by memory takes
 *
 * <pre>
 *   (1 + y exp(-m / tau)) exp(r b)
 * </pre>
 *
 * as long, b months before the reference date and m months after the model came out.
 *
 * @param monthsBeforeReference b
 * @param monthsSinceModel m; infinite for models that have been out for long
 */
public record SoftwareAge(double monthsBeforeReference, double monthsSinceModel) {

    /** The date for which predictions speak: of the newest release among the measurements that constants are fitted to. */
    private static final LocalDate REFERENCE = LocalDate.of(2026, 4, 8);

    private static final double DAYS_PER_MONTH = 365.25 / 12;

    /** Software of the reference date that has known its model for long. */
    static final SoftwareAge REFERENCE_AGE = new SoftwareAge(0, Double.POSITIVE_INFINITY);

    /**
     * The age of software.
     *
     * @param built when it was built; empty where nothing tells
     * @param released when its model came out; empty where that is long ago
     */
    public static SoftwareAge of(Optional<LocalDate> built, Optional<LocalDate> released) {
        if (built.isEmpty()) {
            return REFERENCE_AGE;
        }
        double before = months(built.get(), REFERENCE);
        double since =
                released.map(date -> Math.max(0, months(date, built.get()))).orElse(Double.POSITIVE_INFINITY);
        // The trend is not carried on beyond what was measured.
        return new SoftwareAge(Math.max(0, before), since);
    }

    private static double months(LocalDate from, LocalDate to) {
        return ChronoUnit.DAYS.between(from, to) / DAYS_PER_MONTH;
    }

    /** Time of what is not bound by memory over that for which predictions speak. */
    public double slowdown(EngineConstants constants) {
        double young = constants.value("youngModel.slowdown")
                * Math.exp(-monthsSinceModel / constants.value("youngModel.months"));
        return (1 + young) * Math.exp(constants.value("release.gainPerMonth") * monthsBeforeReference);
    }
}
