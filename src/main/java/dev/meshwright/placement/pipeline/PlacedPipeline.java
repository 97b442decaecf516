package dev.meshwright.placement.pipeline;

import dev.meshwright.placement.Budget;

/**
 * A pipeline placement with what it is worth and how far from the best it can be at most.
 *
 * @param placer name of the placer
 * @param lowerBoundNanoseconds no placement has a shorter step
 */
public record PlacedPipeline(
        String placer, PipelinePlacement placement, PipelineScore score, long lowerBoundNanoseconds) {

    /** Step over bound, minus 1. */
    public double gap() {
        return score.nanoseconds() == lowerBoundNanoseconds
                ? 0
                : (double) score.nanoseconds() / lowerBoundNanoseconds - 1;
    }

    /** True if nothing is violated and the gap counts as closed. */
    public boolean closed(Budget budget) {
        return score.feasible() && budget.closes(score.nanoseconds(), lowerBoundNanoseconds);
    }
}
