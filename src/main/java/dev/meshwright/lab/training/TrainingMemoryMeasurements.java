package dev.meshwright.lab.training;

import dev.meshwright.cost.engine.Calibration;
import dev.meshwright.cost.uncertainty.Phase;
import dev.meshwright.lab.row.Catalogues;
import dev.meshwright.lab.row.GpuNames;
import dev.meshwright.lab.row.MeasuredRow;
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
    private static final String PREDICTED_STEP = "predicted_value";

    /** Column of the predicted peak of the allocated memory, in GiB. */
    private static final String PREDICTED_PEAK = "predicted_peak_gib";

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
    public MeasuredRow read(Map<String, String> row) {
        MeasuredRow.Source source = source(row);
        try {
            TrainingMemoryRow read = TrainingMemoryRow.of(row);
            RowLabels labels = new RowLabels(
                    read.id(), read.model(), read.gpu(), "not stated", Phase.TRAINING_CUT_MODELS, read.layout());
            return new MeasuredRow.Run(source, catalogues -> predicted(read, labels, catalogues));
        } catch (UnpredictableRowException unreadable) {
            return new MeasuredRow.Unreadable(source, RowPrediction.none(String.valueOf(unreadable.getMessage())));
        }
    }

    private static RowPrediction predicted(TrainingMemoryRow row, RowLabels labels, Catalogues catalogues) {
        List<Outcome> outcomes = new TrainingOutcomes(catalogues).cut(row, labels);
        return new RowPrediction(
                Map.of(
                        PREDICTED_STEP,
                        Double.toString(predicted(outcomes.getFirst()) * MILLISECONDS),
                        PREDICTED_PEAK,
                        Double.toString(predicted(outcomes.getLast()) / GIBIBYTE)),
                "",
                outcomes);
    }

    private static MeasuredRow.Source source(Map<String, String> row) {
        return new MeasuredRow.Source(
                row,
                question(row),
                Optional.of(Calibration.TRAINING),
                Optional.ofNullable(row.get("framework")),
                catalogues -> GpuNames.known(row.getOrDefault("gpu", ""), catalogues.gpus()));
    }

    private static double predicted(Outcome outcome) {
        return outcome.predicted().orElseThrow();
    }

    /** Rows that train the same number of sequences; empty where their numbers are none. */
    private static Optional<String> question(Map<String, String> row) {
        try {
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
        } catch (UnpredictableRowException unreadable) {
            return Optional.empty();
        }
    }
}
