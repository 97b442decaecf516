package dev.meshwright.cost.exact;

import dev.meshwright.base.quantity.Comparison;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.TargetOutcome;
import dev.meshwright.layout.Constraint;
import dev.meshwright.layout.Violation;
import java.util.List;

/** Compares a performance with the targets of a problem. */
final class TargetCheck {

    private TargetCheck() {}

    /** Targets that {@code performance} on {@code gpus} GPUs misses. */
    static List<Violation> missed(Problem problem, Performance performance, int gpus) {
        return problem
                .targets()
                .shortfalls(
                        performance.tokensPerSecond(),
                        gpus,
                        performance.timeToFirstTokenSeconds(),
                        performance.timePerOutputTokenSeconds())
                .stream()
                .map(TargetCheck::violation)
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
                new Violation(Constraint.TARGET_TIME_TO_FIRST_TOKEN, "system", reached, target, "seconds", times);
            case TIME_PER_OUTPUT_TOKEN ->
                new Violation(Constraint.TARGET_TIME_PER_OUTPUT_TOKEN, "system", reached, target, "seconds", times);
        };
    }
}
