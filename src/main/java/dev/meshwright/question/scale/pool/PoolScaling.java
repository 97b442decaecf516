package dev.meshwright.question.scale.pool;

import dev.meshwright.cost.engine.Question;
import dev.meshwright.facts.workload.Disaggregation;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.question.scale.node.NodeTypeScaling;
import dev.meshwright.question.scale.node.Size;
import dev.meshwright.question.search.Placers;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The answer of two pools for one kind of node.
 *
 * @param system for all GPUs together
 * @param perGpu for each GPU
 */
public record PoolScaling(PoolReach system, PoolReach perGpu) {

    /** Sizes to which the scope "per GPU" is scanned. */
    private static final int PER_GPU_SCAN = 64;

    /**
     * The answer.
     *
     * @param kind the answer where prompts and answers share GPUs: where these may, no size is tried that does not do with fewer
     * @param aim tokens per second
     * @param mostGpus largest cluster to try
     * @param progress is told in a few words what is done now
     */
    public static PoolScaling of(
            Question question,
            NodeTypeScaling kind,
            double aim,
            int mostGpus,
            Placers placers,
            Consumer<String> progress) {
        double roofline = kind.perGpu().roofline().tokensPerSecond();
        PoolScaler scaler = new PoolScaler(question, kind.nodeType(), roofline, placers, progress);
        boolean either = question.problem().workload() instanceof Serving serving
                && serving.disaggregation() == Disaggregation.BEST;
        int system = fewer(either ? kind.system().size() : Optional.empty(), mostGpus);
        int scanned = Math.min(mostGpus, Math.max(PER_GPU_SCAN, kind.nodeType().gpusPerNode()));
        int each = fewer(either && kind.perGpu().reachable() ? kind.perGpu().size() : Optional.empty(), scanned);
        return new PoolScaling(
                scaler.smallest(gpus -> aim, system),
                roofline < aim
                        ? new PoolReach(Optional.empty(), true, "The roofline of a GPU forbids it.")
                        : scaler.smallest(gpus -> aim * gpus, each));
    }

    private static int fewer(Optional<Size> shared, int most) {
        return shared.map(size -> size.gpus() - 1).orElse(most);
    }
}
