package dev.meshwright.question.audit.mistake;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which part of a logarithmic range around 1 some windows cover together: {@code |x / factor - 1| <= window} is the interval
 * from {@code factor (1 - window)} to {@code factor (1 + window)}; overlaps count once.
 */
public final class Coverage {

    private record Interval(double low, double high) {}

    private final double end;
    private final List<Interval> intervals = new ArrayList<>();

    /**
     * Nothing covered.
     *
     * @param furthest the range is from {@code 1 / furthest} to {@code furthest}
     */
    public Coverage(double furthest) {
        this.end = Math.log(furthest);
    }

    public void add(double factor, double window) {
        double low = Math.max(-end, Math.log(factor * (1 - window)));
        double high = Math.min(end, Math.log(factor * (1 + window)));
        if (low < high) {
            intervals.add(new Interval(low, high));
        }
    }

    /** The part that is covered, from 0 to 1. */
    public double share() {
        double covered = 0;
        double reached = -end;
        for (Interval interval : intervals.stream()
                .sorted(Comparator.comparingDouble(Interval::low))
                .toList()) {
            covered += Math.max(0, interval.high() - Math.max(reached, interval.low()));
            reached = Math.max(reached, interval.high());
        }
        return covered / (2 * end);
    }
}
