package dev.meshwright.placement;

/**
 * How many moves the next layer may use: an even share of the budget, and under a time limit no more than the layers
 * before it managed in an even share of the time, so that every layer is cooled down to its end.
 */
final class Pace {

    /** Moves per second assumed before the first layer: a guess on the low side. */
    private static final double FIRST_GUESS_PER_SECOND = 500_000;

    /** Part of the time that is planned for; the rest covers bounds, starts and variation. */
    private static final double PLANNED_PART = 0.85;

    private final Budget budget;
    private final int layers;
    private final long start;
    private int done;
    private long movesDone;
    private long movesOfLayer;
    private boolean shortened;

    Pace(Budget budget, int layers) {
        this.budget = budget;
        this.layers = layers;
        start = budget.timeLimit().isPresent() ? System.nanoTime() : 0;
    }

    long movesOfNextLayer() {
        long even = budget.moves() / layers;
        movesOfLayer = even;
        if (budget.cancelled().getAsBoolean()) {
            shortened |= even > 0;
            movesOfLayer = 0;
        } else if (budget.timeLimit().isPresent()) {
            double used = (System.nanoTime() - start) / 1e9;
            double left = budget.timeLimit().get().toNanos() / 1e9 * PLANNED_PART - used;
            double rate = movesDone > 0 ? movesDone / used : FIRST_GUESS_PER_SECOND;
            long affordable = (long) Math.max(0, rate * left / (layers - done));
            movesOfLayer = Math.min(even, affordable);
            shortened |= movesOfLayer < even;
        }
        return movesOfLayer;
    }

    void layerDone() {
        done++;
        movesDone += movesOfLayer;
    }

    /** Whether time or cancellation left any layer less than its share. */
    boolean cut() {
        return shortened || budget.cancelled().getAsBoolean();
    }
}
