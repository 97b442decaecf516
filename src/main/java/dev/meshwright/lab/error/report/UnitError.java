package dev.meshwright.lab.error.report;

import dev.meshwright.cost.uncertainty.Measure;
import dev.meshwright.lab.row.Outcome;
import dev.meshwright.lab.row.PredictedRow;
import java.util.Comparator;
import java.util.List;

/**
 * A measured unit of prefill or decode.
 *
 * @param outcome its tokens/s per GPU
 * @param error predicted over measured, minus one
 * @param assumed what its row does not state and the prediction takes for granted
 */
public record UnitError(Outcome outcome, double error, List<String> assumed) {

    /** Errors above this share are listed on their own. */
    public static final double LIMIT = 0.2;

    public UnitError {
        assumed = List.copyOf(assumed);
    }

    /** Whether the prediction is further off than {@link #LIMIT}. */
    public boolean outside() {
        return Math.abs(error) > LIMIT;
    }

    static List<UnitError> of(List<PredictedRow> units) {
        return units.stream()
                .sorted(Comparator.comparing(
                        row -> throughput(row).labels().phase().words(), Comparator.reverseOrder()))
                .map(row -> new UnitError(
                        throughput(row),
                        throughput(row).signedError().orElseThrow(),
                        row.prediction().assumed()))
                .toList();
    }

    private static Outcome throughput(PredictedRow row) {
        return row.prediction().outcomes().stream()
                .filter(outcome -> outcome.measure() == Measure.THROUGHPUT)
                .findFirst()
                .orElseThrow();
    }
}
