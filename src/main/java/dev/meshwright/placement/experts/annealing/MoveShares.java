package dev.meshwright.placement.experts.annealing;

import dev.meshwright.placement.Budget;
import dev.meshwright.placement.experts.ExpertLayer;
import dev.meshwright.placement.experts.ExpertProblem;
import dev.meshwright.placement.experts.descent.LimitedDescent;
import java.util.Arrays;
import java.util.Optional;

/**
 * How many of the allowed moves each layer gets: those that gain most there. Short annealings with several limits show what
 * a layer's time would be with so many moves; on the lower convex hull of these points the steepest segments are bought
 * first, which minimises the sum over the layers up to one segment (fractional multiple-choice knapsack, Sinha and Zoltners
 * 1979).
 */
public final class MoveShares {

    /** Limits looked at, in parts of an even share. */
    private static final double[] PARTS = {0, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 3};

    /** Trials for each limit, in parts of a layer's share of the budget. */
    private static final double TRIALS = 0.1;

    private MoveShares() {}

    /** [layer] moves; without a migration no limit. The budget counts for all layers together. */
    public static long[] of(ExpertProblem problem, Budget budget) {
        long[] shares = new long[problem.layers()];
        if (problem.migration().isEmpty()) {
            Arrays.fill(shares, Long.MAX_VALUE);
            return shares;
        }
        long all = Math.min(problem.migration().get().maxMoves(), (long) problem.layers() * problem.slots());
        Arrays.setAll(shares, layer -> all * (layer + 1) / shares.length - all * layer / shares.length);
        long trials = (long) (budget.moves() / (double) shares.length * TRIALS);
        if (trials == 0 || all >= (long) problem.layers() * problem.slots()) {
            return shares;
        }
        double even = (double) all / shares.length;
        long[] limits = Arrays.stream(PARTS)
                .mapToLong(part -> Math.min(Math.round(part * even), problem.slots()))
                .distinct()
                .toArray();
        boolean alone = budget.timeLimit().isPresent();
        long[][] nanoseconds = LayerWorkers.run(
                        shares.length, alone, layer -> curve(problem, layer, limits, trials, budget))
                .toArray(long[][]::new);
        return budget.cancelled().getAsBoolean() ? shares : bought(limits, nanoseconds, all);
    }

    /** [limit] nanoseconds reached, falling. */
    private static long[] curve(ExpertProblem problem, int layer, long[] limits, long trials, Budget budget) {
        long[] nanoseconds = new long[limits.length];
        for (int index = 0; index < limits.length && !budget.cancelled().getAsBoolean(); index++) {
            long reached = reached(problem.layer(layer, limits[index]), trials, budget);
            nanoseconds[index] = index == 0 ? reached : Math.min(reached, nanoseconds[index - 1]);
        }
        return nanoseconds;
    }

    private static long reached(ExpertLayer layer, long trials, Budget budget) {
        int[] current = layer.problem().migration().orElseThrow().current().layer(layer.layer());
        int[] start = LimitedDescent.descend(layer, current);
        if (layer.maxMoves() == 0) {
            return layer.score(start).nanoseconds();
        }
        int[] found = Annealing.anneal(layer, start, trials, Optional.empty(), budget.seed(), budget.cancelled());
        return layer.score(found).nanoseconds();
    }

    /** Buys the steepest segment of all layers' hulls until the moves are spent. */
    private static long[] bought(long[] limits, long[][] nanoseconds, long all) {
        int[] at = new int[nanoseconds.length];
        long[] shares = new long[nanoseconds.length];
        long left = all;
        while (left > 0) {
            int best = -1;
            int bestTo = -1;
            double bestGain = 0;
            for (int layer = 0; layer < shares.length; layer++) {
                int to = hull(limits, nanoseconds[layer], at[layer]);
                double gain = to < 0 ? 0 : gain(limits, nanoseconds[layer], at[layer], to);
                if (gain > bestGain) {
                    bestGain = gain;
                    best = layer;
                    bestTo = to;
                }
            }
            if (best < 0) {
                break;
            }
            long moves = Math.min(left, limits[bestTo] - limits[at[best]]);
            shares[best] += moves;
            left -= moves;
            at[best] = bestTo;
        }
        // What no point gains from may still serve a longer search.
        for (int layer = 0; layer < shares.length; layer++) {
            shares[layer] += left * (layer + 1) / shares.length - left * layer / shares.length;
        }
        return shares;
    }

    /** The end of the hull's segment that starts at {@code from}; -1 where nothing further is faster. */
    private static int hull(long[] limits, long[] nanoseconds, int from) {
        int best = -1;
        for (int to = from + 1; to < limits.length; to++) {
            double gain = gain(limits, nanoseconds, from, to);
            if (gain > 0 && (best < 0 || gain >= gain(limits, nanoseconds, from, best))) {
                best = to;
            }
        }
        return best;
    }

    /** Nanoseconds per move. */
    private static double gain(long[] limits, long[] nanoseconds, int from, int to) {
        return (nanoseconds[from] - nanoseconds[to]) / (double) (limits[to] - limits[from]);
    }
}
