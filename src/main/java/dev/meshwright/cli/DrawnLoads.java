package dev.meshwright.cli;

import dev.meshwright.facts.workload.RecordedLoads;
import dev.meshwright.io.measured.BenchFiles.Drawn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Loads for benchmarks that need no recorded ones. */
final class DrawnLoads {

    private DrawnLoads() {}

    /**
     * One matrix per profile. Logarithms are normal, or minus the parameter times the logarithm of a random rank; with several
     * profiles half of the variance is common to all.
     */
    static List<RecordedLoads> draw(Drawn drawn, long seed) {
        Random random = new Random(seed);
        double[][] common = logarithms(drawn, random);
        List<RecordedLoads> profiles = new ArrayList<>();
        for (int profile = 0; profile < drawn.profiles(); profile++) {
            double[][] own = drawn.profiles() > 1 ? logarithms(drawn, random) : common;
            double part = drawn.profiles() > 1 ? Math.sqrt(0.5) : 1;
            double[][] loads = new double[drawn.layers()][drawn.experts()];
            for (int layer = 0; layer < loads.length; layer++) {
                for (int expert = 0; expert < loads[layer].length; expert++) {
                    double other = drawn.profiles() > 1 ? part * own[layer][expert] : 0;
                    loads[layer][expert] = Math.exp(part * common[layer][expert] + other);
                }
            }
            profiles.add(new RecordedLoads("profile " + profile, loads, 0, 0, Optional.empty()));
        }
        return profiles;
    }

    private static double[][] logarithms(Drawn drawn, Random random) {
        double[][] logarithms = new double[drawn.layers()][drawn.experts()];
        for (double[] row : logarithms) {
            if (drawn.distribution().equals("zipf")) {
                Arrays.setAll(row, rank -> -drawn.parameter() * Math.log(rank + 1));
                shuffle(row, random);
            } else {
                Arrays.setAll(row, expert -> drawn.parameter() * random.nextGaussian());
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
