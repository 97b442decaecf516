package dev.meshwright.answer.explain.judgement;

import dev.meshwright.cost.evaluation.Component;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Evaluation.Phase;
import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.model.Precisions;
import dev.meshwright.facts.problem.Problem;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * What keeps a micro-batch from passing faster: the resource whose kernels and messages take most of its way through
 * the model, and the largest of them.
 *
 * @param resource which is used to the full for the longest time
 * @param resourceShare of the micro-batch's seconds, nothing hidden
 * @param component that takes longest on it
 * @param componentShare of the micro-batch's seconds
 * @param seconds of the whole way
 */
public record Binding(
        Resource resource, double resourceShare, Component component, double componentShare, double seconds) {

    /** What a kernel or a message waits for. */
    public enum Resource {
        ARITHMETIC("arithmetic (FLOP/s)"),
        MEMORY_BANDWIDTH("memory bandwidth"),
        LINKS("links between GPUs of an island"),
        NETWORK("network between islands"),
        OVERHEAD("launches and scheduling");

        private final String label;

        Resource(String label) {
            this.label = label;
        }

        /** For people. */
        public String label() {
            return label;
        }
    }

    /** What binds the main pass of an evaluated layout: the decode step in serving. */
    public static Binding of(Problem problem, Evaluation evaluation) {
        Gpu gpu = gpu(problem, evaluation.stages().getFirst().gpu());
        Map<Resource, Double> seconds = new EnumMap<>(Resource.class);
        Map<Resource, Phase> largest = new EnumMap<>(Resource.class);
        double total = 0;
        for (Phase phase : evaluation.phases()) {
            if (phase.component().oncePerStep()) {
                continue;
            }
            Resource resource = resource(phase, gpu, problem.model().precisions());
            seconds.merge(resource, phase.seconds(), Double::sum);
            largest.merge(resource, phase, (one, other) -> one.seconds() >= other.seconds() ? one : other);
            total += phase.seconds();
        }
        Resource longest = Resource.OVERHEAD;
        for (Map.Entry<Resource, Double> entry : seconds.entrySet()) {
            if (entry.getValue() > seconds.getOrDefault(longest, 0.0)) {
                longest = entry.getKey();
            }
        }
        Phase phase = Objects.requireNonNull(largest.get(longest));
        return new Binding(
                longest, seconds.getOrDefault(longest, 0.0) / total, phase.component(), phase.seconds() / total, total);
    }

    /** What {@code phase} waits for on {@code gpu}: of arithmetic and memory, the one that is longer at peak. */
    static Resource resource(Phase phase, Gpu gpu, Precisions precisions) {
        return switch (phase.component().kind()) {
            case OVERHEAD -> Resource.OVERHEAD;
            case COMMUNICATION -> phase.networkBytes() > 0 ? Resource.NETWORK : Resource.LINKS;
            case COMPUTE -> {
                double atPeak = phase.flops() / gpu.peakFlops(arithmetic(gpu, phase.component(), precisions));
                double atBandwidth = phase.memoryBytes() / gpu.memoryBandwidth();
                yield atPeak >= atBandwidth ? Resource.ARITHMETIC : Resource.MEMORY_BANDWIDTH;
            }
        };
    }

    /** The format that a GPU multiplies in: routed experts may be an exception. */
    static Precision arithmetic(Gpu gpu, Component component, Precisions precisions) {
        Precision weights = weights(component, precisions);
        return component == Component.EXPERTS ? gpu.expertArithmetic(weights) : gpu.arithmetic(weights);
    }

    /** The format of what a kernel multiplies by. */
    private static Precision weights(Component component, Precisions precisions) {
        return switch (component) {
            case QUERY_KEY_VALUE, INDEXER, ATTENTION_OUTPUT -> precisions.attention();
            case ATTENTION_CORE -> precisions.keyValueCache();
            case DENSE_IN, DENSE_OUT -> precisions.dense();
            case EXPERTS -> precisions.experts();
            case SHARED_IN, SHARED_OUT -> precisions.shared();
            case EMBEDDING, LM_HEAD -> precisions.embedding();
            case ROUTER,
                    DRAFT_MODEL,
                    ELEMENT_WISE,
                    OPTIMIZER,
                    ATTENTION_ALL_REDUCE,
                    FEED_FORWARD_ALL_REDUCE,
                    DISPATCH,
                    COMBINE,
                    GRADIENT_SUM,
                    LAYER_OVERHEAD,
                    LAUNCH_WAIT,
                    ROUTING_WAIT,
                    PIPELINE_HOP,
                    CONTEXT_EXCHANGE,
                    CACHE_EXCHANGE,
                    WEIGHT_GATHER,
                    GRADIENT_SYNC -> Precision.BF16;
        };
    }

    /** The GPU of that name in the problem's cluster. */
    static Gpu gpu(Problem problem, String name) {
        return problem.cluster().nodes().stream()
                .map(NodeGroup::gpu)
                .filter(gpu -> gpu.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
