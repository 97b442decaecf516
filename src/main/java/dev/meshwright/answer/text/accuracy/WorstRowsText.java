package dev.meshwright.answer.text.accuracy;

import dev.meshwright.answer.text.page.Page;
import dev.meshwright.answer.text.page.Table;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.uncertainty.Measure;
import dev.meshwright.lab.error.Suspect;
import dev.meshwright.lab.error.WorstRow;
import dev.meshwright.lab.error.report.WorstRows;
import dev.meshwright.lab.row.Outcome;
import java.util.List;
import java.util.Locale;

/** The worst predictions of a measure and what is likely wrong with them, for people. */
final class WorstRowsText {

    private static final int LONGEST_ID = 60;

    /** Characters that are left of each end of a longer one. */
    private static final int HALF_OF_ID = 30;

    private WorstRowsText() {}

    /** Adds a table of {@code worst} rows and what is likely wrong to {@code page}; nothing where there are none. */
    static void add(Page page, Measure measure, WorstRows worst) {
        List<WorstRow> rows = worst.rows();
        if (!rows.isEmpty()) {
            page.heading("Worst of " + measure.words());
            Table table = new Table("  ", "row", "layout", ">measured", ">predicted", ">error", "largest term");
            rows.forEach(row -> table.row(cells(measure, row)));
            page.lines(table.lines());
            worst.findings().forEach(finding -> page.paragraph("  - ", "    ", sentence(finding)));
        }
    }

    private static String[] cells(Measure measure, WorstRow row) {
        Outcome outcome = row.outcome();
        String largest = row.largest()
                .map(term ->
                        term.name() + " " + Figures.percent(row.largestShare().orElseThrow()))
                .orElse("");
        return new String[] {
            shortened(outcome.labels().id()),
            outcome.labels().layout(),
            ErrorWords.amount(measure, outcome.measured()),
            ErrorWords.amount(measure, outcome.predicted().orElseThrow()),
            ErrorWords.signed(outcome.signedError().orElseThrow()),
            largest
        };
    }

    private static String sentence(WorstRows.Finding finding) {
        WorstRows.Group group = finding.group();
        return group.model() + " on " + group.gpu() + ", " + group.engine() + ": " + words(finding.cause()) + ".";
    }

    private static String words(WorstRows.Cause cause) {
        return switch (cause) {
            case WorstRows.Cause.Alone alone ->
                "the median error of its " + Figures.number(alone.group().count(), "row") + " is "
                        + Figures.percent(alone.group().median()) + ", so not a term but "
                        + (alone.worst() == 1 ? "this row stands out" : "these rows stand out");
            case WorstRows.Cause.Term term -> words(term.suspect());
            case WorstRows.Cause.Unexplained unexplained ->
                "no single term explains the errors of its "
                        + Figures.number(unexplained.group().count(), "row");
        };
    }

    private static String words(Suspect suspect) {
        return "with " + String.format(Locale.ROOT, "%.2f", suspect.factor()) + " times its " + suspect.term()
                + " the median error of its " + Figures.number(suspect.rows(), "row") + " would be "
                + Figures.percent(suspect.after()) + " instead of " + Figures.percent(suspect.before());
    }

    /** An id with its middle left out where it is long. */
    private static String shortened(String id) {
        return id.length() <= LONGEST_ID
                ? id
                : id.substring(0, HALF_OF_ID) + "..." + id.substring(id.length() - HALF_OF_ID + 3);
    }
}
