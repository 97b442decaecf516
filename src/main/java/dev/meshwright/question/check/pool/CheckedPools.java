package dev.meshwright.question.check.pool;

import dev.meshwright.cost.pool.PoolsEvaluation;
import dev.meshwright.layout.Pools;
import dev.meshwright.layout.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a plan of two pools is worth.
 *
 * @param violations every broken hard constraint
 * @param evaluated the complete plan and its cost; empty where its parts do not fit together
 * @param notes what was filled in, and how the plan was read
 */
public record CheckedPools(List<Violation> violations, Optional<Evaluated> evaluated, List<String> notes) {

    /** A complete plan and its cost. */
    public record Evaluated(Pools pools, PoolsEvaluation evaluation) {}

    public CheckedPools {
        violations = List.copyOf(violations);
        notes = List.copyOf(notes);
    }

    /** The same with more notes. */
    public CheckedPools withNotes(List<String> more) {
        List<String> all = new ArrayList<>(notes);
        all.addAll(more);
        return new CheckedPools(violations, evaluated, all);
    }

    /** Whether no hard constraint is broken. */
    public boolean feasible() {
        return violations.isEmpty();
    }
}
