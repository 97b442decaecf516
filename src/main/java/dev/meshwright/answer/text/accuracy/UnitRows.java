package dev.meshwright.answer.text.accuracy;

import dev.meshwright.cost.uncertainty.Measure;
import dev.meshwright.lab.error.Validation;
import dev.meshwright.lab.row.Outcome;
import dev.meshwright.lab.row.PredictedRow;
import java.util.Comparator;
import java.util.List;

/** Measured units of prefill and decode, one a row, for tables. */
final class UnitRows {

    /** Errors above this share are listed on their own. */
    static final double LIMIT = 0.2;

    private UnitRows() {}

    /**
     * A row of a table.
     *
     * @param id of the measured row
     * @param error predicted over measured, minus one
     * @param cells phase, id, layout, measured, predicted, error with its sign, what had to be assumed
     */
    record UnitRow(String id, double error, List<String> cells) {

        /** Whether the prediction is further off than {@link #LIMIT}. */
        boolean outside() {
            return Math.abs(error) > LIMIT;
        }
    }

    /** All predicted units, prefill first, otherwise in the order of the file. */
    static List<UnitRow> of(Validation validation) {
        return validation.units().stream()
                .sorted(Comparator.comparing(
                        row -> outcome(row).labels().phase().words(), Comparator.reverseOrder()))
                .map(UnitRows::row)
                .toList();
    }

    private static UnitRow row(PredictedRow row) {
        Outcome outcome = outcome(row);
        double error = outcome.signedError().orElseThrow();
        List<String> assumed = row.prediction().assumed();
        return new UnitRow(
                outcome.labels().id(),
                error,
                List.of(
                        outcome.labels().phase().words(),
                        outcome.labels().id(),
                        outcome.labels().layout(),
                        ValidationText.amount(Measure.THROUGHPUT, outcome.measured()),
                        ValidationText.amount(
                                Measure.THROUGHPUT, outcome.predicted().orElseThrow()),
                        ValidationText.signed(error),
                        assumed.isEmpty() ? "-" : String.join(", ", assumed)));
    }

    private static Outcome outcome(PredictedRow row) {
        return row.prediction().outcomes().stream()
                .filter(outcome -> outcome.measure() == Measure.THROUGHPUT)
                .findFirst()
                .orElseThrow();
    }
}
