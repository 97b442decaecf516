package dev.meshwright.answer.text;

import dev.meshwright.answer.AuditAnswer;
import dev.meshwright.answer.CheckAnswer;
import dev.meshwright.answer.explain.judgement.Assessment;
import dev.meshwright.answer.explain.judgement.BoundGap;
import dev.meshwright.answer.text.brief.CheckBrief;
import dev.meshwright.answer.text.loop.GuessText;
import dev.meshwright.answer.text.loop.HeadroomText;
import dev.meshwright.answer.text.money.ExpensesText;
import dev.meshwright.answer.text.page.FirstScreen;
import dev.meshwright.answer.text.page.Page;
import dev.meshwright.answer.text.page.Style;
import dev.meshwright.base.quantity.Comparison;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.layout.Violation;
import dev.meshwright.question.audit.AuditedClaim;
import dev.meshwright.question.check.CheckedPlan;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What a checked plan is worth. */
public final class CheckText {

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

    /** The same on a first screen of 25 lines. */
    public static String brief(CheckAnswer answer, Style style) {
        return brief(answer, style, FirstScreen.MOST_LINES);
    }

    /** The same on so many lines. */
    public static String brief(CheckAnswer answer, Style style, int most) {
        Page page = new Page(style);
        verdict(page, answer.plan(), answer.assessment());
        CheckBrief.print(page, answer);
        return FirstScreen.of(page.toString(), style, most);
    }

    /** The headline and the audit alone, of some claims. */
    public static String of(AuditAnswer answer, Predicate<AuditedClaim> keeps, Style style) {
        Page page = new Page(style);
        headline(page, answer.plan(), answer.assessment());
        new AuditText(page, answer.audit()).claims(keeps);
        return page.toString();
    }

    private static void headline(Page page, CheckedPlan plan, Optional<Assessment> assessment) {
        verdict(page, plan, assessment);
        assessment.ifPresent(judged -> new EvaluationText(page, judged).context());
    }

    private static void verdict(Page page, CheckedPlan plan, Optional<Assessment> assessment) {
        Style style = page.style();
        String verdict = plan.feasible()
                ? style.good("Feasible")
                : style.bad("Infeasible: " + Figures.number(plan.violations().size(), "broken constraint"));
        page.line(style.strong(verdict));
        String shown = assessment
                .map(judged -> new EvaluationText(page, judged).headline())
                .orElseGet(() -> plan.degrees().shortName());
        page.lines(page.wrapped("", "  ", shown).stream().map(style::strong).toList());
    }

    static void violations(Page page, List<Violation> violations) {
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
                    violation.constraint().label() + " at " + violation.where() + ": " + shown.value() + ", limit "
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

    private static void evaluation(Page page, CheckAnswer answer, Assessment assessment) {
        EvaluationText text = new EvaluationText(page, assessment);
        new ExpensesText(page, assessment).print();
        HeadroomText.print(page, assessment.headroom());
        GuessText.print(page, assessment.problem(), assessment.evaluation());
        text.targets();
        text.requests();
        text.binding();
        text.phases();
        text.efficiency();
        text.memory();
        new SweepText(page, answer.sweep()).print();
        answer.bound().ifPresent(bound -> bound(page, bound));
    }

    private static void bound(Page page, BoundGap bound) {
        String reached;
        if (!bound.covered()) {
            reached = "reaches " + Figures.tokensPerSecond(bound.reached()) + " with its own chunks.";
        } else {
            reached = bound.closed() ? "reaches that." : "is " + Figures.percent(bound.below()) + " below.";
        }
        page.heading("Bound of these degrees");
        page.paragraph(
                "  ",
                "No placement of experts, " + (bound.covered() ? "" : "consecutive ") + "layers and ranks can exceed "
                        + Figures.tokensPerSecond(bound.tokensPerSecond()) + " with them: this one " + reached);
    }
}
