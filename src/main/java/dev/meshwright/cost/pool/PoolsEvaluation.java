package dev.meshwright.cost.pool;

import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.layout.PoolRole;
import dev.meshwright.layout.Violation;
import java.util.List;

/**
 * What a complete plan of two pools costs.
 *
 * @param prefill evaluation of the prefill pool, as a prefill workload
 * @param decode evaluation of the decode pool, as a decode workload
 * @param transfer of a request's cache between them
 * @param together what they reach
 * @param violations broken hard constraints of either pool, and of both together
 * @param missedTargets targets that they do not reach
 * @param gpus that they use
 * @param idle GPUs of the cluster that neither uses
 */
public record PoolsEvaluation(
        Evaluation prefill,
        Evaluation decode,
        CacheTransfer transfer,
        PoolPerformance together,
        List<Violation> violations,
        List<Violation> missedTargets,
        int gpus,
        int idle) {

    public PoolsEvaluation {
        violations = List.copyOf(violations);
        missedTargets = List.copyOf(missedTargets);
    }

    /** The evaluation of one pool. */
    public Evaluation of(PoolRole role) {
        return switch (role) {
            case PREFILL -> prefill;
            case DECODE -> decode;
        };
    }

    /** Whether no hard constraint is broken. */
    public boolean feasible() {
        return violations.isEmpty();
    }

    /** Output tokens per second of each GPU that the pools use. */
    public double tokensPerSecondPerGpu() {
        return together.performance().tokensPerSecond() / gpus;
    }
}
