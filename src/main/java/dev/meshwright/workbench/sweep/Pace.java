package dev.meshwright.workbench.sweep;

import dev.meshwright.base.quantity.Figures;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** How far a sweep is, and how long the rest will take at the pace of the scenarios that were not answered before. */
final class Pace {

    private static final double NANOSECONDS = 1e9;
    private static final double SECONDS_OF_A_MINUTE = 60;
    private static final double SECONDS_OF_AN_HOUR = 3600;

    private final long scenarios;
    private final LongSupplier clock;
    private final long start;
    private final AtomicLong reused = new AtomicLong();

    /** Begins now, by a clock in nanoseconds. */
    Pace(long scenarios, LongSupplier clock) {
        this.scenarios = scenarios;
        this.clock = clock;
        this.start = clock.getAsLong();
    }

    /** A scenario had its row before. */
    void reused() {
        reused.incrementAndGet();
    }

    /** {@code 12 of 80 scenarios, about 3 min left}. */
    String words(long done) {
        String words = Figures.count(done) + " of " + Figures.count(scenarios) + " scenarios";
        long computed = done - reused.get();
        if (computed <= 0 || done == scenarios) {
            return words;
        }
        double each = (clock.getAsLong() - start) / NANOSECONDS / computed;
        return words + ", about " + span(each * (scenarios - done)) + " left";
    }

    private static String span(double seconds) {
        if (seconds < 2 * SECONDS_OF_A_MINUTE) {
            return Figures.count(Math.ceil(seconds)) + " s";
        }
        return seconds < 2 * SECONDS_OF_AN_HOUR
                ? Figures.count(Math.rint(seconds / SECONDS_OF_A_MINUTE)) + " min"
                : Figures.count(Math.rint(seconds / SECONDS_OF_AN_HOUR)) + " h";
    }
}
