package dev.meshwright.answer.text.brief;

import dev.meshwright.answer.CheckAnswer;
import dev.meshwright.answer.explain.judgement.BoundGap;
import dev.meshwright.answer.text.page.Page;
import dev.meshwright.base.derivation.Derivation;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.layout.Violation;
import dev.meshwright.layout.draft.Claim;
import dev.meshwright.question.audit.Audit;
import dev.meshwright.question.audit.AuditedClaim;
import dev.meshwright.question.audit.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A checked plan on a first screen, below its verdict and headline. */
public final class CheckBrief {

    /** Broken constraints, refuted claims and risks that are told of each. */
    private static final int MOST = 3;

    private final Page page;
    private final CheckAnswer answer;

    private CheckBrief(Page page, CheckAnswer answer) {
        this.page = page;
        this.answer = answer;
    }

    /** Prints what comes after verdict and headline. */
    public static void print(Page page, CheckAnswer answer) {
        CheckBrief brief = new CheckBrief(page, answer);
        brief.violations();
        brief.reading();
        answer.assessment().map(found -> new AssessmentBrief(page, found)).ifPresent(assessment -> {
            assessment.worth(answer.rates());
            if (answer.plan().feasible()) {
                assessment.reasons("");
            }
        });
        answer.bound().ifPresent(brief::bound);
        brief.claims(answer.audit());
        brief.more();
    }

    private void violations() {
        List<Violation> violations = answer.plan().violations();
        for (Violation violation : violations.subList(0, Math.min(MOST, violations.size()))) {
            page.paragraph(
                    "  - ",
                    "    ",
                    violation.constraint().label() + " at " + violation.where() + ": " + violation.fix());
        }
    }

    /** How degrees and batches were understood: whoever wrote less than all of them looks for it. Claims need the room. */
    private void reading() {
        List<String> notes = answer.plan().notes();
        if (answer.audit().claims().isEmpty()) {
            notes.stream().limit(MOST).forEach(note -> page.paragraph("  - ", "    ", note));
        } else if (!notes.isEmpty()) {
            page.paragraph("  ", Figures.number(notes.size(), "note") + " on how the plan was read: --details.");
        }
    }

    private void bound(BoundGap bound) {
        String reached =
                bound.closed() ? "this one reaches it" : "this one is " + Figures.percent(bound.below()) + " below";
        page.paragraph(
                "  ",
                "No placement of " + (bound.covered() ? "" : "consecutive layers with ") + "these degrees exceeds "
                        + Figures.tokensPerSecond(bound.tokensPerSecond())
                        + (bound.covered() ? "; " + reached : "") + ".");
    }

    private void claims(Audit audit) {
        if (audit.claims().isEmpty()) {
            return;
        }
        List<String> counts = new ArrayList<>();
        for (Verdict verdict : Verdict.values()) {
            long count = audit.claims().stream()
                    .filter(claim -> claim.verdict() == verdict)
                    .count();
            counts.add(Figures.count(count) + " " + verdict.label());
        }
        long readings = audit.claims().stream()
                .filter(claim -> claim.claim().by().equals(Claim.READING))
                .count();
        page.paragraph(
                "  ",
                Figures.number(audit.claims().size(), "claim")
                        + (readings == 0
                                ? ""
                                : ", " + Figures.number((int) readings, "reading") + " of them among these")
                        + ": " + String.join(", ", counts) + ".");
        audit.claims().stream()
                .filter(claim ->
                        claim.verdict() == Verdict.REFUTED && !claim.quantity().truth())
                .sorted(Comparator.comparingDouble(CheckBrief::off).reversed())
                .limit(MOST)
                .forEach(claim -> page.paragraph("  - ", "    ", refuted(claim)));
    }

    /** How far a claim is off, whichever way. */
    private static double off(AuditedClaim claim) {
        return Math.abs(Math.log(claim.ratio().orElse(1)));
    }

    private static String refuted(AuditedClaim claim) {
        return claim.quantity().id() + " = " + claim.claimed().text()
                + claim.computed().map(fact -> ", computed " + amount(fact)).orElse("") + ".";
    }

    private static String amount(Derivation fact) {
        return Figures.amount(fact.value(), fact.dimension());
    }

    private void more() {
        answer.risks().stream()
                .limit(MOST - 1)
                .forEach(risk -> page.paragraph("  - ", "    ", "Risk: " + risk.sentence()));
        int hidden = Math.max(0, answer.plan().violations().size() - MOST);
        page.paragraph(
                "  ",
                page.style()
                        .faint((hidden > 0 ? "More broken constraints, reasons" : "Reasons")
                                + ", claims, memory and assumptions: --details; as a page: --report FILE.html."));
    }
}
