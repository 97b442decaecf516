package dev.meshwright.placement.pipeline;

import dev.meshwright.placement.Budget;
import dev.meshwright.placement.InfeasiblePlacementException;

/** One way of placing a pipeline. All placers are peers: the same problem, the same result, a row each in one table. */
public interface PipelinePlacer {

    /** Short and stable: a row of a table, an option of the command line. */
    String name();

    /**
     * The placer's best placement; check its score: with mixed memory sizes a simple placer may miss one that fits.
     *
     * @throws InfeasiblePlacementException if no split of the layers fits even the largest memory
     */
    default PlacedPipeline place(PipelineProblem problem, Budget budget) {
        return place(new PipelineObjective(problem), budget);
    }

    /** As {@link #place(PipelineProblem, Budget)}, with the tables built already. */
    PlacedPipeline place(PipelineObjective objective, Budget budget);

    /**
     * The same of a placer that starts from a solver-free placement.
     *
     * @param start the best of {@code placement.pipeline.start}, made already
     */
    default PlacedPipeline placeFrom(PlacedPipeline start, PipelineObjective objective, Budget budget) {
        return place(objective, budget);
    }
}
