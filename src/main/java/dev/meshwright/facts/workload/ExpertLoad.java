package dev.meshwright.facts.workload;

import java.util.Arrays;
import java.util.SplittableRandom;

/** How the tokens of a layer spread over its routed experts. */
public sealed interface ExpertLoad
        permits ExpertLoad.Unmeasured, ExpertLoad.Uniform, ExpertLoad.Zipf, ExpertLoad.Measured {

    /**
     * Share of each expert in the assignments of one layer; sums to 1.
     *
     * @param routedLayer number among the layers that route, from 0
     * @param experts experts of the layer
     */
    double[] shares(int routedLayer, int experts);

    /** Coefficient of variation of shares: standard deviation over mean. */
    static double variation(double[] shares) {
        double mean = Arrays.stream(shares).average().orElse(0);
        double variance = Arrays.stream(shares)
                .map(share -> (share - mean) * (share - mean))
                .average()
                .orElse(0);
        return Math.sqrt(variance) / mean;
    }

    /** Whether every expert of a layer has the same share, so that placing them by load gains nothing. */
    default boolean even() {
        return false;
    }

    /**
     * Nobody said how tokens spread. Shares are even because no expert is known to be more popular; that real routing is
     * uneven all the same is for the cost model to add.
     */
    record Unmeasured() implements ExpertLoad {
        @Override
        public double[] shares(int routedLayer, int experts) {
            return new Uniform().shares(routedLayer, experts);
        }

        @Override
        public boolean even() {
            return true;
        }
    }

    /** Every expert gets the same: routing is forced to be balanced, or known to be. */
    record Uniform() implements ExpertLoad {
        @Override
        public double[] shares(int routedLayer, int experts) {
            double[] shares = new double[experts];
            Arrays.fill(shares, 1.0 / experts);
            return shares;
        }

        @Override
        public boolean even() {
            return true;
        }
    }

    /**
     * The n-th most popular expert gets a share proportional to {@code n^-exponent}; which expert that is differs from
     * layer to layer.
     *
     * @param exponent 0 is uniform
     * @param seed of the order of popularity
     */
    record Zipf(double exponent, long seed) implements ExpertLoad {

        /**
         * The Zipf load whose shares have that coefficient of variation (standard deviation over mean).
         *
         * @param coefficientOfVariation above 0, below {@code sqrt(experts - 1)}, where one expert has everything
         */
        public static Zipf ofVariation(double coefficientOfVariation, int experts, long seed) {
            double low = 0;
            double high = MOST_EXPONENT;
            for (int i = 0; i < BISECTIONS; i++) {
                double middle = (low + high) / 2;
                if (variation(new Zipf(middle, seed).shares(0, experts)) < coefficientOfVariation) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            return new Zipf(high, seed);
        }

        /** Beyond it one expert has all but nothing. */
        private static final double MOST_EXPONENT = 50;

        /** More halve the interval below what a double distinguishes. */
        private static final int BISECTIONS = 60;

        @Override
        public double[] shares(int routedLayer, int experts) {
            double[] shares = new double[experts];
            double sum = 0;
            for (int rank = 0; rank < experts; rank++) {
                shares[rank] = Math.pow(rank + 1.0, -exponent);
                sum += shares[rank];
            }
            SplittableRandom random = new SplittableRandom(seed * 1_000_003L + routedLayer);
            for (int i = experts - 1; i > 0; i--) {
                int j = random.nextInt(i + 1);
                double swapped = shares[i];
                shares[i] = shares[j];
                shares[j] = swapped;
            }
            for (int expert = 0; expert < experts; expert++) {
                shares[expert] /= sum;
            }
            return shares;
        }
    }

    /** Recorded assignments. */
    final class Measured implements ExpertLoad {

        private final double[][] counts;
        private final String source;

        /**
         * A recording; the counts are copied.
         *
         * @param counts {@code [routed layer][expert]}, any positive scale
         * @param source file the counts come from
         */
        public Measured(double[][] counts, String source) {
            this.counts = copy(counts);
            this.source = source;
        }

        /** A copy: {@code [routed layer][expert]}. */
        public double[][] counts() {
            return copy(counts);
        }

        /** File the counts come from. */
        public String source() {
            return source;
        }

        @Override
        public double[] shares(int routedLayer, int experts) {
            double[] row = counts[routedLayer];
            double sum = Arrays.stream(row).sum();
            return Arrays.stream(row).map(count -> count / sum).toArray();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Measured measured
                    && Arrays.deepEquals(counts, measured.counts)
                    && source.equals(measured.source);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.deepHashCode(counts) + source.hashCode();
        }

        @Override
        public String toString() {
            return "Measured[counts=%s, source=%s]".formatted(Arrays.deepToString(counts), source);
        }

        private static double[][] copy(double[][] matrix) {
            return Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
        }
    }
}
