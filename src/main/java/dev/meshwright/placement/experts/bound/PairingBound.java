package dev.meshwright.placement.experts.bound;

import java.util.Arrays;

/**
 * A lower bound for two slots per rank over all replica counts at once, by weights that no rank can exceed (a dual feasible
 * function in the sense of bin packing, Lueker 1983). For a rank time M and any non-decreasing g with 0 <= g <= 1 on
 * (M/2, M], a slot of cost x weighs
 *
 * <pre>
 *   1 + g(x)       if x > M/2
 *   1 - g(M - x)   if x <= M/2
 * </pre>
 *
 * Two slots of one rank weigh 2 at most: of two costly ones there is no rank, two cheap ones weigh 2 or less, and a cheap y
 * beside a costly x leaves M - y >= x, so that g(M - y) >= g(x). All ranks weigh 2 x ranks = slots at most. Every expert
 * chooses its lightest replica count; where even these choices weigh more than the slots, M is impossible.
 *
 * <p>g is improved by subgradient steps (Held and Karp 1971) of Polyak's length, each followed by the projection onto the
 * non-decreasing functions (pool adjacent violators, Ayer et al. 1955). Any g gives a valid bound, so that a finite number of
 * steps only weakens it. The best g gives the bound of the linear relaxation over replica counts.
 */
public final class PairingBound {

    /** Steps for each rank time tried: with more the value hardly grows (recorded and drawn loads, 144 ranks). */
    private static final int STEPS = 400;

    /** Later times start from the g of an earlier one. */
    private static final int LATER_STEPS = 200;

    /** How far below the achieved time the second trial lies; the distance doubles until a time is impossible. */
    private static final double FIRST_BELOW = 1e-3;

    /** Rank times are told apart to this part. */
    private static final double RESOLUTION = 5e-4;

    /** Steps aim at this part of the slots more than is needed, falling to the second one: measured likewise. */
    private static final double FIRST_AIM = 2e-2;

    private static final double LAST_AIM = 1e-3;

    /** Margin against rounding, in slots: weights are of the order of 1. */
    private static final double MARGIN = 1e-6;

    private final SlotTable layer;
    private double[] relativeThresholds = new double[0];
    private double[] weights = new double[0];

    private PairingBound(SlotTable layer) {
        this.layer = layer;
    }

    /** The bound, at least {@code lower}; {@code achieved} is the slowest rank of some placement. */
    public static long nanoseconds(SlotTable layer, long lower, long achieved) {
        if (layer.slotsPerRank() != 2 || lower >= achieved) {
            return lower;
        }
        PairingBound bound = new PairingBound(layer);
        // The optimum itself is often met: one nanosecond less impossible proves it.
        if (bound.impossible(achieved - 1, STEPS)) {
            return achieved;
        }
        long possible = achieved - 1;
        long refused = lower - 1;
        long below = (long) (FIRST_BELOW * achieved);
        while (possible - refused > RESOLUTION * refused) {
            long tried = Math.max(achieved - below, refused + (possible - refused) / 2);
            below *= 2;
            if (bound.impossible(tried, LATER_STEPS)) {
                refused = tried;
            } else {
                possible = tried;
            }
        }
        // With the g of times nearby the proof may succeed that failed from nothing.
        return bound.impossible(achieved - 1, STEPS) ? achieved : refused + 1;
    }

    private boolean impossible(long rankNanoseconds, int steps) {
        Choices choices = new Choices(layer, rankNanoseconds);
        int count = choices.thresholds.length;
        double[] g = moved(choices.thresholds, rankNanoseconds);
        double[] slope = new double[count];
        double[] best = g;
        double bestValue = Double.NEGATIVE_INFINITY;
        boolean impossible = false;
        for (int step = 0; step < steps && !impossible; step++) {
            double value = choices.lightest(g, slope) - layer.slots();
            if (value > bestValue) {
                bestValue = value;
                best = g.clone();
            }
            impossible = value > MARGIN;
            double norm = 0;
            for (double part : slope) {
                norm += part * part;
            }
            if (norm == 0) {
                break;
            }
            double aim = FIRST_AIM * Math.pow(LAST_AIM / FIRST_AIM, step / (double) steps);
            double length = (aim * layer.slots() - value) / norm;
            for (int index = 0; index < count; index++) {
                g[index] += length * slope[index];
            }
            project(g);
        }
        relativeThresholds = Arrays.stream(choices.thresholds)
                .mapToDouble(threshold -> threshold / (double) rankNanoseconds)
                .toArray();
        weights = best;
        return impossible;
    }

    /** The latest g at other thresholds: the same function of x / M. */
    private double[] moved(long[] thresholds, long rankNanoseconds) {
        double[] moved = new double[thresholds.length];
        int at = 0;
        for (int index = 0; index < moved.length; index++) {
            double relative = thresholds[index] / (double) rankNanoseconds;
            while (at < relativeThresholds.length && relativeThresholds[at] <= relative) {
                at++;
            }
            moved[index] = at == 0 ? 0 : weights[at - 1];
        }
        return moved;
    }

    /** The nearest non-decreasing values, cut off at 0 and 1. */
    private static void project(double[] values) {
        double[] mean = new double[values.length];
        int[] size = new int[values.length];
        int blocks = 0;
        for (double value : values) {
            mean[blocks] = value;
            size[blocks++] = 1;
            while (blocks > 1 && mean[blocks - 2] > mean[blocks - 1]) {
                int together = size[blocks - 2] + size[blocks - 1];
                mean[blocks - 2] =
                        (mean[blocks - 2] * size[blocks - 2] + mean[blocks - 1] * size[blocks - 1]) / together;
                size[blocks - 2] = together;
                blocks--;
            }
        }
        int index = 0;
        for (int block = 0; block < blocks; block++) {
            Arrays.fill(values, index, index + size[block], Math.clamp(mean[block], 0.0, 1.0));
            index += size[block];
        }
    }

    /** The replica counts that each expert may choose under one rank time. */
    private static final class Choices {

        private final long[] thresholds;
        /** First choice of each expert in the arrays below, and the end. */
        private final int[] first;

        private final int[] replicas;
        /** Positive: the number of thresholds that a slot reaches; negative: of how many it is a partner. */
        private final int[] position;

        Choices(SlotTable layer, long rankNanoseconds) {
            int most = layer.maxReplicas();
            thresholds = thresholds(layer, rankNanoseconds, most);
            first = new int[layer.experts() + 1];
            int[] counts = new int[layer.experts() * most];
            int[] positions = new int[counts.length];
            int next = 0;
            for (int expert = 0; expert < layer.experts(); expert++) {
                first[expert] = next;
                int lightest = Integer.MAX_VALUE;
                for (int count = 1; count <= most && lightest > -thresholds.length; count++) {
                    long cost = layer.slotNanoseconds(expert, count);
                    if (cost > rankNanoseconds) {
                        continue;
                    }
                    int at = 2 * cost > rankNanoseconds ? upTo(cost) : -upTo(rankNanoseconds - cost);
                    // More replicas that weigh the same each are never lighter.
                    if (at < lightest) {
                        lightest = at;
                        counts[next] = count;
                        positions[next++] = at;
                    }
                }
            }
            first[layer.experts()] = next;
            replicas = Arrays.copyOf(counts, next);
            position = Arrays.copyOf(positions, next);
        }

        /** All costs above half of the rank time that some replica count gives, in order. */
        private static long[] thresholds(SlotTable layer, long rankNanoseconds, int most) {
            long[] costs = new long[layer.experts() * most];
            int count = 0;
            for (int expert = 0; expert < layer.experts(); expert++) {
                for (int replicas = 1; replicas <= most; replicas++) {
                    long cost = layer.slotNanoseconds(expert, replicas);
                    if (2 * cost <= rankNanoseconds) {
                        break;
                    }
                    if (cost <= rankNanoseconds) {
                        costs[count++] = cost;
                    }
                }
            }
            return Arrays.stream(costs, 0, count).distinct().sorted().toArray();
        }

        /** How many thresholds are at most {@code cost}. */
        private int upTo(long cost) {
            int found = Arrays.binarySearch(thresholds, cost);
            return found < 0 ? -found - 1 : found + 1;
        }

        /** Weight of the lightest choices; {@code slope} becomes its derivative by g at each threshold. */
        double lightest(double[] g, double[] slope) {
            Arrays.fill(slope, 0);
            double sum = 0;
            for (int expert = 0; expert + 1 < first.length; expert++) {
                double least = Double.POSITIVE_INFINITY;
                int chosen = -1;
                for (int choice = first[expert]; choice < first[expert + 1]; choice++) {
                    int at = position[choice];
                    double weight = replicas[choice] * (at > 0 ? 1 + g[at - 1] : at < 0 ? 1 - g[-at - 1] : 1);
                    if (weight < least) {
                        least = weight;
                        chosen = choice;
                    }
                }
                if (chosen < 0) {
                    return Double.POSITIVE_INFINITY;
                }
                sum += least;
                int at = position[chosen];
                if (at != 0) {
                    slope[Math.abs(at) - 1] += at > 0 ? replicas[chosen] : -replicas[chosen];
                }
            }
            return sum;
        }
    }
}
