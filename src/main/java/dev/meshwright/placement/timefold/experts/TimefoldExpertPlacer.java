package dev.meshwright.placement.timefold.experts;

import ai.timefold.solver.core.config.solver.SolverConfig;
import dev.meshwright.placement.Budget;
import dev.meshwright.placement.experts.ExpertLayer;
import dev.meshwright.placement.experts.ExpertPlacement;
import dev.meshwright.placement.experts.ExpertPlacer;
import dev.meshwright.placement.experts.ExpertProblem;
import dev.meshwright.placement.experts.LayerScore;
import dev.meshwright.placement.experts.LayersAlike;
import dev.meshwright.placement.experts.PlacedLayers;
import dev.meshwright.placement.experts.PlainProblem;
import dev.meshwright.placement.experts.planner.ExpertPlacers;
import dev.meshwright.placement.timefold.Deadline;
import dev.meshwright.placement.timefold.TimefoldSearch;
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

    /**
     * The moves of the budget are shared evenly among the layers with an open gap; layers that differ only in the names of
     * their experts are searched once.
     */
    @Override
    public PlacedLayers place(PlainProblem problem, Budget budget) {
        PlacedLayers start = ExpertPlacers.REPLICA_DESCENT.place(problem, budget);
        int[][] physicalToLogical = start.placement().physicalToLogical();
        List<PlacedLayers.Layer> layers = new ArrayList<>(start.layers());
        boolean cut = false;
        int open = (int) layers.stream().filter(layer -> !closed(budget, layer)).count();
        if (open > 0 && budget.moves() >= open) {
            TimefoldSearch<ExpertSlots> search = new TimefoldSearch<>(config(budget.seed()));
            Deadline deadline = new Deadline(budget);
            ExpertProblem onlyProfile = ExpertProblem.of(problem);
            long movesPerLayer = budget.moves() / open;
            LayersAlike alike = new LayersAlike(problem);
            for (int index = 0; index < layers.size() && !deadline.passed(); index++) {
                int known = alike.before(index);
                if (known >= 0) {
                    physicalToLogical[index] = alike.renamed(physicalToLogical[known], known, index);
                    layers.set(index, layers.get(known));
                } else if (!closed(budget, layers.get(index))) {
                    improve(
                            search,
                            onlyProfile.layer(index, Long.MAX_VALUE),
                            movesPerLayer,
                            budget,
                            deadline,
                            physicalToLogical,
                            layers);
                }
            }
            cut = deadline.passed();
        }
        return new PlacedLayers(name(), new ExpertPlacement(physicalToLogical), layers, !cut);
    }

    static SolverConfig config(long seed) {
        return TimefoldSearch.config(
                ExpertSlots.class, ExpertScoreCalculator.class, ExpertMoves.class, seed, ExpertSlot.class);
    }

    private static boolean closed(Budget budget, PlacedLayers.Layer layer) {
        return budget.closes(layer.score().nanoseconds(), layer.lowerBoundNanoseconds());
    }

    private static void improve(
            TimefoldSearch<ExpertSlots> search,
            ExpertLayer layer,
            long moves,
            Budget budget,
            Deadline deadline,
            int[][] physicalToLogical,
            List<PlacedLayers.Layer> layers) {
        int[] start = physicalToLogical[layer.layer()];
        int[] found = TimefoldPolish.search(search, layer, start, moves, budget, deadline.remaining());
        LayerScore score = layer.profiles().getFirst().score(found);
        if (score.compareTo(layers.get(layer.layer()).score()) < 0) {
            physicalToLogical[layer.layer()] = found;
            layers.set(layer.layer(), PlacedLayers.Layer.of(layer.profiles().getFirst(), found, score));
        }
    }
}
