package dev.meshwright.answer.explain.pool;

import dev.meshwright.cost.pool.PoolsEvaluation;
import dev.meshwright.cost.pool.PoolsModel;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.TargetOutcome;
import dev.meshwright.layout.PoolRole;
import dev.meshwright.layout.Pools;
import dev.meshwright.question.search.TargetedSearch;
import dev.meshwright.question.search.pool.PoolResult;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The argument for a plan of two pools.
 *
 * @param problem that it is for
 * @param pools complete
 * @param evaluation exact
 * @param shares each pool by itself, prompts first
 * @param targets each target that the problem states beside what is reached
 * @param gain what prompts and answers on the same GPUs reach; empty where nobody asked
 * @param proof why nothing else is better; empty for a plan that somebody else wrote
 */
public record PoolArgument(
        Problem problem,
        Pools pools,
        PoolsEvaluation evaluation,
        List<PoolShare> shares,
        List<TargetOutcome> targets,
        Optional<Gain> gain,
        Optional<PoolProof> proof) {

    public PoolArgument {
        shares = List.copyOf(shares);
        targets = List.copyOf(targets);
    }

    /** A plan by itself. */
    public static PoolArgument of(PoolsModel model, Pools pools, PoolsEvaluation evaluation) {
        Problem problem = model.question().problem();
        return new PoolArgument(
                problem,
                pools,
                evaluation,
                Arrays.stream(PoolRole.values())
                        .map(role -> PoolShare.of(role, model, pools, evaluation))
                        .toList(),
                evaluation.together().performance().against(problem.targets(), evaluation.gpus()),
                Optional.empty(),
                Optional.empty());
    }

    /**
     * The best plan of a search.
     *
     * @param aggregated what was found with prompts and answers on the same GPUs; empty where that was not asked
     * @throws java.util.NoSuchElementException if the search found none
     */
    public static PoolArgument of(PoolsModel model, PoolResult result, Optional<TargetedSearch.Found> aggregated) {
        PoolResult.Found found = result.best().orElseThrow();
        PoolArgument plan = of(model, found.pools(), found.evaluation());
        double tokens = found.evaluation().together().performance().tokensPerSecond();
        return new PoolArgument(
                plan.problem(),
                plan.pools(),
                plan.evaluation(),
                plan.shares(),
                plan.targets(),
                aggregated.filter(other -> other.result().best().isPresent()).map(other -> Gain.of(other, tokens)),
                Optional.of(PoolProof.of(plan.problem(), result)));
    }

    /** Whether a target is missed that the problem states. */
    public boolean missesTarget() {
        return !evaluation.missedTargets().isEmpty();
    }

    /** GPUs of the cluster. */
    public int cluster() {
        return problem.cluster().gpus();
    }
}
