package dev.meshwright.placement.experts.planner;

import dev.meshwright.placement.Budget;
import dev.meshwright.placement.experts.ExpertLayer;
import dev.meshwright.placement.experts.ExpertPlacement;
import dev.meshwright.placement.experts.ExpertProblem;
import dev.meshwright.placement.experts.LayerScore;
import dev.meshwright.placement.experts.PlacedLayers;
import dev.meshwright.placement.experts.PlainLayer;
import dev.meshwright.placement.experts.annealing.Annealing;
import dev.meshwright.placement.experts.annealing.LayerWorkers;
import dev.meshwright.placement.experts.annealing.MoveShares;
import dev.meshwright.placement.experts.descent.LimitedDescent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Places a {@link ExpertProblem} layer by layer: the best of the simple starts, {@link Annealing} where a gap is left,
 * then whatever {@link Polish} it is given. Never worse than its starts, and never worse than with fewer moves unless the time runs out,
 * see {@link SearchRungs}.
 */
public final class PlacementPlanner {

    /** One more improvement of an annealed layer, such as a constraint solver's local search. */
    @FunctionalInterface
    public interface Polish {
        /** [slot] to expert, never worse than {@code start} under {@code layer}; called from several threads. */
        int[] improve(ExpertLayer layer, int[] start, long moves, Budget budget);
    }

    /** Moves per layer for several profiles: some 5 s for 58 layers and 4 profiles on 32 ranks on one core of 2023. */
    private static final long MOVES_FOR_PROFILES = 300_000;

    private static final long MOVES_FOR_MIGRATION = 100_000;

    /** With sampled tokens a move costs some 10 microseconds. */
    private static final long MOVES_FOR_TOKENS = 30_000;

    private static final long MOVES_FOR_PAIRS = 300_000;

    /** One profile is solved by descents but for small layers, which so many moves search well: a millisecond for each. */
    private static final long MOVES_FOR_ONE = 3_000;

    /** Setting up a polish takes longer than fewer moves. */
    private static final long FEWEST_POLISHED = 10_000;

    /** Without any further improvement. */
    public static final Polish NONE = (layer, start, moves, budget) -> start;

    private final Polish polish;
    private final double polishPart;

    /**
     * @param polish run on each layer after annealing
     * @param polishPart part of the moves that it gets, 0 to 1
     */
    public PlacementPlanner(Polish polish, double polishPart) {
        this.polish = polish;
        this.polishPart = polishPart;
    }

    /** Moves per layer where nobody says how many. */
    public static long usualMoves(ExpertProblem problem) {
        if (problem.traffic().isPresent()) {
            return problem.groupsChosenTogether() > 0 ? MOVES_FOR_TOKENS : MOVES_FOR_PAIRS;
        }
        if (problem.migration().isPresent()) {
            return MOVES_FOR_MIGRATION;
        }
        return problem.profiles().size() > 1 ? MOVES_FOR_PROFILES : MOVES_FOR_ONE;
    }

    /** The moves of the budget are shared evenly among the layers. */
    public PlacedLayers place(ExpertProblem problem, Budget budget) {
        return place(Collections.nCopies(problem.layers(), problem), budget);
    }

    /** The same where every layer has a problem of its own, such as another number of slots. */
    public PlacedLayers place(List<ExpertProblem> problemOfLayer, Budget budget) {
        Pace pace = new Pace(budget, problemOfLayer.size());
        long[] maxMoves = MoveShares.of(problemOfLayer.getFirst(), budget);
        // Under a time limit the pace of one layer sets the budget of the next.
        boolean alone = budget.timeLimit().isPresent();
        List<Found> found = LayerWorkers.run(problemOfLayer.size(), alone, index -> {
            ExpertLayer layer = problemOfLayer.get(index).layer(index, maxMoves[index]);
            int[] slots = place(layer, budget, pace);
            pace.layerDone();
            return new Found(slots, PlacedLayers.Layer.of(layer, slots));
        });
        return new PlacedLayers(
                "meshwright",
                new ExpertPlacement(found.stream().map(each -> each.slots).toArray(int[][]::new)),
                found.stream().map(each -> each.layer).toList(),
                !pace.cut());
    }

    private static final class Found {

        private final int[] slots;
        private final PlacedLayers.Layer layer;

        Found(int[] slots, PlacedLayers.Layer layer) {
            this.slots = slots;
            this.layer = layer;
        }
    }

    /** What a given placement is worth, in the same terms. */
    public static PlacedLayers judge(String name, ExpertProblem problem, ExpertPlacement placement) {
        List<PlacedLayers.Layer> layers = new ArrayList<>();
        for (int index = 0; index < problem.layers(); index++) {
            layers.add(PlacedLayers.Layer.of(problem.layer(index, Long.MAX_VALUE), placement.layer(index)));
        }
        return new PlacedLayers(name, placement, layers, true);
    }

    /**
     * How many slots a rank gets in each layer when {@code problem.slotsPerRank()} is the mean: one more per rank goes to
     * the layer whose time falls most, as descents without any search find it.
     */
    public static int[] slotsPerLayer(ExpertProblem problem) {
        int fewest = (problem.experts() + problem.ranks() - 1) / problem.ranks();
        int most = problem.distinctRanks() ? problem.experts() : Integer.MAX_VALUE;
        int[] slots = new int[problem.layers()];
        Arrays.fill(slots, fewest);
        double[] gain = new double[slots.length];
        for (int layer = 0; layer < gain.length; layer++) {
            gain[layer] = gainOfOneMore(problem, layer, fewest);
        }
        for (int spare = (problem.slotsPerRank() - fewest) * slots.length; spare > 0; spare--) {
            int best = 0;
            for (int layer = 1; layer < gain.length; layer++) {
                best = gain[layer] > gain[best] ? layer : best;
            }
            if (slots[best] < most) {
                slots[best]++;
            }
            gain[best] = slots[best] < most ? gainOfOneMore(problem, best, slots[best]) : Double.NEGATIVE_INFINITY;
        }
        return slots;
    }

    private static double gainOfOneMore(ExpertProblem problem, int layer, int slots) {
        return descended(problem.withSlotsPerRank(slots), layer)
                - descended(problem.withSlotsPerRank(slots + 1), layer);
    }

    private static double descended(ExpertProblem problem, int index) {
        ExpertLayer layer = problem.layer(index, Long.MAX_VALUE);
        return layer.score(start(layer)).nanoseconds();
    }

    private int[] place(ExpertLayer layer, Budget budget, Pace pace) {
        int[] best = start(layer);
        long moves = pace.movesOfNextLayer();
        if (budget.closes(layer.score(best).nanoseconds(), layer.lowerBoundNanoseconds()) || moves == 0) {
            return aligned(layer, best);
        }
        int[] start = best;
        LayerScore score = layer.score(start);
        for (long rung : SearchRungs.of(moves)) {
            if (budget.cancelled().getAsBoolean()
                    || budget.closes(score.nanoseconds(), layer.lowerBoundNanoseconds())) {
                break;
            }
            int[] found = searched(layer, start, rung, budget);
            LayerScore other = layer.score(found);
            if (other.compareTo(score) < 0) {
                best = found;
                score = other;
            }
        }
        return aligned(layer, best);
    }

    private int[] searched(ExpertLayer layer, int[] start, long moves, Budget budget) {
        long polishing = moves < FEWEST_POLISHED ? 0 : (long) (moves * polishPart);
        int[] found = Annealing.anneal(layer, start, moves - polishing, hint(layer), budget.seed(), budget.cancelled());
        return polishing == 0 ? found : polish.improve(layer, found, polishing, budget);
    }

    /** Where annealing begins, if not at the best start: groups kept together are near the least traffic. */
    private static Optional<int[]> hint(ExpertLayer layer) {
        ExpertProblem problem = layer.problem();
        return problem.traffic()
                .filter(price -> price.groups() > 0
                        && problem.groups() == 0
                        && problem.migration().isEmpty())
                .filter(price -> price.groups() % problem.nodes() == 0)
                .map(price -> HierarchicalStart.place(layer.meanProfile(), problem.nodes(), price.groups()));
    }

    private static int[] start(ExpertLayer layer) {
        ExpertProblem problem = layer.problem();
        if (problem.migration().isPresent()) {
            return LimitedDescent.descend(
                    layer, problem.migration().get().current().layer(layer.layer()));
        }
        PlainLayer mean = layer.profiles().size() == 1 ? layer.profiles().getFirst() : layer.meanProfile();
        if (problem.groups() > 0) {
            return HierarchicalStart.place(mean, problem.nodes(), problem.groups());
        }
        return globalStart(layer, mean);
    }

    private static int[] globalStart(ExpertLayer layer, PlainLayer mean) {
        int[] first = ExpertPlacers.replicasDescended(mean);
        if (layer.score(first).nanoseconds() <= layer.lowerBoundNanoseconds() * (1 + Budget.DEFAULT_CLOSED_GAP)) {
            return first;
        }
        int[] second = ExpertPlacers.eplbDescended(mean);
        return layer.score(second).compareTo(layer.score(first)) < 0 ? second : first;
    }

    /** Experts that stay on their rank stay in their slot, so that slot by slot as few as possible change. */
    static int[] aligned(ExpertLayer layer, int[] placed) {
        if (layer.problem().migration().isEmpty()) {
            return placed;
        }
        int[] current = layer.problem().migration().get().current().layer(layer.layer());
        int[] aligned = new int[placed.length];
        int perRank = layer.slotsPerRank();
        for (int first = 0; first < placed.length; first += perRank) {
            boolean[] taken = new boolean[perRank];
            Arrays.fill(aligned, first, first + perRank, -1);
            List<Integer> arriving = new ArrayList<>();
            for (int index = 0; index < perRank; index++) {
                int at = seat(current, taken, first, placed[first + index]);
                if (at < 0) {
                    arriving.add(placed[first + index]);
                } else {
                    taken[at] = true;
                    aligned[first + at] = placed[first + index];
                }
            }
            for (int index = 0; index < perRank; index++) {
                if (aligned[first + index] < 0) {
                    aligned[first + index] = arriving.removeFirst();
                }
            }
        }
        return aligned;
    }

    private static int seat(int[] current, boolean[] taken, int first, int expert) {
        for (int index = 0; index < taken.length; index++) {
            if (!taken[index] && current[first + index] == expert) {
                return index;
            }
        }
        return -1;
    }
}
