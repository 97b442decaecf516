package dev.meshwright.answer.text;

import dev.meshwright.answer.AuditAnswer;
import dev.meshwright.answer.CheckAnswer;
import dev.meshwright.answer.explain.Assessment;
import dev.meshwright.answer.text.page.Page;
import dev.meshwright.answer.text.page.Style;
import dev.meshwright.base.quantity.Comparison;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.evaluation.DegreeBound;
import dev.meshwright.layout.Violation;
import dev.meshwright.question.audit.AuditedClaim;
import dev.meshwright.question.check.CheckedPlan;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What a checked plan is worth. */
public final class CheckText {

    /** Gaps below this are rounding, as in proofs. */
    private static final double CLOSED = 5e-5;

    private CheckText() {}

    /** The verdict first, then violations, then the evaluation as for a found layout. */
    public static String of(CheckAnswer answer, Style style) {
        CheckedPlan plan = answer.plan();
        Page page = new Page(style);
        headline(page, plan, answer.assessment());
        violations(page, plan.violations());
        AuditText text = new AuditText(page, answer.audit());
        text.claims(claim -> true);
        if (!plan.notes().isEmpty()) {
            page.heading("How the plan was read");
            plan.notes().forEach(note -> page.paragraph("  - ", "    ", note));
        }
        text.groups();
        answer.assessment().ifPresent(assessment -> evaluation(page, answer, assessment));
        text.overflow();
        if (!answer.risks().isEmpty()) {
            page.heading("Risks");
            answer.risks().forEach(risk -> page.paragraph("  - ", "    ", risk.sentence()));
        }
        SearchText.notes(page, answer.assumed());
        return page.toString();
    }

    /** The headline and the audit alone, of some claims. */
    public static String of(AuditAnswer answer, Predicate<AuditedClaim> keeps, Style style) {
        Page page = new Page(style);
        headline(page, answer.plan(), answer.assessment());
        new AuditText(page, answer.audit()).claims(keeps);
        return page.toString();
    }

    private static void headline(Page page, CheckedPlan plan, Optional<Assessment> assessment) {
        Style style = page.style();
        String verdict = plan.feasible()
                ? style.good("Feasible")
                : style.bad("Infeasible: " + Figures.number(plan.violations().size(), "broken constraint"));
        page.line(style.strong(verdict));
        assessment
                .map(judged -> new EvaluationText(page, judged))
                .ifPresentOrElse(
                        text -> {
                            page.lines(Page.wrapped("", "  ", text.headline()).stream()
                                    .map(style::strong)
                                    .toList());
                            text.context();
                        },
                        () -> page.line(style.strong(plan.degrees().shortName())));
    }

    private static void violations(Page page, List<Violation> violations) {
        if (violations.isEmpty()) {
            return;
        }
        page.heading("Broken constraints");
        for (Violation violation : violations) {
            Comparison shown =
                    Comparison.of(violation.actual(), violation.limit(), amount -> amount(amount, violation));
            page.paragraph(
                    "  - ",
                    "    ",
                    violation.constraint() + " at " + violation.where() + ": " + shown.value() + ", limit "
                            + shown.limit() + ".");
            page.paragraph("    ", violation.fix());
        }
    }

    private static String amount(double value, Violation violation) {
        return switch (violation.unit()) {
            case "bytes" -> Figures.bytes(value);
            case "seconds" -> Figures.seconds(value);
            case "tokens/s" -> Figures.tokensPerSecond(value);
            default -> Figures.plain(value);
        };
    }

    /** How far {@code reached} is below what is possible; sums in another order differ in their last digits. */
    private static String below(double reached, double bound) {
        double gap = 1 - reached / bound;
        return gap < CLOSED ? "reaches that." : "is " + Figures.percent(gap) + " below.";
    }

    private static void evaluation(Page page, CheckAnswer answer, Assessment assessment) {
        EvaluationText text = new EvaluationText(page, assessment);
        text.targets();
        text.binding();
        text.phases();
        text.efficiency();
        text.memory();
        new SweepText(page, answer.sweep()).print();
        CheckedPlan.Evaluated evaluated = answer.plan().evaluated().orElseThrow();
        DegreeBound reachable = evaluated.bound();
        if (reachable.mayWork()) {
            double most = reachable.performance().tokensPerSecond();
            double reached = assessment.evaluation().performance().tokensPerSecond();
            page.heading("Bound of these degrees");
            // The bound splits consecutive layers into stages, the head and multi-token prediction on the last one.
            boolean covered = evaluated.layout().predictionStage().isEmpty()
                    && evaluated.layout().stages().stream()
                            .allMatch(stage -> stage.chunks().size() == 1);
            page.paragraph(
                    "  ",
                    "No placement of experts, " + (covered ? "" : "consecutive ")
                            + "layers and ranks can exceed " + Figures.tokensPerSecond(most)
                            + " with them: this one "
                            + (covered
                                    ? below(reached, most)
                                    : "reaches " + Figures.tokensPerSecond(reached) + " with its own chunks."));
        }
    }
}
