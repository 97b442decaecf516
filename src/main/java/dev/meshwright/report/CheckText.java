package dev.meshwright.report;

import dev.meshwright.audit.Audit;
import dev.meshwright.audit.AuditedClaim;
import dev.meshwright.check.CheckedPlan;
import dev.meshwright.check.CheckedPlan.Evaluated;
import dev.meshwright.cost.LengthSweep;
import dev.meshwright.cost.Performance;
import dev.meshwright.explain.Binding;
import dev.meshwright.explain.Risk;
import dev.meshwright.layout.Violation;
import dev.meshwright.quantity.Comparison;
import dev.meshwright.quantity.Figures;
import java.util.List;
import java.util.function.Predicate;

/** What a checked plan is worth. */
public final class CheckText {

    /** Gaps below this are rounding, as in proofs. */
    private static final double CLOSED = 5e-5;

    private CheckText() {}

    /** The verdict first, then violations, then the evaluation as for a found layout. */
    public static String of(
            CheckedPlan plan, Audit audit, LengthSweep sweep, List<Risk> risks, List<String> assumed, Style style) {
        Page page = new Page(style);
        headline(page, plan);
        violations(page, plan.violations());
        AuditText text = new AuditText(page, audit);
        text.claims(claim -> true);
        if (!plan.notes().isEmpty()) {
            page.heading("How the plan was read");
            plan.notes().forEach(note -> page.paragraph("  - ", "    ", note));
        }
        text.groups();
        plan.evaluated().ifPresent(evaluated -> evaluation(page, plan, evaluated, sweep));
        text.overflow();
        if (!risks.isEmpty()) {
            page.heading("Risks");
            risks.forEach(risk -> page.paragraph("  - ", "    ", risk.sentence()));
        }
        SearchText.notes(page, assumed);
        return page.toString();
    }

    /** The headline and the audit alone, of some claims. */
    public static String audit(CheckedPlan plan, Audit audit, Predicate<AuditedClaim> keeps, Style style) {
        Page page = new Page(style);
        headline(page, plan);
        new AuditText(page, audit).claims(keeps);
        return page.toString();
    }

    private static void headline(Page page, CheckedPlan plan) {
        Style style = page.style();
        String verdict = plan.feasible()
                ? style.good("Feasible")
                : style.bad("Infeasible: " + Figures.number(plan.violations().size(), "broken constraint"));
        page.line(style.strong(verdict));
        plan.evaluated()
                .map(evaluated -> new EvaluationText(page, plan.problem(), plan.degrees(), evaluated.evaluation()))
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

    private static void evaluation(Page page, CheckedPlan plan, Evaluated evaluated, LengthSweep sweep) {
        EvaluationText text = new EvaluationText(page, plan.problem(), plan.degrees(), evaluated.evaluation());
        text.targets();
        text.binding(Binding.of(plan.problem(), evaluated.evaluation()));
        text.phases();
        text.efficiency();
        text.memory();
        new SweepText(page, sweep).print();
        if (evaluated.bound().mayWork()) {
            Performance bound = evaluated.bound().performance();
            page.heading("Bound of these degrees");
            // The bound splits consecutive layers into stages, the head and multi-token prediction on the last one.
            boolean covered = evaluated.layout().predictionStage().isEmpty()
                    && evaluated.layout().stages().stream()
                            .allMatch(stage -> stage.chunks().size() == 1);
            page.paragraph(
                    "  ",
                    "No placement of experts, " + (covered ? "" : "consecutive ")
                            + "layers and ranks can exceed " + Figures.tokensPerSecond(bound.tokensPerSecond())
                            + " with them: this one "
                            + (covered
                                    ? below(
                                            evaluated.evaluation().performance().tokensPerSecond(),
                                            bound.tokensPerSecond())
                                    : "reaches "
                                            + Figures.tokensPerSecond(evaluated
                                                    .evaluation()
                                                    .performance()
                                                    .tokensPerSecond())
                                            + " with its own chunks."));
        }
    }
}
