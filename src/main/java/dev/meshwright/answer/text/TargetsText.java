package dev.meshwright.answer.text;

import dev.meshwright.answer.explain.judgement.Assessment;
import dev.meshwright.answer.text.page.Page;
import dev.meshwright.answer.text.page.Table;
import dev.meshwright.base.quantity.Comparison;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.facts.problem.Statistic;
import dev.meshwright.facts.problem.TargetOutcome;
import dev.meshwright.layout.Constraint;
import dev.meshwright.layout.Violation;
import java.util.List;
import java.util.function.DoubleFunction;

/** What was asked beside what is reached. */
public final class TargetsText {

    private final Page page;
    private final List<TargetOutcome> targets;
    private final List<Violation> missed;

    TargetsText(Page page, Assessment assessment) {
        this(page, assessment.targets(), assessment.evaluation().missedTargets());
    }

    /** @param missed of the targets, with what would mend it */
    public TargetsText(Page page, List<TargetOutcome> targets, List<Violation> missed) {
        this.page = page;
        this.targets = targets;
        this.missed = missed;
    }

    public void print() {
        if (targets.isEmpty()) {
            return;
        }
        page.heading("Targets");
        Table table = new Table("  ", "", ">target", ">reached", "");
        for (TargetOutcome outcome : targets) {
            row(table, outcome);
        }
        page.lines(table.lines());
    }

    private void row(Table table, TargetOutcome outcome) {
        switch (outcome.aim()) {
            case THROUGHPUT -> {
                Comparison shown = shown(outcome, Figures::tokensPerSecond);
                String what = outcome.words() + ", " + outcome.scope().label();
                table.row(what, shown.limit(), shown.value(), verdict(outcome, Constraint.TARGET_THROUGHPUT));
            }
            case TIME_TO_FIRST_TOKEN -> time(table, outcome, Constraint.TARGET_TIME_TO_FIRST_TOKEN);
            case TIME_PER_OUTPUT_TOKEN -> time(table, outcome, Constraint.TARGET_TIME_PER_OUTPUT_TOKEN);
            case END_TO_END -> time(table, outcome, Constraint.TARGET_END_TO_END);
        }
    }

    private void time(Table table, TargetOutcome outcome, Constraint constraint) {
        Comparison shown = shown(outcome, Figures::seconds);
        table.row(outcome.words(), shown.limit(), shown.value(), verdict(outcome, constraint));
    }

    private static Comparison shown(TargetOutcome outcome, DoubleFunction<String> format) {
        return outcome.reached().isPresent()
                ? Comparison.of(outcome.reached().getAsDouble(), outcome.target(), format)
                : new Comparison("-", format.apply(outcome.target()));
    }

    /** Missed by what is told, or by the closed form beside it, which every layout has to pass as well. */
    private String verdict(TargetOutcome outcome, Constraint constraint) {
        return missed.stream()
                .filter(violation -> violation.constraint() == constraint)
                .filter(violation -> outcome.missed() || outcome.statistic() == Statistic.MEAN)
                .map(violation ->
                        (outcome.missed() ? "MISSED: " : "MISSED by the closed form: ") + lower(violation.fix()))
                .findFirst()
                .orElse("met");
    }

    private static String lower(String sentence) {
        String bare = sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
        return Character.toLowerCase(bare.charAt(0)) + bare.substring(1);
    }
}
