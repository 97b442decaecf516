package dev.meshwright.answer.launch;

import dev.meshwright.answer.CheckAnswer;
import dev.meshwright.answer.PoolsCheckAnswer;
import dev.meshwright.launch.pool.Launch;
import dev.meshwright.launch.source.Role;
import java.util.List;
import java.util.Optional;

/**
 * What a launch means, whether it runs, and what its pools are worth.
 *
 * @param launch as read, with everything that is wrong with it
 * @param pools in the order of the launch; an evaluation where model and GPUs are known
 * @param together what a pool of prompts and one of answers are worth for a problem that both serve; empty where none was asked
 * @param notes what was not judged, and why
 */
public record LaunchAnswer(
        Launch launch, List<PoolAnswer> pools, Optional<PoolsCheckAnswer> together, List<String> notes) {

    public LaunchAnswer {
        pools = List.copyOf(pools);
        notes = List.copyOf(notes);
    }

    /** Whether no hard constraint is known to be broken. */
    public boolean feasible() {
        return launch.runs()
                && pools.stream().allMatch(PoolAnswer::feasible)
                && together.map(answer -> answer.plan().feasible()).orElse(true);
    }

    /** Whether nothing speaks against it, and no target is known to be missed. */
    public boolean meets() {
        return !launch.cautious()
                && pools.stream().noneMatch(PoolAnswer::misses)
                && together.filter(PoolsCheckAnswer::missesTarget).isEmpty();
    }

    /**
     * A pool of it.
     *
     * @param role of the pool
     * @param check of its plan; empty where something of it is not known, or where it was not asked
     */
    public record PoolAnswer(Role role, Optional<CheckAnswer> check) {

        /** Whether no hard constraint is known to be broken. */
        public boolean feasible() {
            return check.map(answer -> answer.plan().feasible()).orElse(true);
        }

        /** Whether a target is known to be missed. */
        public boolean misses() {
            return check.map(answer -> answer.plan().missesTarget()).orElse(false);
        }
    }
}
