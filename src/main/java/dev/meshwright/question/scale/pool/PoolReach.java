package dev.meshwright.question.scale.pool;

import dev.meshwright.cost.pool.PoolsModel;
import dev.meshwright.question.search.pool.PoolResult;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Whether two pools reach a target on a cluster of some size, and which is the smallest.
 *
 * @param plan on the smallest that does; empty where none was found
 * @param proven whether every smaller size that was to be tried is proven to miss it
 * @param proof the argument
 */
public record PoolReach(Optional<Plan> plan, boolean proven, String proof) {

    /**
     * Pools on a cluster.
     *
     * @param gpus of the cluster
     * @param model of the problem on it
     * @param found the pools
     */
    public record Plan(int gpus, PoolsModel model, PoolResult.Found found) {

        /** Output tokens per second of both pools. */
        public double tokensPerSecond() {
            return found.evaluation().together().performance().tokensPerSecond();
        }
    }

    /** Whether some size does. */
    public boolean reachable() {
        return plan.isPresent();
    }

    /** GPUs of the smallest. */
    public OptionalInt gpus() {
        return plan.map(found -> OptionalInt.of(found.gpus())).orElse(OptionalInt.empty());
    }
}
