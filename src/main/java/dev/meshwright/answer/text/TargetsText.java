package dev.meshwright.answer.text;

import dev.meshwright.answer.text.page.Page;
import dev.meshwright.answer.text.page.Table;
import dev.meshwright.base.quantity.Comparison;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.Targets.Scope;
import dev.meshwright.layout.Violation;
import java.util.List;
import java.util.OptionalDouble;

/** What was asked beside what is reached. */
final class TargetsText {

    private final Page page;
    private final Problem problem;
    private final Evaluation evaluation;

    TargetsText(Page page, Problem problem, Evaluation evaluation) {
        this.page = page;
        this.problem = problem;
        this.evaluation = evaluation;
    }

    void print() {
        List<Violation> missed = evaluation.missedTargets();
        boolean any = problem.targets().throughput().isPresent()
                || problem.targets().timeToFirstTokenSeconds().isPresent()
                || problem.targets().timePerOutputTokenSeconds().isPresent();
        if (!any) {
            return;
        }
        page.heading("Targets");
        Performance performance = evaluation.performance();
        Table table = new Table("  ", "", ">target", ">reached", "");
        problem.targets().throughput().ifPresent(target -> {
            boolean system = target.scope() == Scope.SYSTEM;
            double reached = performance.tokensPerSecond() / (system ? 1 : evaluation.gpus());
            Comparison shown = Comparison.of(reached, target.tokensPerSecond(), Figures::tokensPerSecond);
            table.row(
                    "throughput, " + target.scope().label(),
                    shown.limit(),
                    shown.value(),
                    verdict(missed, "target.throughput"));
        });
        problem.targets()
                .timeToFirstTokenSeconds()
                .ifPresent(target -> time(
                        table,
                        "time to first token",
                        performance.timeToFirstTokenSeconds(),
                        target,
                        verdict(missed, "target.timeToFirstToken")));
        problem.targets()
                .timePerOutputTokenSeconds()
                .ifPresent(target -> time(
                        table,
                        "time per output token",
                        performance.timePerOutputTokenSeconds(),
                        target,
                        verdict(missed, "target.timePerOutputToken")));
        page.lines(table.lines());
    }

    private static void time(Table table, String what, OptionalDouble seconds, double target, String verdict) {
        Comparison shown = seconds.isPresent()
                ? Comparison.of(seconds.getAsDouble(), target, Figures::seconds)
                : new Comparison("-", Figures.seconds(target));
        table.row(what, shown.limit(), shown.value(), verdict);
    }

    private static String verdict(List<Violation> missed, String constraint) {
        return missed.stream()
                .filter(violation -> violation.constraint().equals(constraint))
                .map(violation -> "MISSED: " + lower(violation.fix()))
                .findFirst()
                .orElse("met");
    }

    private static String lower(String sentence) {
        String bare = sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
        return Character.toLowerCase(bare.charAt(0)) + bare.substring(1);
    }
}
