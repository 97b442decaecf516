package dev.meshwright.placement;

import java.util.Arrays;

/**
 * A lower bound for two slots per rank over all replica counts at once. A rank time M is possible only if, for every cost
 * a above M / 2, at most as many slots cost a or more as there are slots that cost M - a or less (their partners). With a
 * multiplier for each such count and one for the number of slots, every expert chooses its own cheapest replica count; if
 * the sum of the choices stays positive for some multipliers, M is impossible (Lagrangian relaxation, Held and Karp 1971;
 * the weights form a dual feasible function in the sense of bin packing, Lueker 1983). Multipliers by subgradient steps in
 * Polyak's length; any multipliers give a valid bound, so that rounding to a finite number of steps only weakens it.
 */
final class PairingBound {

    /** Steps of the subgradient method for each rank time tried. */
    private static final int STEPS = 300;

    /** Rank times are told apart to this part: a sixth of the 0.3 % that is worth reporting. */
    private static final double RESOLUTION = 5e-4;

    /** Margin against rounding of the dual value; multipliers are of the order of 1. */
    private static final double MARGIN = 1e-6;

    private final LayerProblem layer;

    private PairingBound(LayerProblem layer) {
        this.layer = layer;
    }

    /** The bound, at least {@code lower}; {@code achieved} is the slowest rank of some placement. */
    static long nanoseconds(LayerProblem layer, long lower, long achieved) {
        if (layer.slotsPerRank() != 2) {
            return lower;
        }
        PairingBound bound = new PairingBound(layer);
        long low = lower;
        long high = achieved;
        while (high - low > RESOLUTION * low) {
            long middle = low + (high - low) / 2;
            if (bound.impossible(middle)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        // The optimum itself is often met: one nanosecond less impossible proves it.
        return low < achieved && bound.impossible(achieved - 1) ? achieved : low;
    }

    private boolean impossible(long rankNanoseconds) {
        int experts = layer.experts();
        int most = layer.maxReplicas();
        long[] thresholds = thresholds(rankNanoseconds, experts, most);
        int count = thresholds.length;
        int[][] position = new int[experts][most + 1];
        int[] fewest = new int[experts];
        for (int expert = 0; expert < experts; expert++) {
            fewest[expert] = 1;
            while (fewest[expert] < most && layer.slotNanoseconds(expert, fewest[expert]) > rankNanoseconds) {
                fewest[expert]++;
            }
            for (int replicas = 1; replicas <= most; replicas++) {
                long cost = layer.slotNanoseconds(expert, replicas);
                // Positive: how many thresholds it reaches; negative: of how many it is a partner.
                position[expert][replicas] =
                        2 * cost > rankNanoseconds ? upTo(thresholds, cost) : -upTo(thresholds, rankNanoseconds - cost);
            }
        }
        double[] multiplier = new double[count + 1];
        double[] prefix = new double[count + 1];
        double[] gradient = new double[count + 1];
        for (int step = 0; step < STEPS; step++) {
            for (int index = 0; index < count; index++) {
                prefix[index + 1] = prefix[index] + multiplier[index];
            }
            Arrays.fill(gradient, 0);
            double perSlot = multiplier[count];
            double value = -perSlot * layer.slots();
            gradient[count] = -layer.slots();
            for (int expert = 0; expert < experts; expert++) {
                int best = fewest[expert];
                double bestValue = Double.POSITIVE_INFINITY;
                for (int replicas = fewest[expert]; replicas <= most; replicas++) {
                    int at = position[expert][replicas];
                    double choice = replicas * (perSlot + (at >= 0 ? prefix[at] : -prefix[-at]));
                    if (choice < bestValue) {
                        bestValue = choice;
                        best = replicas;
                    }
                }
                value += bestValue;
                int at = position[expert][best];
                if (at != 0) {
                    gradient[Math.abs(at) - 1] += at > 0 ? best : -best;
                }
                gradient[count] += best;
            }
            if (value > MARGIN) {
                return true;
            }
            // A threshold's own slope is the sum over all that reach it or further.
            double norm = gradient[count] * gradient[count];
            for (int index = count - 1; index >= 0; index--) {
                gradient[index] += index + 1 < count ? gradient[index + 1] : 0;
                double slope = multiplier[index] <= 0 && gradient[index] < 0 ? 0 : gradient[index];
                norm += slope * slope;
            }
            if (norm == 0) {
                return false;
            }
            double length = (1 - value) / norm;
            for (int index = 0; index < count; index++) {
                multiplier[index] = Math.max(0, multiplier[index] + length * gradient[index]);
            }
            multiplier[count] += length * gradient[count];
        }
        return false;
    }

    /** All costs above half of the rank time that some replica count gives, in order. */
    private long[] thresholds(long rankNanoseconds, int experts, int most) {
        long[] costs = new long[experts * most];
        int count = 0;
        for (int expert = 0; expert < experts; expert++) {
            for (int replicas = 1; replicas <= most; replicas++) {
                long cost = layer.slotNanoseconds(expert, replicas);
                if (2 * cost > rankNanoseconds && cost <= rankNanoseconds) {
                    costs[count++] = cost;
                }
            }
        }
        return Arrays.stream(costs, 0, count).distinct().sorted().toArray();
    }

    /** How many thresholds are at most {@code cost}. */
    private static int upTo(long[] thresholds, long cost) {
        int found = Arrays.binarySearch(thresholds, cost);
        return found < 0 ? -found - 1 : found + 1;
    }
}
