package dev.meshwright.cost.memory;

import dev.meshwright.base.derivation.Term;
import dev.meshwright.cost.evaluation.MemoryComponent;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Degrees;

/**
 * Gradients and optimizer state of one GPU in mixed-precision training with Adam.
 *
 * <pre>
 * gradients  4 bytes per weight, 2 where the recipe sums in 16 bits, sharded from ZeRO stage 2
 * optimizer 12 bytes per weight (FP32 master weight, m and v)  sharded from ZeRO stage 1
 * weights    2 bytes                                           sharded from ZeRO stage 3
 * shards     data * replicas of dense weights, expertData * replicas of expert weights
 * </pre>
 *
 * <p>ZeRO: arXiv 1910.02054, section 3.1, with gradients in FP32 as Megatron-LM keeps them unless told otherwise.
 *
 * @param gradientBytes of a weight
 * @param dense weights on the GPU outside routed experts
 * @param experts weights of routed experts on the GPU
 * @param zeroStage 0 to 3
 * @param denseShards GPUs that share the state of a dense weight
 * @param expertShards GPUs that share the state of an expert weight
 */
record TrainingState(
        double gradientBytes, double dense, double experts, int zeroStage, double denseShards, double expertShards) {

    private static final double OPTIMIZER_BYTES = 12;

    static TrainingState of(Training training, Degrees degrees, double dense, double experts) {
        return new TrainingState(
                training.recipe().gradientBytes(),
                dense,
                experts,
                training.zeroStage(),
                (double) degrees.data() * degrees.replicas(),
                degrees.expertCopies());
    }

    private double sharded() {
        return dense / denseShards + experts / expertShards;
    }

    /** Share of the weights that the GPU holds. */
    double weightShare() {
        return zeroStage >= 3 ? sharded() / (dense + experts) : 1;
    }

    /** Books gradients and optimizer state. */
    void addBytes(double[] bytes, RowNotes notes) {
        row(MemoryComponent.GRADIENTS, gradientBytes, 2, bytes, notes);
        row(MemoryComponent.OPTIMIZER, OPTIMIZER_BYTES, 1, bytes, notes);
    }

    private void row(MemoryComponent row, double perWeight, int shardedFrom, double[] bytes, RowNotes notes) {
        boolean shard = zeroStage >= shardedFrom;
        double value = perWeight * (shard ? sharded() : dense + experts);
        bytes[row.ordinal()] = value;
        if (notes.active()) {
            notes.part(
                    row,
                    value,
                    "perWeight * (dense / denseShards + experts / expertShards)",
                    "ZeRO (arXiv 1910.02054)",
                    Term.count("perWeight", perWeight),
                    Term.count("dense", dense),
                    Term.count("denseShards", shard ? denseShards : 1),
                    Term.count("experts", experts),
                    Term.count("expertShards", shard ? expertShards : 1));
        }
    }
}
