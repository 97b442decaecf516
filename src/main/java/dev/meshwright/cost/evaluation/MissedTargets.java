package dev.meshwright.cost.evaluation;

import dev.meshwright.base.quantity.Comparison;
import dev.meshwright.facts.problem.Statistic;
import dev.meshwright.facts.problem.TargetOutcome;
import dev.meshwright.layout.Constraint;
import dev.meshwright.layout.Violation;
import java.util.List;

/** Targets that are missed, as violations. */
public final class MissedTargets {

    private MissedTargets() {}

    /** Those of {@code outcomes} that are missed. */
    public static List<Violation> among(List<TargetOutcome> outcomes) {
        return outcomes.stream()
                .filter(TargetOutcome::missed)
                .map(MissedTargets::violation)
                .toList();
    }

    private static Violation violation(TargetOutcome outcome) {
        double reached = outcome.reached().orElseThrow();
        double target = outcome.target();
        String times = "It takes " + Comparison.times(reached / target) + " the time.";
        return switch (outcome.aim()) {
            case THROUGHPUT ->
                new Violation(
                        Constraint.TARGET_THROUGHPUT,
                        outcome.scope().label(),
                        reached,
                        target,
                        "tokens/s",
                        "It is " + Comparison.times(target / reached) + " short.");
            case TIME_TO_FIRST_TOKEN ->
                late(Constraint.TARGET_TIME_TO_FIRST_TOKEN, outcome.statistic(), reached, target, times);
            case TIME_PER_OUTPUT_TOKEN ->
                late(Constraint.TARGET_TIME_PER_OUTPUT_TOKEN, outcome.statistic(), reached, target, times);
            case END_TO_END -> late(Constraint.TARGET_END_TO_END, outcome.statistic(), reached, target, times);
        };
    }

    private static Violation late(
            Constraint constraint, Statistic statistic, double reached, double target, String times) {
        String where = statistic == Statistic.MEAN ? "system" : "system, " + statistic.label();
        return new Violation(constraint, where, reached, target, "seconds", times);
    }
}
