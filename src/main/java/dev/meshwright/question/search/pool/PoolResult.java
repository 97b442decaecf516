package dev.meshwright.question.search.pool;

import dev.meshwright.cost.pool.PoolsEvaluation;
import dev.meshwright.layout.Pools;
import dev.meshwright.question.search.SearchResult.Candidate;
import java.util.Optional;

/**
 * What a search for two pools found, and why nothing is better.
 *
 * @param best the best plan; empty where no pair of instances works
 * @param bound worth that no pair of types in any numbers exceeds, by the ranking of the problem
 * @param gap by which another plan could exceed the best, at most; 0 where it is proven best
 * @param types types of instances looked at
 * @param searched of them whose best layout was searched for
 * @param combinations cuts of the model looked at
 * @param bounded families of degrees that were bounded
 * @param placed layouts of instances that were placed and evaluated
 * @param reason why nothing was found; empty where something was
 * @param complete whether the search ran to its proof, or was cut off
 * @param passedOver the best by the closed form, where a replay does not let it pass; what is proved is proved of the closed form
 */
public record PoolResult(
        Optional<Found> best,
        double bound,
        double gap,
        int types,
        int searched,
        long combinations,
        long bounded,
        int placed,
        Optional<String> reason,
        boolean complete,
        Optional<Found> passedOver) {

    /** Nothing was looked for. */
    public static PoolResult none(String reason) {
        return new PoolResult(
                Optional.empty(),
                Double.NEGATIVE_INFINITY,
                0,
                0,
                0,
                0,
                0,
                0,
                Optional.of(reason),
                true,
                Optional.empty());
    }

    /** The same search with a plan that a replay lets pass in place of its best; the bound stays. */
    PoolResult passingOver(Found late, Found choice) {
        double least = (bound - choice.worth()) / Math.abs(choice.worth());
        return new PoolResult(
                Optional.of(choice),
                bound,
                Math.max(gap, least),
                types,
                searched,
                combinations,
                bounded,
                placed,
                reason,
                complete,
                Optional.of(late));
    }

    /**
     * The best plan.
     *
     * @param pools complete
     * @param evaluation exact
     * @param prefill one of its prefill instances by itself
     * @param decode one of its decode instances by itself
     * @param worth by the ranking of the problem
     */
    public record Found(Pools pools, PoolsEvaluation evaluation, Candidate prefill, Candidate decode, double worth) {}
}
