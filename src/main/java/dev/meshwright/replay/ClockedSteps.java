package dev.meshwright.replay;

import dev.meshwright.cost.StepClock;
import dev.meshwright.replay.scheduler.StepWork;

/**
 * Steps by the cost model's passes: what is computed most holds up all ranks, the experts share what all have.
 *
 * <p>A decode step changes little from one to the next: between lengths of {@value #GRID} positions on average it is interpolated.
 */
public final class ClockedSteps implements StepTimes {

    private static final int GRID = 64;

    private final StepClock clock;
    private int knownDecoding = -1;
    private double knownMean;
    private int knownCell;
    private double lower;
    private double upper;

    /** Steps that {@code clock} prices. */
    public ClockedSteps(StepClock clock) {
        this.clock = clock;
    }

    @Override
    public double seconds(StepWork[] ranks) {
        StepWork busiest = ranks[0];
        long tokens = 0;
        for (StepWork rank : ranks) {
            busiest = tokens(rank) > tokens(busiest) ? rank : busiest;
            tokens += tokens(rank);
        }
        double mean = (double) tokens / ranks.length;
        return busiest.promptTokens() == 0 ? decode(busiest, mean) : mixed(busiest, mean);
    }

    private static int tokens(StepWork work) {
        return work.decoding() + work.promptTokens();
    }

    private double decode(StepWork work, double meanTokens) {
        double positions = (double) work.decodingPositions() / work.decoding();
        int cell = (int) (positions / GRID);
        if (work.decoding() != knownDecoding || cell != knownCell || meanTokens != knownMean) {
            knownDecoding = work.decoding();
            knownCell = cell;
            knownMean = meanTokens;
            lower = clock.seconds(decodeWork(work, (double) cell * GRID), meanTokens);
            upper = clock.seconds(decodeWork(work, (cell + 1.0) * GRID), meanTokens);
        }
        double above = positions / GRID - cell;
        return lower + above * (upper - lower);
    }

    private static StepClock.Work decodeWork(StepWork work, double positions) {
        return new StepClock.Work(work.decoding(), positions, 0, 0, 0, 0);
    }

    private double mixed(StepWork work, double meanTokens) {
        double positions = work.decoding() == 0 ? 0 : (double) work.decodingPositions() / work.decoding();
        return clock.seconds(
                new StepClock.Work(
                        work.decoding(),
                        positions,
                        work.prompts(),
                        work.promptTokens(),
                        work.promptPositions() / work.promptTokens(),
                        work.promptsEnded()),
                meanTokens);
    }
}
