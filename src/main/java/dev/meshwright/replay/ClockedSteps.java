package dev.meshwright.replay;

import dev.meshwright.cost.StepClock;
import dev.meshwright.replay.scheduler.StepWork;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Steps by the cost model's passes: what is computed most holds up all ranks, the experts share what all have. That is the rank with the
 * most tokens, or the one whose prompts are read the furthest.
 *
 * <p>A decode step changes little from one to the next: between lengths of {@value #GRID} positions on average it is interpolated.
 */
public final class ClockedSteps implements StepTimes {

    private static final int GRID = 64;

    /** Points that are remembered: a few megabytes. */
    private static final int MOST_KNOWN = 1 << 16;

    private final Clock clock;
    private final int positions;
    private final Map<Point, Double> known = new HashMap<>();

    /** A decode step of which the seconds are asked for again and again: micro-batches take turns, and ranks come and go. */
    private record Point(int decoding, int grid, double meanTokens) {

        // A replay looks up two of them for every step: those that records come with take a tenth of it.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Point point
                    && decoding == point.decoding
                    && grid == point.grid
                    && Double.compare(meanTokens, point.meanTokens) == 0;
        }

        @Override
        public int hashCode() {
            return 31 * (31 * decoding + grid) + Double.hashCode(meanTokens);
        }
    }

    /** What is read off a {@link StepClock}. */
    @FunctionalInterface
    public interface Clock {

        /** Seconds, see {@link StepClock#seconds}. */
        double seconds(StepClock.Work busiest, double meanTokens);
    }

    /** Steps that {@code clock} prices. */
    public ClockedSteps(Clock clock) {
        this(clock, 1);
    }

    /**
     * Steps that verify guesses.
     *
     * @param positions that a decoding sequence has computed in a step: one, and its drafts
     */
    public ClockedSteps(Clock clock, int positions) {
        this.clock = clock;
        this.positions = positions;
    }

    /** Seconds of a step in which {@code sequences} on each rank decode and see {@code seen} positions each. */
    public double decodeSeconds(int sequences, double seen) {
        return decodeSeconds((double) sequences, seen, (double) positions * sequences);
    }

    private double decodeSeconds(double sequences, double seen, double meanTokens) {
        return clock.seconds(new StepClock.Work(sequences, seen, 0, 0, 0, 0), meanTokens);
    }

    @Override
    public double seconds(StepWork[] ranks) {
        StepWork busiest = ranks[0];
        StepWork deepest = ranks[0];
        long tokens = 0;
        for (StepWork rank : ranks) {
            int more = tokens(rank) - tokens(busiest);
            busiest = more > 0 || (more == 0 && positions(rank) > positions(busiest)) ? rank : busiest;
            deepest = rank.promptPositions() > deepest.promptPositions() ? rank : deepest;
            tokens += tokens(rank);
        }
        double mean = (double) tokens / ranks.length;
        double most = busiest.promptTokens() == 0 ? decode(busiest, mean) : mixed(busiest, mean);
        return deepest.promptPositions() > busiest.promptPositions() ? Math.max(most, mixed(deepest, mean)) : most;
    }

    private static double positions(StepWork work) {
        return work.promptPositions() + work.decodingPositions();
    }

    private int tokens(StepWork work) {
        return positions * work.decoding() + work.promptTokens();
    }

    private double decode(StepWork work, double meanTokens) {
        double seen = (double) work.decodingPositions() / work.decoding();
        int cell = (int) (seen / GRID);
        double lower = at(new Point(work.decoding(), cell, meanTokens));
        double upper = at(new Point(work.decoding(), cell + 1, meanTokens));
        double above = seen / GRID - cell;
        return lower + above * (upper - lower);
    }

    private double at(Point point) {
        Double seconds = known.get(point);
        if (seconds == null) {
            if (known.size() == MOST_KNOWN) {
                known.clear();
            }
            seconds = decodeSeconds(point.decoding(), (double) point.grid() * GRID, point.meanTokens());
            known.put(point, seconds);
        }
        return seconds;
    }

    private double mixed(StepWork work, double meanTokens) {
        double seen = work.decoding() == 0 ? 0 : (double) work.decodingPositions() / work.decoding();
        return clock.seconds(
                new StepClock.Work(
                        work.decoding(),
                        seen,
                        work.prompts(),
                        work.promptTokens(),
                        work.promptPositions() / work.promptTokens(),
                        work.promptsEnded()),
                meanTokens);
    }
}
