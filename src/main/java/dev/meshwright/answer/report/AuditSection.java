package dev.meshwright.answer.report;

import dev.meshwright.answer.report.block.Block.Cell;
import dev.meshwright.answer.report.block.Block.Head;
import dev.meshwright.answer.report.block.Block.Row;
import dev.meshwright.answer.report.block.Block.Table;
import dev.meshwright.answer.report.block.Section;
import dev.meshwright.answer.report.block.Tree;
import dev.meshwright.base.quantity.Dimension;
import dev.meshwright.base.quantity.Figures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The claims of a document, each beside what follows. */
final class AuditSection {

    private final Tree document;

    AuditSection(Tree document) {
        this.document = document;
    }

    Section section() {
        List<Tree> claims = document.rows("claims");
        List<Row> rows = new ArrayList<>();
        for (int number = 0; number < claims.size(); number++) {
            rows.add(row(claims.get(number), number));
        }
        long refuted = count(claims, "refuted");
        long confirmed = count(claims, "confirmed");
        Section.Builder section = new Section.Builder("audit", "Audit", "Audit of the document's claims")
                .say(Figures.number(claims.size(), "claim") + ": " + Figures.count(confirmed) + " confirmed, "
                        + Figures.count(refuted) + " refuted, " + Figures.count(claims.size() - confirmed - refuted)
                        + " not derivable. A computed value opens its derivation.")
                .add(new Table(
                        "Claims",
                        List.of(
                                new Head("what the document says", ""),
                                new Head("about", ""),
                                new Head("claimed", ""),
                                new Head("computed", ""),
                                new Head("verdict", ""),
                                new Head("why", "")),
                        rows));
        if (!document.texts("contradictions").isEmpty()) {
            section.say("Contradictions:").list(document.texts("contradictions"));
        }
        if (!document.texts("judgedBy").isEmpty()) {
            section.say("Judged by:").list(document.texts("judgedBy"));
        }
        return section.build();
    }

    private static long count(List<Tree> claims, String verdict) {
        return claims.stream()
                .filter(claim -> claim.text("verdict").equals(verdict))
                .count();
    }

    /** In the unit of its derivation. */
    private static String amount(Tree claim) {
        double value = claim.numberOrZero("computed");
        String unit = claim.at("tree").text("unit").toUpperCase(Locale.ROOT);
        return Arrays.stream(Dimension.values())
                .filter(dimension -> dimension.name().equals(unit))
                .findFirst()
                .map(dimension -> Figures.amount(value, dimension))
                .orElseGet(() -> Figures.plain(value));
    }

    private static Row row(Tree claim, int number) {
        String verdict = claim.text("verdict");
        String tone = verdict.equals("refuted") ? "bad" : verdict.equals("confirmed") ? "good" : "";
        boolean computed = claim.number("computed").isPresent();
        Cell value = computed
                ? new Cell(
                        amount(claim),
                        String.valueOf(claim.numberOrZero("computed")),
                        "",
                        "",
                        claim.at("tree").isEmpty() ? "" : String.valueOf(number),
                        "")
                : Cell.of("-");
        return new Row(
                Cell.of(claim.text("quote")),
                "",
                List.of(
                        Cell.of(claim.text("quantity")),
                        Cell.of(claim.text("text")),
                        value,
                        Cell.of(verdict).toned(tone),
                        Cell.of((claim.text("proof") + " " + claim.text("diagnosis")).strip())));
    }
}
