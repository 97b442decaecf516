package dev.meshwright.validation;

import dev.meshwright.cluster.Gpu;
import dev.meshwright.cost.Calibration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Published figures, one a row, of whatever their sources measured: seconds of training steps, and tokens per second of
 * units that prefill or decode with experts spread over many GPUs. Training rows whose source leaves something open that
 * had to be assumed are a phase of their own. Rows of other phases say that they are not predicted.
 */
public final class PublishedMeasurements implements MeasurementKind {

    private static final String PREDICTED = "predicted_value";

    private static final String TRAIN = "train";
    private static final String PREFILL = "prefill";
    private static final String DECODE = "decode";

    @Override
    public String name() {
        return "published measurements";
    }

    @Override
    public List<String> requiredColumns() {
        return List.of("model", "phase", "gpu", "n_gpus", "tp", "ep", "pp", "gbs", "seq_len", "value", "unit");
    }

    @Override
    public List<String> numericColumns() {
        return List.of(
                "n_gpus",
                "gpus_per_node",
                "tp",
                "ep",
                "pp",
                "cp",
                "vpp",
                "etp",
                "mbs",
                "gbs",
                "seq_len",
                "isl",
                "osl",
                "batch_per_gpu",
                "value",
                "step_s",
                "tpot_ms",
                "mem_gb");
    }

    @Override
    public List<String> predictedColumns() {
        return List.of(PREDICTED);
    }

    @Override
    public RowPrediction predict(Map<String, String> row, Catalogues catalogues) {
        try {
            return switch (row.getOrDefault("phase", "")) {
                case TRAIN -> training(row, new TrainingOutcomes(catalogues));
                case PREFILL, DECODE -> unit(row, new TrainingOutcomes(catalogues));
                default ->
                    throw new UnpredictableRowException("no prediction of phase " + row.getOrDefault("phase", ""));
            };
        } catch (UnpredictableRowException exception) {
            return new RowPrediction(Map.of(), String.valueOf(exception.getMessage()), List.of());
        }
    }

    private static RowPrediction training(Map<String, String> row, TrainingOutcomes model) {
        List<Outcome> outcomes = model.published(TrainingRow.of(row), labels(row));
        Outcome step = outcomes.getFirst();
        return new RowPrediction(cells(row, step.measured() / step.predicted().orElseThrow()), "", outcomes);
    }

    private static RowPrediction unit(Map<String, String> row, TrainingOutcomes model) {
        LargeScaleRow read = LargeScaleRow.of(row);
        Outcome rate = model.rate(read, labels(row));
        return new RowPrediction(
                cells(row, rate.predicted().orElseThrow() / rate.measured()), "", List.of(rate), read.assumed());
    }

    /** The row's figure as predicted, when rates are {@code faster} times the measured one: times are as much shorter. */
    private static Map<String, String> cells(Map<String, String> row, double faster) {
        OptionalDouble value = RowValues.numberOrNone(row, "value");
        String unit = row.getOrDefault("unit", "");
        boolean time = unit.equals("s") || unit.equals("ms") || unit.contains("GPU-hours");
        return value.isEmpty()
                ? Map.of()
                : Map.of(PREDICTED, Double.toString(value.getAsDouble() * (time ? 1 / faster : faster)));
    }

    private static RowLabels labels(Map<String, String> row) {
        boolean complete = row.getOrDefault("quality", "").equals("complete");
        String framework = row.getOrDefault("framework", "").replaceAll("[ ,;(].*", "");
        return new RowLabels(
                row.getOrDefault("id", ""),
                row.getOrDefault("model", ""),
                row.getOrDefault("gpu", "").replaceAll(" *\\(.*", "").toUpperCase(Locale.ROOT),
                framework.isEmpty() ? "not stated" : framework,
                phase(row.getOrDefault("phase", ""), complete),
                layout(row));
    }

    private static String phase(String phase, boolean complete) {
        return !phase.equals(TRAIN) ? phase : complete ? "training" : "training-partly-stated";
    }

    private static String layout(Map<String, String> row) {
        StringBuilder layout = new StringBuilder();
        for (String degree : List.of("tp", "ep", "pp", "cp")) {
            String text = row.getOrDefault(degree, "").strip();
            layout.append(layout.isEmpty() ? "" : " ")
                    .append(degree.toUpperCase(Locale.ROOT))
                    .append(text.isEmpty() || text.equals("0") ? "1" : text);
        }
        return layout.toString();
    }

    @Override
    public Optional<String> question(Map<String, String> row) {
        return Optional.of(String.join(
                " | ",
                List.of("model", "gpu", "n_gpus", "precision", "framework", "gbs", "seq_len", "isl", "osl").stream()
                        .map(column -> row.getOrDefault(column, ""))
                        .toList()));
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
