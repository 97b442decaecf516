package dev.meshwright.placement.experts.start;

import dev.meshwright.placement.experts.PlainLayer;
import java.util.Arrays;

/** Replica counts: each redundant slot goes to the expert whose slots cost most at present. */
public final class GreedyReplication {
    private GreedyReplication() {}

    /** Minimises the costliest slot: [expert] to replicas, at least 1 each, the slots in sum. */
    public static int[] replicas(PlainLayer layer) {
        int experts = layer.experts();
        int[] replicas = new int[experts];
        Arrays.fill(replicas, 1);
        long[] nanoseconds = new long[experts];
        Arrays.setAll(nanoseconds, expert -> layer.slotNanoseconds(expert, 1));
        for (int spare = layer.slots() - experts; spare > 0; spare--) {
            int costliest = -1;
            for (int expert = 0; expert < experts; expert++) {
                boolean open = replicas[expert] < layer.maxReplicas();
                if (open && (costliest < 0 || costlier(layer, expert, costliest, nanoseconds, replicas))) {
                    costliest = expert;
                }
            }
            replicas[costliest]++;
            nanoseconds[costliest] = layer.slotNanoseconds(costliest, replicas[costliest]);
        }
        return replicas;
    }

    /** Equal costs, which saturating costs have, are told apart by the share of a replica. */
    private static boolean costlier(PlainLayer layer, int expert, int other, long[] nanoseconds, int[] replicas) {
        return nanoseconds[expert] > nanoseconds[other]
                || (nanoseconds[expert] == nanoseconds[other]
                        && layer.share(expert) / replicas[expert] > layer.share(other) / replicas[other]);
    }
}
