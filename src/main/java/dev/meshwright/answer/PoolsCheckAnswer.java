package dev.meshwright.answer;

import dev.meshwright.answer.explain.pool.PoolArgument;
import dev.meshwright.question.check.pool.CheckedPools;
import java.util.List;
import java.util.Optional;

/**
 * What a plan of two pools that somebody else wrote is worth.
 *
 * @param plan completed, with the constraints that it breaks
 * @param argument the plan and what it costs; empty where its parts do not fit together
 * @param assumed what the problem did not state, and what was calibrated
 */
public record PoolsCheckAnswer(CheckedPools plan, Optional<PoolArgument> argument, List<String> assumed) {

    public PoolsCheckAnswer {
        assumed = List.copyOf(assumed);
    }

    /** Whether it was evaluated and misses a target that the problem states. */
    public boolean missesTarget() {
        return argument.filter(PoolArgument::missesTarget).isPresent();
    }
}
