package dev.meshwright.question.scale.node;

import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.engine.Question;
import dev.meshwright.cost.evaluation.DegreeBound;
import dev.meshwright.cost.evaluation.Infeasibility;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.facts.workload.Workload.Decode;
import dev.meshwright.facts.workload.Workload.Prefill;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Degrees;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Optimistic bounds of inference, each instance bounded once however many copies of it clusters of all sizes hold.
 *
 * <p>An instance does not know of its copies: its step takes what its own sequences take. With P places for sequences and a
 * bound of R tokens/s when all are taken, r copies that share C sequences reach at most {@code R r min(1, C / (r P))}.
 */
final class InstanceBounds {

    private final OptionalInt concurrency;
    private final CostModel costModel;
    private final Map<Degrees, Bound> known = new HashMap<>();

    /**
     * What a layout of degrees reaches at most.
     *
     * @param tokensPerSecond of the system; 0 where the degrees cannot work
     * @param infeasibility why they cannot; null where they may
     * @param memoryBytes of the heaviest GPU, at least
     * @param timeToFirstTokenSeconds at best; empty where the work has none or the degrees do not fit into memory
     * @param timePerOutputTokenSeconds likewise
     */
    record Bound(
            double tokensPerSecond,
            @Nullable Infeasibility infeasibility,
            double memoryBytes,
            OptionalDouble timeToFirstTokenSeconds,
            OptionalDouble timePerOutputTokenSeconds) {
        static Bound of(DegreeBound bound) {
            return new Bound(
                    bound.mayWork() ? bound.performance().tokensPerSecond() : 0,
                    bound.infeasibility(),
                    bound.memoryBytes(),
                    bound.performance().timeToFirstTokenSeconds(),
                    bound.performance().timePerOutputTokenSeconds());
        }

        /** The same for all copies together, whose users wait as long as those of one. */
        private Bound times(double factor) {
            return new Bound(
                    tokensPerSecond * factor,
                    infeasibility,
                    memoryBytes,
                    timeToFirstTokenSeconds,
                    timePerOutputTokenSeconds);
        }
    }

    InstanceBounds(Question question, NodeType nodeType) {
        Problem problem = question.problem();
        this.concurrency = problem.workload().concurrency();
        Question free = question.with(problem.withWorkload(withoutConcurrency(problem.workload())));
        int nodes = Math.ceilDiv(nodeType.gpu().linkDomain(), nodeType.gpusPerNode());
        this.costModel = new CostModel(nodeType.question(free, Math.max(1, nodes) * nodeType.gpusPerNode()));
    }

    private static Workload withoutConcurrency(Workload workload) {
        return switch (workload) {
            case Prefill prefill -> new Prefill(prefill.lengths(), OptionalInt.empty());
            case Decode decode -> new Decode(decode.lengths(), decode.outputTokens(), OptionalInt.empty());
            case Serving serving -> new Serving(serving.lengths(), serving.outputTokens(), OptionalInt.empty());
            case Training training ->
                throw new IllegalArgumentException("The copies of a training layout share a batch.");
        };
    }

    /** The bound of {@code degrees}, all copies together. */
    Bound of(Degrees degrees) {
        Bound one = known.computeIfAbsent(degrees.withReplicas(1), this::alone);
        double share = concurrency.isPresent() ? Math.min(1, concurrency.getAsInt() / (double) degrees.sequences()) : 1;
        return one.times(degrees.replicas() * share);
    }

    private Bound alone(Degrees degrees) {
        return Bound.of(costModel.bound(degrees));
    }
}
