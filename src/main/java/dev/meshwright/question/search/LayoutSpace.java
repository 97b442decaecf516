package dev.meshwright.question.search;

import dev.meshwright.facts.problem.Objective;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.SearchLimits;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.DegreeRules;
import dev.meshwright.layout.Degrees;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Every combination of degrees that the rules and the problem's limits allow.
 *
 * <p>An instance of the model takes a whole fraction of a node's GPUs or whole nodes, powers of two or not; as many
 * instances are used as fit, as the limits allow and, in training, as divide the batch (any number where fewest GPUs are
 * asked for). Within an instance every product
 * {@code tensor x data x pipeline} and every {@code expert x expertTensor = tensor x data} counts.
 */
public final class LayoutSpace implements DegreesSource {

    private final Problem problem;
    private final SearchLimits limits;
    private final DegreeRules rules;
    private final BatchChoices batches;
    private final int gpus;
    private final int experts;
    private final boolean uneven;

    /** The space of {@code problem}. */
    public LayoutSpace(Problem problem) {
        this.problem = problem;
        this.limits = problem.limits();
        this.rules = new DegreeRules(problem);
        this.batches = new BatchChoices(problem);
        this.gpus = problem.cluster().gpus();
        this.experts = rules.experts();
        this.uneven = !problem.expertLoad().even();
    }

    /** Calls {@code visitor} with every combination, always in the same order. */
    @Override
    public void forEach(Consumer<Degrees> visitor) {
        for (int instance : instanceSizes()) {
            for (int tensor : Divisors.of(instance)) {
                if (tensorAllowed(tensor)) {
                    for (int pipeline : Divisors.of(instance / tensor)) {
                        if (pipelineAllowed(pipeline)) {
                            forEach(tensor, instance / tensor / pipeline, pipeline, visitor);
                        }
                    }
                }
            }
        }
    }

    /** GPUs of one instance: divisors of a node, and whole nodes. */
    private List<Integer> instanceSizes() {
        int node = problem.cluster().nodes().stream()
                .mapToInt(group -> group.gpusPerNode())
                .min()
                .orElseThrow();
        List<Integer> sizes = new ArrayList<>();
        for (int size = 1; size <= gpus; size++) {
            if (node % size == 0 || size % node == 0 || gpus % size == 0 || gpus <= SMALL_CLUSTER) {
                sizes.add(size);
            }
        }
        return sizes;
    }

    /** Clusters of up to two usual nodes are searched with every instance size. */
    public static final int SMALL_CLUSTER = 16;

    private boolean tensorAllowed(int tensor) {
        return SearchLimits.allows(limits.tensor(), tensor) && rules.allowsTensor(tensor);
    }

    private boolean pipelineAllowed(int pipeline) {
        return SearchLimits.allows(limits.pipeline(), pipeline)
                && pipeline <= limits.maxPipeline()
                && pipeline <= problem.model().depth();
    }

    private void forEach(int tensor, int data, int pipeline, Consumer<Degrees> visitor) {
        // Copies of the attention part make sense only where they share experts.
        boolean dataAllowed = (experts > 0 || data == 1) && SearchLimits.allows(limits.data(), data);
        if (!dataAllowed) {
            return;
        }
        int most = Math.min(gpus / (tensor * data * pipeline), mostReplicas(data));
        for (int replicas = most; replicas >= 1; replicas--) {
            if (SearchLimits.allows(limits.replicas(), replicas) && shareable(data * replicas)) {
                List<BatchChoices.Choice> choices = batches.of(data * replicas, pipeline);
                for (int expert : experts == 0 ? List.of(1) : Divisors.of(tensor * data)) {
                    forEach(tensor, data, expert, pipeline, replicas, choices, visitor);
                }
                if (problem.objective() != Objective.GPUS) {
                    return;
                }
            }
        }
    }

    /** Whether so many attention ranks can share a step: a training batch must divide. */
    private boolean shareable(int attentionRanks) {
        return !(problem.workload() instanceof Training training) || training.globalBatch() % attentionRanks == 0;
    }

    /** No more attention ranks than there are sequences. */
    private int mostReplicas(int data) {
        OptionalInt sequences = problem.workload().stepSequences();
        return sequences.isPresent() ? sequences.getAsInt() / data : Integer.MAX_VALUE;
    }

    private void forEach(
            int tensor,
            int data,
            int expert,
            int pipeline,
            int replicas,
            List<BatchChoices.Choice> choices,
            Consumer<Degrees> visitor) {
        int expertTensor = experts == 0 ? 1 : tensor * data / expert;
        if (!SearchLimits.allows(limits.expert(), expert)
                || !SearchLimits.allows(limits.expertTensor(), expertTensor)
                || !rules.allowsExpertTensor(expertTensor)) {
            return;
        }
        int needed = experts == 0 ? 0 : Math.ceilDiv(experts, expert);
        int spare = uneven && experts > 0 ? limits.redundantSlotsPerRank() : 0;
        boolean first = true;
        for (BatchChoices.Choice choice : choices) {
            for (int slots = needed; slots <= needed + spare; slots++) {
                Degrees degrees = new Degrees(
                        tensor,
                        data,
                        expert,
                        expertTensor,
                        pipeline,
                        replicas,
                        choice.microBatch(),
                        choice.microBatches(),
                        choice.virtualStages(),
                        choice.recomputation(),
                        slots,
                        1);
                // Batch choices break no rule of their own, so the rules need checking once per set of degrees.
                if (first && !rules.violations(degrees).isEmpty()) {
                    return;
                }
                first = false;
                if (experts == 0 || slots <= experts) {
                    visitor.accept(degrees);
                }
            }
        }
    }
}
