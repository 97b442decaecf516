package dev.meshwright.lab.training;

import dev.meshwright.cost.engine.Calibration;
import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.lab.row.Catalogues;
import dev.meshwright.lab.row.GpuNames;
import dev.meshwright.lab.row.MeasurementKind;
import dev.meshwright.lab.row.Outcome;
import dev.meshwright.lab.row.RowLabels;
import dev.meshwright.lab.row.RowPrediction;
import dev.meshwright.lab.row.RowValues;
import dev.meshwright.lab.row.UnpredictableRowException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Training runs of models cut to a few layers: milliseconds of a step and GiB of the allocator's peak. */
public final class TrainingMemoryMeasurements implements MeasurementKind {

    /** Column of the predicted step, in milliseconds. */
    static final String PREDICTED_STEP = "predicted_value";

    /** Column of the predicted peak of the allocated memory, in GiB. */
    static final String PREDICTED_PEAK = "predicted_peak_gib";

    private static final double MILLISECONDS = 1e3;
    private static final double GIBIBYTE = 0x1p30;

    @Override
    public String name() {
        return "training memory measurements";
    }

    @Override
    public List<String> requiredColumns() {
        return List.of(
                "case", "model", "layers", "gpu", "gpus", "micro_batches", "measured_step_ms", "measured_peak_gib");
    }

    @Override
    public List<String> numericColumns() {
        return List.of(
                "layers",
                "gpus",
                "tp",
                "ep",
                "pp",
                "dp",
                "cp",
                "seq_len",
                "micro_batches",
                "measured_step_ms",
                "measured_peak_gib");
    }

    @Override
    public List<String> predictedColumns() {
        return List.of(PREDICTED_STEP, PREDICTED_PEAK);
    }

    @Override
    public RowPrediction predict(Map<String, String> row, Catalogues catalogues) {
        try {
            TrainingMemoryRow read = TrainingMemoryRow.of(row);
            RowLabels labels = new RowLabels(
                    read.id(), read.model(), read.gpu(), "not stated", "training-cut-models", read.layout());
            List<Outcome> outcomes = new TrainingOutcomes(catalogues).cut(read, labels);
            return new RowPrediction(
                    Map.of(
                            PREDICTED_STEP,
                            Double.toString(predicted(outcomes.getFirst()) * MILLISECONDS),
                            PREDICTED_PEAK,
                            Double.toString(predicted(outcomes.getLast()) / GIBIBYTE)),
                    "",
                    outcomes);
        } catch (UnpredictableRowException exception) {
            return new RowPrediction(Map.of(), String.valueOf(exception.getMessage()), List.of());
        }
    }

    private static double predicted(Outcome outcome) {
        return outcome.predicted().orElseThrow();
    }

    /** Rows that train the same number of sequences. */
    @Override
    public Optional<String> question(Map<String, String> row) {
        int sequences = RowValues.count(row, "micro_batches", 1) * RowValues.count(row, "dp", 1);
        return Optional.of(String.join(
                " | ",
                row.getOrDefault("model", ""),
                row.getOrDefault("layers", ""),
                row.getOrDefault("gpu", ""),
                row.getOrDefault("gpus", ""),
                row.getOrDefault("seq_len", ""),
                row.getOrDefault("precision", ""),
                Integer.toString(sequences)));
    }

    @Override
    public Optional<String> engine(Map<String, String> row) {
        return Optional.of(Calibration.TRAINING);
    }

    @Override
    public Optional<Gpu> gpu(Map<String, String> row, Catalogues catalogues) {
        return GpuNames.known(row.getOrDefault("gpu", ""), catalogues.gpus());
    }
}
