package dev.meshwright.cost.schedule;

/**
 * Time of micro-batches through pipeline stages of unequal length.
 *
 * <p>Symbols: {@code sum} seconds of one micro-batch through all stages and hops, {@code max} seconds of the slowest
 * stage, m micro-batches, v virtual stages.
 */
public final class Schedule {

    private Schedule() {}

    /**
     * Seconds between two passes of the same micro-batch when m of them go round without end (decode, steady prefill):
     * {@code max(m * max, sum)}. With fewer micro-batches than stages the pipe idles.
     */
    public static double cycleSeconds(double sum, double max, int microBatches) {
        return Math.max(microBatches * max, sum);
    }

    /**
     * Seconds from the first micro-batch's start to the last one's end: {@code m * max + (sum - max) / v}. With v = 1 and
     * equal stages this is 1F1B's {@code (m + p - 1) * stage}; interleaving shortens fill and drain v times (Narayanan et
     * al. 2021, arXiv 2104.04473, section 2.2.2).
     */
    public static double makespanSeconds(double sum, double max, int microBatches, int virtualStages) {
        return microBatches * max + (sum - max) / virtualStages;
    }

    /**
     * Micro-batches whose activations stage {@code stage} of {@code stages} keeps at once: 1F1B {@code min(m, p - stage)};
     * interleaved {@code p (1 + (p - 1) / (p v))} on the first stage (Korthikanti et al. 2022, section 4.2.3), less one per
     * later stage.
     */
    public static double inFlight(int stage, int stages, int microBatches, int virtualStages) {
        if (virtualStages == 1) {
            return Math.min(microBatches, stages - stage);
        }
        double onFirst = stages * (1 + (stages - 1.0) / (stages * (double) virtualStages));
        return Math.min(microBatches, Math.max(1, onFirst - stage));
    }
}
