package dev.meshwright.workbench.pool;

import dev.meshwright.facts.problem.Objective;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.question.front.FrontPlan;
import dev.meshwright.question.front.FrontPoint;
import dev.meshwright.question.front.FrontSearch;
import dev.meshwright.question.search.SearchResult;
import dev.meshwright.question.search.TargetedSearch;
import dev.meshwright.question.search.pool.PoolResult;
import dev.meshwright.replay.deployment.ServedRequests;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a search for the most tokens found, as the slow end of the front: there it need not be searched for again.
 *
 * @param problem that was asked
 */
record SlowEnd(Problem problem) {

    /**
     * A layout whose prompts and answers share GPUs.
     *
     * @param pools what a search for pools found beside it, where that was asked, too
     */
    Optional<FrontPoint> of(TargetedSearch.Found found, Optional<PoolResult> pools) {
        SearchResult result = found.result();
        OptionalDouble most = bound(found);
        if (most.isEmpty() || result.best().isEmpty()) {
            return Optional.empty();
        }
        return point(
                new FrontPlan.Shared(result.best().get()),
                Math.max(most.getAsDouble(), pools.map(PoolResult::bound).orElse(0.0)),
                result.complete() && pools.map(PoolResult::complete).orElse(true),
                result.best().get().served());
    }

    /**
     * Pools.
     *
     * @param shared what a search for layouts of all GPUs found beside them, where that was asked, too
     */
    Optional<FrontPoint> of(PoolResult result, Optional<ServedRequests> served, Optional<TargetedSearch.Found> shared) {
        return result.best()
                .flatMap(best -> point(
                        new FrontPlan.Split(best),
                        Math.max(
                                result.bound(),
                                shared.map(this::bound)
                                        .orElse(OptionalDouble.empty())
                                        .orElse(0)),
                        result.complete()
                                && shared.map(found -> found.result().complete())
                                        .orElse(true),
                        served));
    }

    /** Tokens per second that no layout of all GPUs exceeds which keeps the targets; empty where none keeps them. */
    private OptionalDouble bound(TargetedSearch.Found found) {
        return found.problem().equals(problem)
                ? OptionalDouble.of(found.result().bound())
                : OptionalDouble.empty();
    }

    private Optional<FrontPoint> point(
            FrontPlan plan, double bound, boolean complete, Optional<ServedRequests> served) {
        return problem.objective() == Objective.THROUGHPUT
                        && FrontSearch.possible(problem.workload())
                        && Double.isFinite(bound)
                ? Optional.of(FrontPoint.mostTokens(problem, plan, bound, complete, served))
                : Optional.empty();
    }
}
