package dev.meshwright.replay.deployment;

import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.pool.PoolsEvaluation;
import dev.meshwright.cost.pool.PoolsModel;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Pools;
import java.util.Optional;

/**
 * Whether the loops of plans are replayed, and from which seed.
 *
 * @param wanted whether they are; else the closed form is all there is
 * @param seed of what is drawn
 */
public record LoopReplays(boolean wanted, long seed) {

    /** The closed form alone. */
    public static final LoopReplays NONE = new LoopReplays(false, 0);

    /** What the requests of a plan wait for; empty where none is wanted, and where the plan serves nobody. */
    public Optional<ServedRequests> of(CostModel costModel, Degrees degrees, Evaluation evaluation) {
        return wanted ? Deployment.of(costModel, degrees, evaluation, seed).map(Deployment::served) : Optional.empty();
    }

    /** The same of a plan of two pools; empty where it breaks constraints. */
    public Optional<ServedRequests> of(PoolsModel model, Pools pools, PoolsEvaluation evaluation) {
        return wanted && evaluation.feasible()
                ? Optional.of(new PoolDeployment(model, pools, evaluation, seed).served())
                : Optional.empty();
    }
}
