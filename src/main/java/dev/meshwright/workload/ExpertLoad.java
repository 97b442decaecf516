package dev.meshwright.workload;

import java.util.Arrays;
import java.util.SplittableRandom;

/** How the tokens of a layer spread over its routed experts. */
public sealed interface ExpertLoad permits ExpertLoad.Uniform, ExpertLoad.Zipf, ExpertLoad.Measured {

    /**
     * Share of each expert in the assignments of one layer; sums to 1.
     *
     * @param routedLayer number among the layers that route, from 0
     * @param experts experts of the layer
     */
    double[] shares(int routedLayer, int experts);

    /** Every expert gets the same. */
    record Uniform() implements ExpertLoad {
        @Override
        public double[] shares(int routedLayer, int experts) {
            double[] shares = new double[experts];
            Arrays.fill(shares, 1.0 / experts);
            return shares;
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

    /**
     * Recorded assignments.
     *
     * @param counts {@code [routed layer][expert]}, any positive scale
     * @param source file the counts come from
     */
    record Measured(double[][] counts, String source) implements ExpertLoad {
        public Measured {
            counts = Arrays.stream(counts).map(double[]::clone).toArray(double[][]::new);
        }

        @Override
        public double[] shares(int routedLayer, int experts) {
            double[] row = counts[routedLayer];
            double sum = Arrays.stream(row).sum();
            return Arrays.stream(row).map(count -> count / sum).toArray();
        }
    }
}
