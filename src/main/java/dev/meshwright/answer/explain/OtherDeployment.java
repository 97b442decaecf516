package dev.meshwright.answer.explain;

import dev.meshwright.facts.problem.Problem;
import dev.meshwright.question.search.SearchResult;
import dev.meshwright.question.search.TargetedSearch;
import dev.meshwright.question.search.pool.PoolResult;

/**
 * What the proof of a deployment says of the other one, where either was asked for: of pools where prompts and answers share GPUs, and the
 * reverse.
 *
 * @param covered whether nothing of the other deployment can be better
 * @param words what it is, and what it cannot exceed
 */
public record OtherDeployment(boolean covered, String words) {

    private static final String POOLS = "prompts and answers on GPUs of their own";
    private static final String SHARED = "prompts and answers on the same GPUs";

    /** Bounds this close are equal: rounding. */
    private static final double ROUNDING = 1e-6;

    /**
     * Pools beside a layout of that worth.
     *
     * @param worth by the ranking of the problem; nothing where the layout misses a target
     */
    public static OtherDeployment pools(Problem problem, PoolResult result, double worth) {
        if (!result.complete()) {
            return new OtherDeployment(false, POOLS + ", whose search was cut off");
        }
        if (result.reason().isPresent() && result.combinations() == 0) {
            return new OtherDeployment(false, POOLS);
        }
        return result.best().isEmpty()
                ? new OtherDeployment(true, POOLS + ", of which none works")
                : judged(problem, POOLS, result.bound(), worth);
    }

    /** Layouts whose prompts and answers share GPUs beside pools of that worth. */
    public static OtherDeployment shared(Problem problem, TargetedSearch.Found found, double worth) {
        SearchResult result = found.result();
        if (!result.complete()) {
            return new OtherDeployment(false, SHARED + ", whose search was cut off");
        }
        if (result.best().isEmpty() || !found.problem().equals(problem)) {
            return new OtherDeployment(true, SHARED + ", of which no layout meets the targets");
        }
        return judged(problem, SHARED, result.bound(), worth);
    }

    private static OtherDeployment judged(Problem problem, String what, double bound, double worth) {
        boolean covered = bound <= worth + ROUNDING * Math.abs(worth);
        String most = "which by their bounds cannot " + Proof.value(problem, Proof.bound(problem, bound));
        return new OtherDeployment(covered, what + ", " + most);
    }
}
