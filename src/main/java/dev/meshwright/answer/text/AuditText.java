package dev.meshwright.answer.text;

import dev.meshwright.answer.text.page.Page;
import dev.meshwright.answer.text.page.Table;
import dev.meshwright.base.derivation.Derivation;
import dev.meshwright.base.quantity.Comparison;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.question.audit.Audit;
import dev.meshwright.question.audit.AuditedClaim;
import dev.meshwright.question.audit.Verdict;
import dev.meshwright.question.audit.fact.Steps;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** The audit of a plan's claims: a table, then the argument for each claim that does not hold. */
final class AuditText {

    /** Steps of a derivation that are printed for a claim that does not hold; {@code --explain} and JSON have them all. */
    private static final int STEPS = 3;

    private final Page page;
    private final Audit audit;

    AuditText(Page page, Audit audit) {
        this.page = page;
        this.audit = audit;
    }

    /**
     * Verdicts, contradictions and arguments; nothing without claims.
     *
     * @param keeps which claims are printed; they keep their numbers
     */
    void claims(Predicate<AuditedClaim> keeps) {
        if (audit.claims().isEmpty()) {
            return;
        }
        long impossible =
                audit.claims().stream().filter(AuditedClaim::impossible).count();
        page.heading("Audit of " + Figures.number(audit.claims().size(), "claim") + ": "
                + audit.count(Verdict.CONFIRMED) + " confirmed, " + audit.count(Verdict.REFUTED) + " refuted"
                + (impossible > 0 ? " (" + impossible + " of them impossible)" : "") + ", "
                + audit.count(Verdict.NOT_DERIVABLE) + " not derivable");
        List<Integer> printed = IntStream.range(0, audit.claims().size())
                .filter(claim -> keeps.test(audit.claims().get(claim)))
                .boxed()
                .toList();
        if (printed.isEmpty()) {
            page.paragraph("  ", "None of them is asked for.");
            return;
        }
        table(printed);
        if (!audit.contradictions().isEmpty()) {
            page.heading("Contradictions between claims");
            audit.contradictions().forEach(sentence -> page.paragraph("  - ", "    ", sentence));
        }
        page.heading("What claims without premises of their own are judged by");
        audit.taken().forEach(sentence -> page.paragraph("  - ", "    ", sentence));
        page.heading("Why");
        printed.forEach(claim -> argument(claim + 1, audit.claims().get(claim)));
        if (printed.stream().map(claim -> audit.claims().get(claim)).anyMatch(AuditText::cut)) {
            page.paragraph("  ", "Arguments are cut after their first steps; --explain QUANTITY shows all of one.");
        }
    }

    private void table(List<Integer> printed) {
        Table table = new Table("  ", "", "by", "quantity", ">claimed", ">follows", ">ratio", "verdict");
        for (int number : printed) {
            AuditedClaim claim = audit.claims().get(number);
            table.row(
                    (number + 1) + (claim.claim().given().isEmpty() ? "" : "*"),
                    claim.claim().by(),
                    claim.quantity().id(),
                    claim.claimed().text(),
                    claim.computed().map(claim::amount).orElse("-"),
                    ratio(claim),
                    claim.impossible() ? "impossible" : claim.verdict().label());
        }
        page.lines(table.lines());
        if (printed.stream()
                .anyMatch(number -> !audit.claims().get(number).claim().given().isEmpty())) {
            page.paragraph("  ", "* judged by premises that the document states, not by the problem itself.");
        }
    }

    private void argument(int number, AuditedClaim claim) {
        String quote =
                claim.claim().quote().isEmpty() ? "" : " (\"" + claim.claim().quote() + "\")";
        page.paragraph(
                String.format("  %2d. ", number),
                "      ",
                claim.quantity().id() + " = " + claim.claimed().text() + quote + ": " + verdict(claim));
        claim.computed().ifPresent(fact -> steps(fact, steps(claim)));
        if (!claim.otherBatch().isEmpty()) {
            page.paragraph("      ", claim.otherBatch());
        }
        claim.impossibility().ifPresent(proof -> page.paragraph("      ", "Impossible: " + proof));
        claim.diagnosis().forEach(sentence -> page.paragraph("      ", sentence));
        premises(claim);
        claim.problemSays()
                .filter(fact -> claim.computed().isEmpty()
                        || Math.abs(fact.value() - claim.computed().get().value()) > 1e-9 * Math.abs(fact.value()))
                .ifPresent(fact -> page.paragraph(
                        "      ", "Without these premises the problem itself gives " + claim.amount(fact) + "."));
    }

    private void premises(AuditedClaim claim) {
        if (!claim.unused().isEmpty()) {
            page.paragraph(
                    "      ",
                    (claim.unused().size() == 1
                                    ? "A premise that plays no part in it: "
                                    : "Premises that play no part in it: ")
                            + String.join(", ", claim.unused()) + ".");
        }
        claim.remarks().forEach(sentence -> page.paragraph("      ", sentence));
    }

    private static int steps(AuditedClaim claim) {
        return claim.verdict() == Verdict.CONFIRMED ? 1 : STEPS;
    }

    /** Whether the argument of a claim has more steps than are printed. */
    private static boolean cut(AuditedClaim claim) {
        int most = steps(claim);
        return claim.computed()
                .map(fact -> Steps.of(fact, most + 1).size() > most)
                .orElse(false);
    }

    private void steps(Derivation fact, int most) {
        Steps.of(fact, most).forEach(line -> page.wrapped("      ", "        ", line)
                .forEach(part -> page.line(page.style().faint(part))));
    }

    private String verdict(AuditedClaim claim) {
        String regime = claim.regime().isEmpty() ? "" : " (" + claim.regime() + ")";
        return switch (claim.verdict()) {
            case CONFIRMED -> page.style().good("confirmed") + regime + ".";
            case REFUTED ->
                page.style().bad("refuted")
                        + claim.computed()
                                .map(fact -> claim.quantity().truth() ? "" : ", it is " + claim.amount(fact))
                                .orElse("")
                        + regime + ".";
            case NOT_DERIVABLE ->
                page.style().warn("not derivable") + ", missing: " + String.join(", ", claim.missing())
                        + claim.computed()
                                .map(fact ->
                                        "; with what suits the objective best it is " + claim.amount(fact) + regime)
                                .orElse("")
                        + ".";
        };
    }

    private static String ratio(AuditedClaim claim) {
        if (claim.quantity().truth() || claim.ratio().isEmpty()) {
            return "";
        }
        double ratio = claim.ratio().getAsDouble();
        return claim.verdict() == Verdict.REFUTED
                ? Comparison.of(ratio, 1, Figures::plain).value()
                : Figures.plain(ratio >= 0.9995 && ratio < 1.0005 ? 1 : ratio);
    }

    /** Who belongs to which group. */
    void groups() {
        if (audit.claims().isEmpty() || audit.groups().isEmpty()) {
            return;
        }
        page.heading("Groups of GPUs");
        audit.groups().forEach(sentence -> page.paragraph("  - ", "    ", sentence));
    }

    /** Expert load against the balance asked for. */
    void overflow() {
        audit.overflow().ifPresent(overflow -> {
            page.heading("Expert load and overflow");
            page.paragraph(
                    "  ",
                    "Coefficient of variation of the experts' loads " + Figures.plain(overflow.coefficientOfVariation())
                            + (overflow.target().isPresent()
                                    ? ", asked for: at most "
                                            + Figures.plain(overflow.target().getAsDouble())
                                    : "")
                            + ". "
                            + (overflow.capacityFactor().isPresent()
                                    ? "A capacity factor of "
                                            + Figures.plain(
                                                    overflow.capacityFactor().getAsDouble())
                                            + " drops " + Figures.percent(overflow.droppedShare())
                                            + " of the assignments, of which "
                                            + Figures.percent(overflow.reroutedShare())
                                            + " of all find room elsewhere; "
                                    : "")
                            + "nothing overflows from "
                            + Figures.plain(overflow.sufficientCapacityFactor()) + " on.");
        });
    }
}
