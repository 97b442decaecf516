package dev.meshwright.placement.experts.planner;

import dev.meshwright.placement.Budget;

/**
 * How many moves the next layer may use: an even share of the budget, and under a time limit no more than the layers
 * before it managed in an even share of the time, so that every layer is cooled down to its end.
 */
final class Pace {

    /** Moves per second assumed before the first layer: a guess on the low side. */
    private static final double FIRST_GUESS_PER_SECOND = 1_000_000;

    /** Part of the time that is planned for; the rest covers start-up and variation. */
    private static final double PLANNED_PART = 0.9;

    /** How much the latest layer counts in the running means: the first ones run on a cold virtual machine. */
    private static final double LATEST = 0.4;

    private static final double NANOSECONDS = 1e9;

    private final Budget budget;
    private final int layers;
    private final long start;
    private int done;
    private double movesPerSecond = FIRST_GUESS_PER_SECOND;
    private double overheadSeconds;
    private long layerStart;
    private long searchStart;
    private long movesOfLayer;
    private boolean shortened;

    Pace(Budget budget, int layers) {
        this.budget = budget;
        this.layers = layers;
        start = now();
        layerStart = start;
    }

    /** Reads the clock only where there is a limit. */
    private long now() {
        return budget.timeLimit().isPresent() ? System.nanoTime() : 0;
    }

    /** Asked once per layer, when its search begins. */
    synchronized long movesOfNextLayer() {
        long even = budget.moves() / layers;
        movesOfLayer = even;
        searchStart = now();
        if (budget.cancelled().getAsBoolean()) {
            shortened |= even > 0;
            movesOfLayer = 0;
        } else if (budget.timeLimit().isPresent()) {
            double overhead = (searchStart - layerStart) / NANOSECONDS;
            overheadSeconds = done == 0 ? 0 : overheadSeconds + LATEST * (overhead - overheadSeconds);
            double left = budget.timeLimit().get().toNanos() / NANOSECONDS * PLANNED_PART
                    - (searchStart - start) / NANOSECONDS;
            double each = (left - overheadSeconds * (layers - done - 1)) / (layers - done);
            movesOfLayer = Math.min(even, (long) Math.max(0, movesPerSecond * each));
            shortened |= movesOfLayer < even;
        }
        return movesOfLayer;
    }

    synchronized void layerDone() {
        done++;
        layerStart = now();
        if (movesOfLayer > 0 && layerStart > searchStart) {
            double rate = movesOfLayer / ((layerStart - searchStart) / NANOSECONDS);
            movesPerSecond += LATEST * (rate - movesPerSecond);
        }
    }

    /** Whether time or cancellation left any layer less than its share. */
    synchronized boolean cut() {
        return shortened || budget.cancelled().getAsBoolean();
    }
}
