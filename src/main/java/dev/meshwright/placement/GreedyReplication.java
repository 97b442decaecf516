package dev.meshwright.placement;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Replica counts: each redundant slot goes to the expert whose slots cost most at present. */
final class GreedyReplication {
    private GreedyReplication() {}

    /** Minimises the costliest slot: [expert] to replicas, at least 1 each, the slots in sum. */
    static int[] replicas(LayerProblem layer) {
        int[] replicas = new int[layer.experts()];
        Arrays.fill(replicas, 1);
        Comparator<Integer> costliestFirst = Comparator.<Integer>comparingLong(
                        expert -> -layer.slotNanoseconds(expert, replicas[expert]))
                .thenComparing(expert -> -layer.share(expert) / replicas[expert])
                .thenComparing(expert -> expert);
        PriorityQueue<Integer> experts = new PriorityQueue<>(costliestFirst);
        for (int expert = 0; expert < replicas.length; expert++) {
            experts.add(expert);
        }
        for (int spare = layer.slots() - replicas.length; spare > 0; spare--) {
            int expert = experts.remove();
            replicas[expert]++;
            if (replicas[expert] < layer.maxReplicas()) {
                experts.add(expert);
            }
        }
        return replicas;
    }
}
