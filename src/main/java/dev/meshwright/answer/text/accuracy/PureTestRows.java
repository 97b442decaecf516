package dev.meshwright.answer.text.accuracy;

import dev.meshwright.base.quantity.Figures;
import dev.meshwright.lab.error.ErrorSummary;
import dev.meshwright.lab.error.Validation;
import dev.meshwright.lab.row.Outcome;
import dev.meshwright.lab.row.PredictedRow;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Rows that no fit uses and that are no units, by what was measured, with which engine, on which GPU. */
final class PureTestRows {

    /** Columns of the table. */
    static final List<String> COLUMNS =
            List.of("measured", "engine", "GPU", "rows", "median", "mean", "signed", "not stated, assumed");

    private PureTestRows() {}

    /** One row of cells for each group, in alphabetical order. */
    static List<List<String>> of(Validation validation) {
        Map<List<String>, List<PredictedRow>> groups = validation.pureTests().stream()
                .collect(Collectors.groupingBy(
                        PureTestRows::key, () -> new TreeMap<>((a, b) -> compare(a, b)), Collectors.toList()));
        return groups.entrySet().stream()
                .map(group -> cells(group.getKey(), group.getValue()))
                .toList();
    }

    private static List<String> key(PredictedRow row) {
        Outcome outcome = first(row);
        return List.of(
                outcome.labels().phase().words() + ", " + outcome.measure().words(),
                row.row().source().software().orElse(outcome.labels().engine()),
                outcome.labels().gpu());
    }

    private static int compare(List<String> one, List<String> other) {
        return String.join("|", one).compareTo(String.join("|", other));
    }

    private static List<String> cells(List<String> key, List<PredictedRow> rows) {
        ErrorSummary errors =
                ErrorSummary.of(rows.stream().map(PureTestRows::first).toList());
        String assumed = rows.stream()
                .flatMap(row -> row.prediction().assumed().stream())
                .distinct()
                .sorted()
                .collect(Collectors.joining("; "));
        return List.of(
                key.get(0),
                key.get(1),
                key.get(2),
                Figures.count(errors.count()),
                Figures.percent(errors.median()),
                Figures.percent(errors.mean()),
                ValidationText.signed(errors.signed()),
                assumed.isEmpty() ? "-" : assumed);
    }

    private static Outcome first(PredictedRow row) {
        return row.prediction().outcomes().getFirst();
    }
}
