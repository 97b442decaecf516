package dev.meshwright.answer.text.accuracy;

import dev.meshwright.answer.text.page.Page;
import dev.meshwright.answer.text.page.Table;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.uncertainty.Measure;
import dev.meshwright.lab.error.ErrorSummary;
import dev.meshwright.lab.error.WorstRow;
import dev.meshwright.lab.row.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The worst predictions of a measure and what is likely wrong with them, for people. */
final class WorstRowsText {

    private static final int LONGEST_ID = 60;

    /** Groups of fewer rows have no common cause. */
    private static final int FEWEST = 3;

    /** A group whose median error is below this share of a row's own error is not to blame for it. */
    private static final double ALONE = 0.25;

    private WorstRowsText() {}

    /** Adds a table of {@code rows} and their suspects to {@code page}; nothing where there are none. */
    static void add(Page page, Measure measure, List<WorstRow> rows) {
        if (!rows.isEmpty()) {
            page.heading("Worst of " + measure.words());
            Table table = new Table("  ", "row", "layout", ">measured", ">predicted", ">error", "largest term");
            rows.forEach(row -> table.row(cells(measure, row)));
            page.lines(table.lines());
            suspects(page, rows);
        }
    }

    private static String[] cells(Measure measure, WorstRow row) {
        Outcome outcome = row.outcome();
        String largest = row.largest()
                .map(term -> term.name() + " "
                        + Figures.percent(term.amount() / outcome.predicted().orElseThrow()))
                .orElse("");
        return new String[] {
            shortened(outcome.labels().id()),
            outcome.labels().layout(),
            ValidationText.amount(measure, outcome.measured()),
            ValidationText.amount(measure, outcome.predicted().orElseThrow()),
            ValidationText.signed(outcome.signedError().orElseThrow()),
            largest
        };
    }

    /** What is likely wrong, once for each group that the worst rows belong to. */
    private static void suspects(Page page, List<WorstRow> rows) {
        Map<String, List<WorstRow>> groups = rows.stream()
                .collect(Collectors.groupingBy(
                        row -> row.outcome().labels().model() + " on "
                                + row.outcome().labels().gpu() + ", "
                                + row.outcome().labels().engine(),
                        LinkedHashMap::new,
                        Collectors.toList()));
        groups.forEach((name, those) -> {
            if (those.getFirst().group().count() >= FEWEST) {
                page.paragraph("  - ", "    ", name + ": " + cause(those) + ".");
            }
        });
    }

    private static String cause(List<WorstRow> rows) {
        WorstRow mildest = rows.getLast();
        double error = Math.abs(mildest.outcome().signedError().orElseThrow());
        ErrorSummary group = mildest.group();
        if (group.median() < ALONE * error) {
            return "the median error of its " + Figures.number(group.count(), "row") + " is "
                    + Figures.percent(group.median()) + ", so not a term but "
                    + (rows.size() == 1 ? "this row stands out" : "these rows stand out");
        }
        return mildest.suspect()
                .map(suspect -> "with " + String.format(Locale.ROOT, "%.2f", suspect.factor()) + " times its "
                        + suspect.term() + " the median error of its " + Figures.number(suspect.rows(), "row")
                        + " would be " + Figures.percent(suspect.after()) + " instead of "
                        + Figures.percent(suspect.before()))
                .orElse("no single term explains the errors of its " + Figures.number(group.count(), "row"));
    }

    /** An id with its middle left out where it is long. */
    private static String shortened(String id) {
        int half = LONGEST_ID / 2;
        return id.length() <= LONGEST_ID ? id : id.substring(0, half) + "..." + id.substring(id.length() - half + 3);
    }
}
