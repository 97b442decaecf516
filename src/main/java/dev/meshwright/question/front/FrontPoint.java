package dev.meshwright.question.front;

import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.engine.Question;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.cost.pool.PoolsModel;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.replay.deployment.LoopReplays;
import dev.meshwright.replay.deployment.ServedRequests;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A plan on the front.
 *
 * @param plan the layouts and what they cost
 * @param gpus of the cluster
 * @param concurrency sequences in flight that were asked for; empty where their number was free
 * @param limitSeconds longest time between output tokens that its search allowed; infinite where it allowed any
 * @param bound tokens per second that no plan exceeds which keeps that limit
 * @param complete whether the search ran to its end
 * @param served what its requests wait for, from a replay of its loop; empty where it was not replayed
 */
public record FrontPoint(
        FrontPlan plan,
        int gpus,
        OptionalInt concurrency,
        double limitSeconds,
        double bound,
        boolean complete,
        Optional<ServedRequests> served) {

    /**
     * The slow end of a front, as a search for the most tokens within the targets found it.
     *
     * @param bound tokens per second that no plan exceeds which keeps them
     */
    public static FrontPoint mostTokens(
            Problem problem, FrontPlan plan, double bound, boolean complete, Optional<ServedRequests> served) {
        return new FrontPoint(
                plan,
                problem.cluster().gpus(),
                problem.workload().concurrency(),
                problem.targets().timePerOutputTokenSeconds().orElse(Double.POSITIVE_INFINITY),
                bound,
                complete,
                served);
    }

    /** The same with its loop replayed, where {@code loops} wants that, as {@code question} asks it. */
    FrontPoint replayed(Question question, LoopReplays loops) {
        Optional<ServedRequests> requests =
                switch (plan) {
                    case FrontPlan.Shared shared ->
                        loops.of(
                                new CostModel(question),
                                shared.layout().degrees(),
                                shared.candidate().evaluation());
                    case FrontPlan.Split split ->
                        loops.of(
                                new PoolsModel(question),
                                split.found().pools(),
                                split.found().evaluation());
                };
        return new FrontPoint(plan, gpus, concurrency, limitSeconds, bound, complete, requests);
    }

    private Performance performance() {
        return plan.performance();
    }

    /**
     * Sequences that answers are written of at once: those in flight where all GPUs do the same, and those of the decode pool where it is full.
     *
     * @param workload of the problem
     */
    public double sequences(Workload workload) {
        return concurrency.isPresent()
                ? concurrency.getAsInt()
                : switch (plan) {
                    case FrontPlan.Shared shared -> shared.layout().degrees().sequences(workload);
                    case FrontPlan.Split split ->
                        split.found().pools().decode().degrees().sequences(workload);
                };
    }

    /** Counted tokens per second of the cluster. */
    public double tokensPerSecond() {
        return performance().tokensPerSecond();
    }

    /** The same of each GPU of the cluster, idle ones included. */
    public double perGpu() {
        return tokensPerSecond() / gpus;
    }

    /** Seconds between output tokens. */
    public double timePerOutputToken() {
        return performance().timePerOutputTokenSeconds().orElseThrow();
    }

    /** Tokens per second that one user reads. */
    public double perUser() {
        return 1 / timePerOutputToken();
    }

    /** Seconds to the first token; empty in decode. */
    public OptionalDouble timeToFirstToken() {
        return performance().timeToFirstTokenSeconds();
    }

    /**
     * Share by which a plan that serves users as fast may make more: whoever is as fast as this one keeps the limit of its search. Infinite
     * where that is not known.
     */
    public double gap() {
        return Math.max(0, bound / tokensPerSecond() - 1);
    }

    /** Whether another point is no slower for users and makes no less, and is better in one of both. */
    boolean dominatedBy(FrontPoint other) {
        boolean noWorse =
                other.timePerOutputToken() <= timePerOutputToken() && other.tokensPerSecond() >= tokensPerSecond();
        return noWorse
                && (other.timePerOutputToken() < timePerOutputToken() || other.tokensPerSecond() > tokensPerSecond());
    }
}
