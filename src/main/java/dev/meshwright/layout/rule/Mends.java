package dev.meshwright.layout.rule;

import dev.meshwright.layout.Degrees;

/** The smallest changes that mend broken rules of degrees: never to a value that is there already. */
final class Mends {

    static final String SLOW_LINKS = "allow slow links with search.tensorWithinNode: false.";

    private Mends() {}

    /** For more chunks than layers. */
    static String stages(Degrees degrees, int depth) {
        if (degrees.virtualStages() <= depth) {
            return "Set pipeline to at most " + depth / degrees.virtualStages() + ".";
        }
        return degrees.pipeline() <= depth
                ? "Set virtualStages to at most " + depth / degrees.pipeline() + "."
                : "Set virtualStages to 1 and pipeline to at most " + depth + ".";
    }

    /** The batch of an attention rank that makes {@code globalBatch}; copies that share a sequence count as one. */
    static String batch(Degrees degrees, int globalBatch) {
        long copies = (long) degrees.data() * degrees.replicas();
        long shared = (long) globalBatch * degrees.context();
        if (shared % copies != 0) {
            return degrees.context() == 1
                    ? "Choose data x replicas that divides " + globalBatch + "."
                    : "Choose data x replicas that divides " + globalBatch + " x " + degrees.context()
                            + " (global batch x context).";
        }
        long perRank = shared / copies;
        if (perRank % degrees.microBatch() == 0) {
            return "Set microBatches to " + perRank / degrees.microBatch() + ".";
        }
        long microBatch = Math.min(degrees.microBatch(), perRank);
        while (perRank % microBatch != 0) {
            microBatch--;
        }
        return "Set microBatch to " + microBatch
                + (perRank / microBatch == degrees.microBatches()
                        ? "."
                        : " and microBatches to " + perRank / microBatch + ".");
    }

    /** The largest number up to {@code atMost} that divides {@code number}. */
    static int largestDivisor(int number, int atMost) {
        int divisor = Math.min(number, atMost);
        while (divisor > 1 && number % divisor != 0) {
            divisor--;
        }
        return Math.max(1, divisor);
    }
}
