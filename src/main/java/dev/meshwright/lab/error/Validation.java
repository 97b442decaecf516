package dev.meshwright.lab.error;

import dev.meshwright.base.patience.Patience;
import dev.meshwright.cost.uncertainty.Measure;
import dev.meshwright.cost.uncertainty.Phase;
import dev.meshwright.lab.row.Catalogues;
import dev.meshwright.lab.row.MeasuredRow;
import dev.meshwright.lab.row.MeasurementKind;
import dev.meshwright.lab.row.Outcome;
import dev.meshwright.lab.row.PredictedRow;
import dev.meshwright.lab.row.RowPrediction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/**
 * Predictions for all rows of a file.
 *
 * @param kind of the rows
 * @param rows in the order of the file
 */
public record Validation(MeasurementKind kind, List<PredictedRow> rows) {

    private static final Set<Phase> UNIT_PHASES = Collections.unmodifiableSet(EnumSet.of(Phase.PREFILL, Phase.DECODE));

    private static final String STOPPED = "stopped before";

    public Validation {
        rows = List.copyOf(rows);
    }

    /** Predicts every row. */
    public static Validation of(MeasurementKind kind, List<MeasuredRow> rows, Catalogues catalogues) {
        return of(kind, rows, catalogues, done -> {}, () -> false);
    }

    /** The same; {@code progress} is told how many rows are done, and rows for which no patience is left have no prediction. */
    public static Validation of(
            MeasurementKind kind,
            List<MeasuredRow> rows,
            Catalogues catalogues,
            IntConsumer progress,
            BooleanSupplier cancelled) {
        List<PredictedRow> predicted = new ArrayList<>();
        for (MeasuredRow row : rows) {
            RowPrediction prediction = Patience.within(cancelled, () -> {
                        Patience.ask();
                        return row.predict(catalogues);
                    })
                    .orElseGet(() -> RowPrediction.none(STOPPED));
            predicted.add(new PredictedRow(row, prediction));
            progress.accept(predicted.size());
        }
        return new Validation(kind, predicted);
    }

    /** How many rows are predicted. */
    public int predicted() {
        return (int) rows.stream().filter(row -> row.prediction().predicted()).count();
    }

    /** Whether predicting was stopped before the last row. */
    public boolean stopped() {
        return rows.stream().anyMatch(row -> row.prediction().reason().equals(STOPPED));
    }

    /** All outcomes in the order of the rows. */
    public List<Outcome> outcomes() {
        return rows.stream()
                .flatMap(row -> row.prediction().outcomes().stream())
                .toList();
    }

    /** Outcomes by what was measured; a measure that no row has is left out. */
    public Map<Measure, List<Outcome>> byMeasure() {
        Map<Measure, List<Outcome>> measures = new EnumMap<>(Measure.class);
        for (Measure measure : Measure.values()) {
            List<Outcome> those = outcomes().stream()
                    .filter(outcome -> outcome.measure() == measure)
                    .toList();
            if (!those.isEmpty()) {
                measures.put(measure, those);
            }
        }
        return measures;
    }

    /** How many rows cannot be predicted, by reason. */
    public Map<String, Integer> unpredicted() {
        Map<String, Integer> reasons = new TreeMap<>();
        for (PredictedRow row : rows) {
            if (!row.prediction().predicted()) {
                reasons.merge(row.prediction().reason(), 1, Integer::sum);
            }
        }
        return reasons;
    }

    /** Units of prefill or decode with experts spread over many GPUs: predicted rows that measure tokens per second. */
    public List<PredictedRow> units() {
        return rows.stream()
                .filter(row -> phase(row).filter(UNIT_PHASES::contains).isPresent())
                .toList();
    }

    /** Other predicted rows with a measured figure that no fit uses a row of: batches, maximal load, fine-tuning, single layers. */
    public List<PredictedRow> pureTests() {
        return rows.stream()
                .filter(row -> row.prediction().predicted()
                        && phase(row)
                                .filter(phase -> Half.neverFitted(phase) && !UNIT_PHASES.contains(phase))
                                .isPresent())
                .toList();
    }

    /**
     * Starts of engines of which is known whether they ran.
     *
     * @param known how many
     * @param right how many of them are predicted as they went
     * @param wrong ids of the others
     */
    public record Starts(int known, int right, List<String> wrong) {
        public Starts {
            wrong = List.copyOf(wrong);
        }
    }

    /** How many starts of engines are predicted as they went. */
    public Starts starts() {
        int known = 0;
        List<String> wrong = new ArrayList<>();
        for (PredictedRow row : rows) {
            if (row.row() instanceof MeasuredRow.Started started
                    && started.runs().isPresent()
                    && row.prediction().runs().isPresent()) {
                known++;
                if (!started.runs().equals(row.prediction().runs())) {
                    wrong.add(started.source().cells().getOrDefault("id", ""));
                }
            }
        }
        return new Starts(known, known - wrong.size(), wrong);
    }

    /** What a row measured; empty where it is not known. */
    private static Optional<Phase> phase(PredictedRow row) {
        return row.prediction().outcomes().stream()
                .map(outcome -> outcome.labels().phase())
                .findFirst();
    }

    /** Whether fits used any of the rows. */
    public boolean fitted() {
        return outcomes().stream().anyMatch(outcome -> Half.of(outcome.labels()) == Half.FITTED);
    }

    /** What choosing layouts by these predictions costs; {@link Regret#NONE} for rows that are no serving. */
    public Regret regret() {
        return Regret.of(rows);
    }
}
