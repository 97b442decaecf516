package dev.meshwright.answer.json.report;

import dev.meshwright.answer.explain.judgement.Assessment;
import dev.meshwright.facts.problem.Statistic;
import dev.meshwright.facts.problem.TargetOutcome;
import dev.meshwright.layout.Constraint;
import dev.meshwright.layout.Violation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Targets beside what is reached. */
final class TargetsDocument {

    private TargetsDocument() {}

    static List<Map<String, Object>> of(Assessment assessment) {
        return of(assessment.targets(), assessment.evaluation().missedTargets());
    }

    /** @param missedTargets of the targets, with what would mend them */
    static List<Map<String, Object>> of(List<TargetOutcome> targets, List<Violation> missedTargets) {
        return targets.stream().map(outcome -> target(missedTargets, outcome)).toList();
    }

    private static Map<String, Object> target(List<Violation> missedTargets, TargetOutcome outcome) {
        List<Violation> missed = missedTargets.stream()
                .filter(violation -> violation.constraint() == constraint(outcome))
                .filter(violation -> outcome.missed() || outcome.statistic() == Statistic.MEAN)
                .toList();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("what", outcome.words());
        document.put("scope", outcome.scope().label());
        document.put("unit", outcome.aim() == TargetOutcome.Aim.THROUGHPUT ? "tokens/s" : "seconds");
        document.put("target", outcome.target());
        document.put(
                "reached", outcome.reached().isPresent() ? outcome.reached().getAsDouble() : null);
        document.put("met", missed.isEmpty());
        missed.stream().findFirst().ifPresent(violation -> document.put("fix", violation.fix()));
        return document;
    }

    private static Constraint constraint(TargetOutcome outcome) {
        return switch (outcome.aim()) {
            case THROUGHPUT -> Constraint.TARGET_THROUGHPUT;
            case TIME_TO_FIRST_TOKEN -> Constraint.TARGET_TIME_TO_FIRST_TOKEN;
            case TIME_PER_OUTPUT_TOKEN -> Constraint.TARGET_TIME_PER_OUTPUT_TOKEN;
            case END_TO_END -> Constraint.TARGET_END_TO_END;
        };
    }
}
