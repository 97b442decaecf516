package dev.meshwright.cost.exact;

import dev.meshwright.base.quantity.Comparison;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.Targets;
import dev.meshwright.facts.problem.Targets.Scope;
import dev.meshwright.layout.Violation;
import java.util.ArrayList;
import java.util.List;

/** Compares a performance with the targets of a problem. */
final class TargetCheck {

    private TargetCheck() {}

    /** Targets that {@code performance} on {@code gpus} GPUs misses. */
    static List<Violation> missed(Problem problem, Performance performance, int gpus) {
        Targets targets = problem.targets();
        List<Violation> missed = new ArrayList<>();
        targets.throughput().ifPresent(target -> {
            double reached = target.scope() == Scope.SYSTEM
                    ? performance.tokensPerSecond()
                    : performance.tokensPerSecond() / gpus;
            if (reached < target.tokensPerSecond()) {
                missed.add(new Violation(
                        "target.throughput",
                        target.scope().label(),
                        reached,
                        target.tokensPerSecond(),
                        "tokens/s",
                        "It is " + Comparison.times(target.tokensPerSecond() / reached) + " short."));
            }
        });
        double first = performance.timeToFirstTokenSeconds().orElse(0);
        double firstLimit = targets.timeToFirstTokenSeconds().orElse(Double.POSITIVE_INFINITY);
        if (first > firstLimit) {
            missed.add(new Violation(
                    "target.timeToFirstToken",
                    "system",
                    first,
                    firstLimit,
                    "seconds",
                    "It takes " + Comparison.times(first / firstLimit) + " the time."));
        }
        double perToken = performance.timePerOutputTokenSeconds().orElse(0);
        double perTokenLimit = targets.timePerOutputTokenSeconds().orElse(Double.POSITIVE_INFINITY);
        if (perToken > perTokenLimit) {
            missed.add(new Violation(
                    "target.timePerOutputToken",
                    "system",
                    perToken,
                    perTokenLimit,
                    "seconds",
                    "It takes " + Comparison.times(perToken / perTokenLimit) + " the time."));
        }
        return missed;
    }
}
