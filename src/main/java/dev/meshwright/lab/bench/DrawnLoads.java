package dev.meshwright.lab.bench;

import dev.meshwright.facts.workload.RecordedLoads;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Loads that are drawn, for benchmarks that run without recorded ones.
 *
 * @param distribution {@code lognormal}: exp of a normal variable; {@code zipf}: 1 / rank^parameter in random order
 * @param parameter standard deviation, or exponent
 * @param profiles of each, half of the variance of the logarithm is common to all
 */
public record DrawnLoads(String distribution, double parameter, int layers, int experts, int profiles)
        implements BenchLoads {

    private static final double ROW_BYTES = 24;

    /**
     * One matrix per profile. Logarithms are normal, or minus the parameter times the logarithm of a random rank; with several
     * profiles half of the variance is common to all.
     */
    @Override
    public List<RecordedLoads> of(long seed) {
        Random random = new Random(seed);
        double[][] common = logarithms(random);
        List<RecordedLoads> drawn = new ArrayList<>();
        for (int profile = 0; profile < profiles; profile++) {
            double[][] own = profiles > 1 ? logarithms(random) : common;
            double part = profiles > 1 ? Math.sqrt(0.5) : 1;
            double[][] loads = new double[layers][experts];
            for (int layer = 0; layer < loads.length; layer++) {
                for (int expert = 0; expert < loads[layer].length; expert++) {
                    double other = profiles > 1 ? part * own[layer][expert] : 0;
                    loads[layer][expert] = Math.exp(part * common[layer][expert] + other);
                }
            }
            drawn.add(new RecordedLoads("profile " + profile, loads, 0, 0, Optional.empty()));
        }
        return drawn;
    }

    /** A double for each, and logarithms of their own and in common, with a row's header for each layer. */
    @Override
    public double bytes() {
        return (2.0 + profiles) * layers * (Double.BYTES * (double) experts + ROW_BYTES);
    }

    private double[][] logarithms(Random random) {
        double[][] logarithms = new double[layers][experts];
        for (double[] row : logarithms) {
            if (distribution.equals("zipf")) {
                Arrays.setAll(row, rank -> -parameter * Math.log(rank + 1));
                shuffle(row, random);
            } else {
                Arrays.setAll(row, expert -> parameter * random.nextGaussian());
            }
        }
        return logarithms;
    }

    private static void shuffle(double[] row, Random random) {
        for (int last = row.length - 1; last > 0; last--) {
            int other = random.nextInt(last + 1);
            double value = row[last];
            row[last] = row[other];
            row[other] = value;
        }
    }
}
