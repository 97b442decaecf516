package dev.meshwright.launch.pool;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a launch cuts and copies a model.
 *
 * @param tensor GPUs that split attention, t
 * @param data attention copies, d
 * @param expert ranks over which routed experts are spread, e; empty for a dense model, or where it cannot follow
 * @param expertTensor ranks that split an expert, x
 * @param expertData copies of the experts in a stage, y
 * @param denseTensor ranks that split dense layers
 * @param sharedTensor ranks that split shared experts
 * @param pipeline stages, p
 * @param stages layers of each stage, or of each chunk in the order of the layout, where they are stated or follow
 * @param virtualStages chunks of a stage
 * @param prefillContext ranks that share a sequence in prefill or training
 * @param decodeContext ranks of a tensor group that share the cache of a sequence
 * @param replicas servers alike
 */
public record PoolLayout(
        int tensor,
        int data,
        OptionalInt expert,
        OptionalInt expertTensor,
        OptionalInt expertData,
        int denseTensor,
        int sharedTensor,
        int pipeline,
        Optional<List<Integer>> stages,
        int virtualStages,
        int prefillContext,
        int decodeContext,
        int replicas) {

    public PoolLayout {
        stages = stages.map(List::copyOf);
    }

    /** GPUs of a server: {@code t d c p}. */
    public int gpusPerServer() {
        return tensor * data * prefillContext * pipeline;
    }

    /** GPUs of all servers. */
    public int gpus() {
        return gpusPerServer() * replicas;
    }

    /** Ranks of a stage: {@code t d c}. */
    public int stageRanks() {
        return tensor * data * prefillContext;
    }
}
