package dev.meshwright.lab.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.cost.uncertainty.Measure;
import dev.meshwright.cost.uncertainty.Phase;
import dev.meshwright.lab.error.MeasuredRows;
import dev.meshwright.lab.serving.ServingMeasurements;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What rows say once their columns are read. */
class MeasuredRowTest {

    private static final RowLabels LABELS = new RowLabels("a", "m", "g", "e", Phase.SERVING, "TP2");

    private static MeasuredRow.Source source() {
        return new MeasuredRow.Source(
                Map.of(), Optional.empty(), Optional.empty(), Optional.empty(), unused -> Optional.empty());
    }

    private static RowPrediction predicted(Measure measure, double measured, double predicted) {
        return new RowPrediction(
                Map.of(), "", List.of(Outcome.predicted(LABELS, measure, measured, predicted, List.of())));
    }

    /** 8 requests on 2 GPUs, 101 tokens after the first 0.5 s, 0.02 s each: lives of 2.52 s, 8 / 2 / 2.52 a second. */
    @Test
    void throughputOfServedRowsIsByLittlesLaw() {
        Map<String, String> cells =
                new LinkedHashMap<>(MeasuredRows.row("llama-3.1-70b", "h200-sxm", 2, 1, 1000, 102, 8));
        cells.put("silicon_tpot_ms", "25");
        MeasuredRow row = new ServingMeasurements().read(cells);
        RowPrediction prediction = new RowPrediction(
                Map.of(),
                "",
                List.of(
                        Outcome.predicted(LABELS, Measure.TIME_TO_FIRST_TOKEN, 0.5, 0.5, List.of()),
                        Outcome.predicted(LABELS, Measure.TIME_PER_OUTPUT_TOKEN, 0.025, 0.02, List.of())));
        PredictedRow whole = new PredictedRow(row, prediction);
        assertThat(whole.predictedThroughput().orElseThrow()).isCloseTo(8 / 2.0 / 2.52, within(1e-12));
        assertThat(whole.throughputResidual().orElseThrow())
                .isCloseTo(-Math.log(2.52 / (0.5 + 101 * 0.025)), within(1e-12));
        // One time alone says nothing of a life.
        assertThat(new PredictedRow(row, predicted(Measure.TIME_PER_OUTPUT_TOKEN, 0.025, 0.02)).throughputResidual())
                .isEmpty();
    }

    /** A step that takes a quarter longer than measured is a fifth slower. */
    @Test
    void longerStepsAreLowerThroughput() {
        MeasuredRow run = new MeasuredRow.Run(source(), catalogues -> RowPrediction.none("not asked"));
        assertThat(new PredictedRow(run, predicted(Measure.STEP_TIME, 4, 5)).throughputResidual())
                .hasValue(-Math.log(1.25));
        assertThat(new PredictedRow(run, predicted(Measure.STEP_TIME, 4, 5)).predictedThroughput())
                .hasValue(0.2);
        assertThat(new PredictedRow(run, predicted(Measure.THROUGHPUT, 4, 5)).throughputResidual())
                .hasValue(Math.log(1.25));
        assertThat(new PredictedRow(run, predicted(Measure.MEMORY, 4, 5)).throughputResidual())
                .isEmpty();
    }

    @Test
    void rowsThatCannotBePredictedSayWhy() {
        MeasuredRow failing = new MeasuredRow.Run(source(), catalogues -> {
            throw new UnpredictableRowException("unknown GPU a10");
        });
        assertThat(failing.predict(MeasuredRows.catalogues()).reason()).isEqualTo("unknown GPU a10");
        MeasuredRow unreadable = new ServingMeasurements().read(Map.of("backend", "llama.cpp"));
        assertThat(unreadable).isInstanceOf(MeasuredRow.Unreadable.class);
        assertThat(unreadable.predict(MeasuredRows.catalogues()).reason()).isEqualTo("unknown engine llama.cpp");
        assertThat(new PredictedRow(unreadable, unreadable.predict(MeasuredRows.catalogues())).throughputResidual())
                .isEmpty();
    }
}
