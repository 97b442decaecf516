package dev.meshwright.placement.timefold.experts;

import ai.timefold.solver.core.api.score.HardMediumSoftScore;
import dev.meshwright.placement.Budget;
import dev.meshwright.placement.experts.ExpertLayer;
import dev.meshwright.placement.experts.planner.PlacementPlanner;
import dev.meshwright.placement.timefold.SearchStop;
import dev.meshwright.placement.timefold.TimefoldSearch;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The solver's local search on a layer that special-purpose steps have brought near the best: it minimises the true
 * objective, the slowest rank, where annealing follows a smooth stand-in. What each of the two contributes: ADR 4.
 */
public final class TimefoldPolish implements PlacementPlanner.Polish {

    /** Part of the moves that the solver gets: its moves take some ten times as long as those of annealing. */
    public static final double PART_OF_MOVES = 0.02;

    private @Nullable TimefoldSearch<ExpertSlots> search;

    @Override
    public int[] improve(ExpertLayer layer, int[] start, long moves, Budget budget) {
        if (moves == 0
                || layer.problem().groups() > 0
                || budget.cancelled().getAsBoolean()
                || budget.closes(layer.score(start).nanoseconds(), layer.lowerBoundNanoseconds())) {
            return start;
        }
        int[] found = search(search(budget.seed()), layer, start, moves, budget, Optional.empty());
        return layer.score(found).compareTo(layer.score(start)) < 0 ? found : start;
    }

    private synchronized TimefoldSearch<ExpertSlots> search(long seed) {
        if (search == null) {
            search = new TimefoldSearch<>(TimefoldExpertPlacer.config(seed));
        }
        return search;
    }

    static int[] search(
            TimefoldSearch<ExpertSlots> search,
            ExpertLayer layer,
            int[] start,
            long moves,
            Budget budget,
            Optional<Duration> timeLimit) {
        String goodEnough = HardMediumSoftScore.of(
                        0, -budget.closedNanoseconds(layer.lowerBoundNanoseconds()), Long.MIN_VALUE)
                .toString();
        SearchStop stop = new SearchStop(budget.cancelled());
        return search.run(new ExpertSlots(layer, start, stop), moves, goodEnough, timeLimit, stop)
                .physicalToLogical();
    }
}
