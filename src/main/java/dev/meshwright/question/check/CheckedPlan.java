package dev.meshwright.question.check;

import dev.meshwright.cost.engine.Question;
import dev.meshwright.cost.evaluation.DegreeBound;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.Violation;
import dev.meshwright.replay.deployment.ServedRequests;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a plan is worth.
 *
 * @param question it was evaluated for: with more nodes than the real one where the plan asks for too many GPUs
 * @param degrees complete
 * @param violations every broken hard constraint of the real problem
 * @param evaluated the complete layout and its cost; empty where the plan's parts do not fit together
 * @param notes what was filled in, and how the plan was read
 */
public record CheckedPlan(
        Question question,
        Degrees degrees,
        List<Violation> violations,
        Optional<Evaluated> evaluated,
        List<String> notes) {

    /**
     * A complete layout and its cost.
     *
     * @param layout complete
     * @param evaluation with derivations
     * @param bound what no placement of the same degrees can beat
     * @param served what its requests wait for; empty where its loop was not replayed
     */
    public record Evaluated(Layout layout, Evaluation evaluation, DegreeBound bound, Optional<ServedRequests> served) {}

    public CheckedPlan {
        violations = List.copyOf(violations);
        notes = List.copyOf(notes);
    }

    /** The problem that it was evaluated for. */
    public Problem problem() {
        return question.problem();
    }

    /** The same with more notes. */
    public CheckedPlan withNotes(List<String> more) {
        List<String> all = new ArrayList<>(notes);
        all.addAll(more);
        return new CheckedPlan(question, degrees, violations, evaluated, all);
    }

    /** Whether no hard constraint is broken. */
    public boolean feasible() {
        return violations.isEmpty();
    }

    /** Whether it was evaluated and misses a target that the problem states. */
    public boolean missesTarget() {
        return evaluated
                .map(found -> !found.evaluation().missedTargets().isEmpty())
                .orElse(false);
    }
}
