package dev.meshwright.answer.text;

import dev.meshwright.answer.text.page.Page;
import dev.meshwright.answer.text.page.Table;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.Targets.Scope;
import dev.meshwright.layout.Violation;
import java.util.List;

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
            table.row(
                    "throughput, " + target.scope().label(),
                    Figures.tokensPerSecond(target.tokensPerSecond()),
                    Figures.tokensPerSecond(reached),
                    verdict(missed, "target.throughput"));
        });
        problem.targets()
                .timeToFirstTokenSeconds()
                .ifPresent(target -> table.row(
                        "time to first token",
                        Figures.seconds(target),
                        EvaluationText.seconds(performance.timeToFirstTokenSeconds()),
                        verdict(missed, "target.timeToFirstToken")));
        problem.targets()
                .timePerOutputTokenSeconds()
                .ifPresent(target -> table.row(
                        "time per output token",
                        Figures.seconds(target),
                        EvaluationText.seconds(performance.timePerOutputTokenSeconds()),
                        verdict(missed, "target.timePerOutputToken")));
        page.lines(table.lines());
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
