package dev.meshwright.placement.timefold;

import ai.timefold.solver.core.api.score.HardMediumSoftScore;
import ai.timefold.solver.core.config.solver.SolverConfig;
import dev.meshwright.placement.Budget;
import dev.meshwright.placement.ExpertPlacement;
import dev.meshwright.placement.ExpertPlacer;
import dev.meshwright.placement.ExpertPlacers;
import dev.meshwright.placement.ExpertProblem;
import dev.meshwright.placement.LayerProblem;
import dev.meshwright.placement.LayerScore;
import dev.meshwright.placement.PlacedExperts;
import java.util.ArrayList;
import java.util.List;

/**
 * Expert placement by Timefold Solver: starts each layer from replica descent (greedy, swaps, counts), searches the layers
 * whose gap to the bound is still open, and never returns worse than it started from. Where the descent already closes
 * the gap, no solver is started at all.
 */
public final class TimefoldExpertPlacer implements ExpertPlacer {

    @Override
    public String name() {
        return "timefold";
    }

    /** The moves of the budget are shared evenly among the layers with an open gap. */
    @Override
    public PlacedExperts place(ExpertProblem problem, Budget budget) {
        PlacedExperts start = ExpertPlacers.REPLICA_DESCENT.place(problem, budget);
        int[][] physicalToLogical = start.placement().physicalToLogical();
        List<PlacedExperts.Layer> layers = new ArrayList<>(start.layers());
        int open = (int) layers.stream().filter(layer -> !closed(budget, layer)).count();
        if (open > 0 && budget.moves() >= open) {
            TimefoldSearch<ExpertSlots> search = new TimefoldSearch<>(config(budget.seed()));
            Deadline deadline = new Deadline(budget);
            long movesPerLayer = budget.moves() / open;
            for (int index = 0; index < layers.size() && !deadline.passed(); index++) {
                if (!closed(budget, layers.get(index))) {
                    improve(search, problem.layer(index), movesPerLayer, budget, deadline, physicalToLogical, layers);
                }
            }
        }
        return new PlacedExperts(name(), new ExpertPlacement(physicalToLogical), layers);
    }

    static SolverConfig config(long seed) {
        return TimefoldSearch.config(
                ExpertSlots.class, ExpertScoreCalculator.class, ExpertMoves.class, seed, ExpertSlot.class);
    }

    private static boolean closed(Budget budget, PlacedExperts.Layer layer) {
        return budget.closes(layer.score().nanoseconds(), layer.lowerBoundNanoseconds());
    }

    private static void improve(
            TimefoldSearch<ExpertSlots> search,
            LayerProblem layer,
            long moves,
            Budget budget,
            Deadline deadline,
            int[][] physicalToLogical,
            List<PlacedExperts.Layer> layers) {
        long bound = layer.lowerBoundNanoseconds();
        String goodEnough = HardMediumSoftScore.of(0, bound - budget.closedNanoseconds(bound), Long.MIN_VALUE)
                .toString();
        SearchStop stop = new SearchStop(budget.cancelled());
        ExpertSlots start = new ExpertSlots(layer, physicalToLogical[layer.layer()], stop);
        int[] found =
                search.run(start, moves, goodEnough, deadline.remaining(), stop).physicalToLogical();
        LayerScore score = layer.score(found);
        if (score.compareTo(layers.get(layer.layer()).score()) < 0) {
            physicalToLogical[layer.layer()] = found;
            layers.set(layer.layer(), new PlacedExperts.Layer(score, bound));
        }
    }
}
