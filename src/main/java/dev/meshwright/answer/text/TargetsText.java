package dev.meshwright.answer.text;

import dev.meshwright.answer.explain.judgement.Assessment;
import dev.meshwright.answer.text.page.Page;
import dev.meshwright.answer.text.page.Table;
import dev.meshwright.base.quantity.Comparison;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.facts.problem.TargetOutcome;
import dev.meshwright.layout.Constraint;
import java.util.function.DoubleFunction;

/** What was asked beside what is reached. */
final class TargetsText {

    private final Page page;
    private final Assessment assessment;

    TargetsText(Page page, Assessment assessment) {
        this.page = page;
        this.assessment = assessment;
    }

    void print() {
        if (assessment.targets().isEmpty()) {
            return;
        }
        page.heading("Targets");
        Table table = new Table("  ", "", ">target", ">reached", "");
        for (TargetOutcome outcome : assessment.targets()) {
            row(table, outcome);
        }
        page.lines(table.lines());
    }

    private void row(Table table, TargetOutcome outcome) {
        String words = outcome.aim().words();
        switch (outcome.aim()) {
            case THROUGHPUT -> {
                Comparison shown = shown(outcome, Figures::tokensPerSecond);
                String what = words + ", " + outcome.scope().label();
                table.row(what, shown.limit(), shown.value(), verdict(Constraint.TARGET_THROUGHPUT));
            }
            case TIME_TO_FIRST_TOKEN -> {
                Comparison shown = shown(outcome, Figures::seconds);
                table.row(words, shown.limit(), shown.value(), verdict(Constraint.TARGET_TIME_TO_FIRST_TOKEN));
            }
            case TIME_PER_OUTPUT_TOKEN -> {
                Comparison shown = shown(outcome, Figures::seconds);
                table.row(words, shown.limit(), shown.value(), verdict(Constraint.TARGET_TIME_PER_OUTPUT_TOKEN));
            }
        }
    }

    private static Comparison shown(TargetOutcome outcome, DoubleFunction<String> format) {
        return outcome.reached().isPresent()
                ? Comparison.of(outcome.reached().getAsDouble(), outcome.target(), format)
                : new Comparison("-", format.apply(outcome.target()));
    }

    private String verdict(Constraint constraint) {
        return assessment.evaluation().missedTargets().stream()
                .filter(violation -> violation.constraint() == constraint)
                .map(violation -> "MISSED: " + lower(violation.fix()))
                .findFirst()
                .orElse("met");
    }

    private static String lower(String sentence) {
        String bare = sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
        return Character.toLowerCase(bare.charAt(0)) + bare.substring(1);
    }
}
