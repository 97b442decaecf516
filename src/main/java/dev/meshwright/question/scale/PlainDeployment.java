package dev.meshwright.question.scale;

import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.SearchLimits;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.question.scale.node.SizeBounds;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What an engine does without being told more than the tensor-parallel degree, a roadmap's "today": attention and experts
 * split over the GPUs of a node (or the most that divide the model), one stage where it fits, copies of that on the other
 * GPUs, no redundant experts, nothing overlapped, and as many sequences per instance as the problem states or else as vLLM
 * takes by default.
 */
final class PlainDeployment {

    /**
     * Sequences in flight that an instance takes by default: vLLM's {@code max_num_seqs} (vllm/engine/arg_utils.py,
     * EngineArgs.get_batch_defaults) on GPUs of at least 70 GiB other than A100, and on the others.
     */
    private static final int LARGE_GPU_SEQUENCES = 1024;

    private static final int SMALL_GPU_SEQUENCES = 256;
    private static final double LARGE_GPU_BYTES = 70 * 1024.0 * 1024 * 1024;

    private final Problem problem;

    PlainDeployment(Problem problem) {
        this.problem = problem;
    }

    /** Its limits, the preferred ones first: fewest stages, then the largest tensor-parallel degree of a node. */
    List<SearchLimits> candidates() {
        int node = problem.cluster().nodes().stream()
                .mapToInt(group -> group.gpusPerNode())
                .min()
                .orElseThrow();
        List<SearchLimits> candidates = new ArrayList<>();
        for (int pipeline = 1;
                pipeline <= problem.model().depth()
                        && node * pipeline <= problem.cluster().gpus();
                pipeline *= 2) {
            for (int tensor = node; tensor >= 1; tensor--) {
                if (node % tensor == 0 && SearchLimits.allows(problem.limits().tensor(), tensor)) {
                    candidates.add(limits(tensor, pipeline));
                }
            }
        }
        return candidates;
    }

    /** What it is, in words. */
    String words() {
        String batch;
        if (problem.workload() instanceof Training) {
            batch = "the problem's batch";
        } else if (!SizeBounds.concurrencyFree(problem)) {
            batch = "the problem's sequences";
        } else {
            batch = "at most " + String.format(Locale.ROOT, "%,d", sequences())
                    + " sequences per instance (vLLM's default max_num_seqs)";
        }
        return "plain deployment: tensor parallelism inside a node, no redundant experts, flat all-to-all, nothing"
                + " overlapped, " + batch;
    }

    private int sequences() {
        return problem.cluster().nodes().stream()
                .mapToInt(group -> sequences(group.gpu()))
                .min()
                .orElseThrow();
    }

    private static int sequences(Gpu gpu) {
        boolean large = gpu.memoryBytes() >= LARGE_GPU_BYTES
                && !gpu.name().toLowerCase(Locale.ROOT).contains("a100");
        return large ? LARGE_GPU_SEQUENCES : SMALL_GPU_SEQUENCES;
    }

    private SearchLimits limits(int tensor, int pipeline) {
        SearchLimits own = problem.limits();
        List<Integer> batches = SizeBounds.concurrencyFree(problem)
                ? IntStream.rangeClosed(1, Math.max(1, sequences() / pipeline))
                        .filter(batch -> SearchLimits.allows(own.microBatch(), batch))
                        .boxed()
                        .toList()
                : own.microBatch();
        return new SearchLimits(
                        List.of(tensor),
                        List.of(1),
                        List.of(1),
                        List.of(),
                        List.of(pipeline),
                        List.of(),
                        batches,
                        own.maxPipeline(),
                        own.tensorWithinNode(),
                        0)
                .withEngines(own);
    }
}
