package dev.meshwright.cost.bound;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * What a mixed cluster does to the longest stages of its replicas, at best.
 *
 * <p>A kind of GPU has the speed of its best ratio to the fastest kind over all layers, 1 at most, and a stage
 * that of its slowest GPU. A replica whose longest stage takes t does at most t times the speeds of its stages of the work
 * W, so over all replicas the rates add up to {@code sum of 1/t <= sum of speeds / W}: in the mean t is at least
 * {@code replicas W / sum of speeds}, the harmonic mean. What users see (tokens/s) is concave in these rates, so replicas of
 * that t bound the system.
 */
public final class StageSpeeds {

    private final int[] gpusOfSite;

    /** Speeds on a cluster with this many GPUs of each kind. */
    StageSpeeds(int[] gpusOfSite) {
        this.gpusOfSite = gpusOfSite.clone();
    }

    /**
     * Harmonic mean of the seconds of the replicas' longest stages, at least.
     *
     * @param seconds [kind][layer] of every layer on every kind of GPU
     */
    double longestStageSeconds(double[][] seconds, int gpusPerStage, int stages, int replicas) {
        int layers = seconds[0].length;
        double[] speeds = new double[seconds.length];
        double work = 0;
        for (int layer = 0; layer < layers; layer++) {
            double fastest = Double.POSITIVE_INFINITY;
            for (double[] kind : seconds) {
                fastest = Math.min(fastest, kind[layer]);
            }
            work += fastest;
            for (int kind = 0; kind < speeds.length && fastest > 0; kind++) {
                speeds[kind] = Math.max(speeds[kind], fastest / seconds[kind][layer]);
            }
        }
        return replicas * work / totalSpeed(speeds, gpusPerStage, stages * replicas);
    }

    /** Sum of the speeds of {@code stages} stages if the fastest GPUs are taken first and kept together. */
    private double totalSpeed(double[] speeds, int gpusPerStage, int stages) {
        int[] fastestFirst = IntStream.range(0, speeds.length)
                .boxed()
                .sorted(Comparator.comparingDouble(kind -> -speeds[kind]))
                .mapToInt(Integer::intValue)
                .toArray();
        double sum = 0;
        int held = 0;
        int done = 0;
        for (int kind : fastestFirst) {
            held += gpusOfSite[kind];
            // A stage that starts on faster GPUs and ends on these is as slow as these.
            int ended = Math.min(stages, held / gpusPerStage);
            sum += (ended - done) * speeds[kind];
            done = ended;
        }
        return sum;
    }
}
