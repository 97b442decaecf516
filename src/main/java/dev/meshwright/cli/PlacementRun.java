package dev.meshwright.cli;

import dev.meshwright.placement.Budget;
import dev.meshwright.placement.experts.ExpertProblem;
import dev.meshwright.placement.experts.PlacedLayers;
import dev.meshwright.placement.experts.planner.PlacementPlanner;
import dev.meshwright.placement.timefold.experts.TimefoldPolish;
import java.util.Collections;
import java.util.List;

/** One run of the planner: how much it may try where nothing is said, and how long it took. */
record PlacementRun(PlacedLayers placed, double milliseconds) {

    /** Moves per layer for several profiles: some 5 s for 58 layers and 4 profiles on 32 ranks on one core of 2023. */
    private static final long MOVES_FOR_PROFILES = 300_000;

    private static final long MOVES_FOR_MIGRATION = 100_000;

    /** With sampled tokens a move costs some 10 microseconds. */
    private static final long MOVES_FOR_TOKENS = 30_000;

    private static final long MOVES_FOR_PAIRS = 300_000;

    /** One profile is solved by descents; a search gains nothing that a step could show. */
    private static final long MOVES_FOR_ONE = 0;

    /** Moves per layer that {@code place} tries by itself. */
    static long usualMoves(ExpertProblem problem, boolean sampledTokens) {
        if (problem.traffic().isPresent()) {
            return sampledTokens ? MOVES_FOR_TOKENS : MOVES_FOR_PAIRS;
        }
        if (problem.migration().isPresent()) {
            return MOVES_FOR_MIGRATION;
        }
        return problem.profiles().size() > 1 ? MOVES_FOR_PROFILES : MOVES_FOR_ONE;
    }

    /** Places and takes the time: of the solver alone, files read and cost model built. */
    static PlacementRun of(List<ExpertProblem> problemOfLayer, Budget budget) {
        long start = System.nanoTime();
        PlacedLayers placed =
                new PlacementPlanner(new TimefoldPolish(), TimefoldPolish.PART_OF_MOVES).place(problemOfLayer, budget);
        return new PlacementRun(placed, (System.nanoTime() - start) / 1e6);
    }

    static PlacementRun of(ExpertProblem problem, Budget budget) {
        return of(Collections.nCopies(problem.layers(), problem), budget);
    }
}
