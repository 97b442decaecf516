package dev.meshwright.lab.speculation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.SharedData;
import dev.meshwright.cost.uncertainty.Measure;
import dev.meshwright.io.measured.MeasurementFiles;
import dev.meshwright.io.measured.MeasurementFiles.Measurements;
import dev.meshwright.lab.error.MeasuredRows;
import dev.meshwright.lab.row.MeasuredRow;
import dev.meshwright.lab.row.Outcome;
import dev.meshwright.lab.row.RowPrediction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Deployments measured with and without guesses, predicted with what is published of the model. */
class PairMeasurementsTest {

    private static Map<String, String> row() {
        return new HashMap<>(Map.ofEntries(
                Map.entry("id", "one"),
                Map.entry("model", "Qwen/Qwen3.5-397B-A17B"),
                Map.entry("gpu", "MI355X"),
                Map.entry("engine", "SGLang 0.5.19"),
                Map.entry("precision", "fp4"),
                Map.entry("tp", "4"),
                Map.entry("ep", "1"),
                Map.entry("isl", "8192"),
                Map.entry("osl", "1024"),
                Map.entry("concurrency", "4"),
                Map.entry("mtp", "on (drafts not stated)"),
                Map.entry("mean_ttft_ms", "280"),
                Map.entry("mean_tpot_ms", "4"),
                Map.entry("speedup", "2")));
    }

    private static RowPrediction predicted(Map<String, String> row) {
        return new PairMeasurements().read(row).predict(MeasuredRows.catalogues());
    }

    private static double cell(RowPrediction prediction, String column) {
        return Double.parseDouble(prediction.cells().get(column));
    }

    /** Both runs of a pair are replayed, and their times divided. */
    @Test
    void theSpeedUpIsThatOfTwoReplays() {
        RowPrediction prediction = predicted(row());
        double speedUp = cell(prediction, "predicted_speedup");
        assertThat(speedUp)
                .isCloseTo(
                        cell(prediction, "predicted_tpot_without_mtp_ms") / cell(prediction, "predicted_tpot_ms"),
                        within(1e-12));
        assertThat(prediction.outcomes())
                .extracting(Outcome::measure)
                .containsExactly(Measure.TIME_TO_FIRST_TOKEN, Measure.TIME_PER_OUTPUT_TOKEN, Measure.SPEED_UP);
    }

    /** With more in flight a step touches most experts anyway, and verifying costs as much as it gains. */
    @Test
    void theGainFallsWithTheSequencesInFlight() {
        Map<String, String> many = row();
        many.put("concurrency", "64");
        assertThat(cell(predicted(many), "predicted_speedup")).isLessThan(cell(predicted(row()), "predicted_speedup"));
    }

    @Test
    void rowsThatCannotBePredictedSayWhy() {
        Map<String, String> row = row();
        row.put("engine", "Mystery 1.0");
        assertThat(new PairMeasurements().read(row)).isInstanceOf(MeasuredRow.Unreadable.class);
        assertThat(predicted(row).reason()).contains("unknown engine");
    }

    /** Nothing is fitted to these rows: at most 12 % from the measured speed-up at the median. */
    @Test
    void publishedPairsAreMet() {
        Measurements read = MeasurementFiles.read(SharedData.require("data/measurements/speculation_pairs.csv"));
        assertThat(read.kind()).isInstanceOf(PairMeasurements.class);
        List<Double> errors = read.rows().stream()
                .flatMap(row -> row.predict(MeasuredRows.catalogues()).outcomes().stream())
                .filter(outcome -> outcome.measure() == Measure.SPEED_UP)
                .map(outcome -> Math.abs(outcome.predicted().orElseThrow() / outcome.measured() - 1))
                .sorted()
                .toList();
        assertThat(errors).hasSize(8);
        double median = (errors.get(3) + errors.get(4)) / 2;
        System.out.printf("Speed-ups: median error %.1f %%, worst %.1f %%%n", 100 * median, 100 * errors.getLast());
        assertThat(median).isLessThan(0.12);
    }
}
