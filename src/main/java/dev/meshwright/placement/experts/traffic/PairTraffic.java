package dev.meshwright.placement.experts.traffic;

import java.util.Arrays;

/**
 * Nodes per token from pairwise co-activation. The number N of a token's experts on a node has mean m = sum of the
 * experts' probabilities there and factorial moment q = sum of the pair probabilities there; the chance that a node is
 * not needed is that of N = 0 under the beta-binomial distribution over {@code topK} choices with these two moments.
 * An expert with replicas on several nodes counts in equal parts on each.
 *
 * <p>Assumption: two moments determine the chance of N = 0 well enough. On 12 recorded OLMoE layers with experts in order on
 * 4 nodes it gives 3.61 nodes per token on average (row {@code contiguous} of the co-activation cases in
 * benchmarks-config/placement-recorded.yaml), where the table published with these records says 3.64.
 */
public final class PairTraffic implements NodeTraffic {

    private final int topK;
    private final int nodes;
    private final double[] probability;
    private final double[][] pairs;

    /**
     * @param topK experts per token
     * @param nodes nodes of the expert-parallel group
     * @param probability [expert] that a token uses the expert; sums to {@code topK}
     * @param pairs [expert][expert] that a token uses both; symmetric, the diagonal is not read
     */
    public PairTraffic(int topK, int nodes, double[] probability, double[][] pairs) {
        if (topK < 2 || nodes < 1 || nodes > MOST_NODES || pairs.length != probability.length) {
            throw new IllegalArgumentException(
                    "topK (%d) must be 2 or more, nodes (%d) 1 to %d, pairs (%d) a row per expert (%d)."
                            .formatted(topK, nodes, MOST_NODES, pairs.length, probability.length));
        }
        this.topK = topK;
        this.nodes = nodes;
        this.probability = probability.clone();
        this.pairs = pairs.clone();
    }

    @Override
    public double nodesPerToken(long[] nodeMasks) {
        double sum = 0;
        for (int node = 0; node < nodes; node++) {
            double mean = 0;
            double together = 0;
            for (int expert = 0; expert < probability.length; expert++) {
                double part = part(nodeMasks[expert], node);
                mean += part * probability[expert];
                for (int other = 0; part > 0 && other < probability.length; other++) {
                    together += other == expert ? 0 : part * part(nodeMasks[other], node) * pairs[expert][other];
                }
            }
            sum += used(mean, together);
        }
        return sum;
    }

    private static double part(long nodeMask, int node) {
        return (nodeMask >>> node & 1) == 0 ? 0 : 1.0 / Long.bitCount(nodeMask);
    }

    /** Chance that a node with these moments is needed. */
    private double used(double mean, double together) {
        double p = Math.min(mean / topK, 1);
        if (p <= 0 || p >= 1) {
            return Math.max(p, 0);
        }
        double both = together / (topK * (topK - 1.0));
        double correlation = (both - p * p) / (p * (1 - p));
        double none = 1;
        for (int choice = 0; choice < topK; choice++) {
            // Polya's urn with s = 1 / correlation - 1 balls: (s (1 - p) + i) / (s + i), free of the pole at 0.
            double numerator = (1 - correlation) * (1 - p) + choice * correlation;
            double denominator = (1 - correlation) + choice * correlation;
            none *= denominator <= 0 ? 0 : Math.min(1, Math.max(0, numerator / denominator));
        }
        return 1 - none;
    }

    @Override
    public State start(long[] nodeMasks) {
        return new Moments(nodeMasks.clone());
    }

    /** Per node: the two moments; a change of one expert costs O(experts x changed nodes). */
    private final class Moments implements State {
        private final long[] masks;
        private final double[] mean = new double[nodes];
        private final double[] together = new double[nodes];
        private final double[] used = new double[nodes];

        Moments(long[] masks) {
            this.masks = masks;
            long[] present = masks.clone();
            Arrays.fill(masks, 0);
            for (int expert = 0; expert < present.length; expert++) {
                change(expert, present[expert]);
            }
        }

        @Override
        public void change(int expert, long nodeMask) {
            long before = masks[expert];
            if (before == nodeMask) {
                return;
            }
            for (long left = before | nodeMask; left != 0; left &= left - 1) {
                int node = Long.numberOfTrailingZeros(left);
                double delta = part(nodeMask, node) - part(before, node);
                double others = 0;
                for (int other = 0; other < masks.length; other++) {
                    if ((masks[other] >>> node & 1) != 0 && other != expert) {
                        others += pairs[expert][other] / Long.bitCount(masks[other]);
                    }
                }
                mean[node] += delta * probability[expert];
                together[node] += 2 * delta * others;
                used[node] = used(mean[node], together[node]);
            }
            masks[expert] = nodeMask;
        }

        @Override
        public double nodesPerToken() {
            double sum = 0;
            for (double node : used) {
                sum += node;
            }
            return sum;
        }
    }
}
