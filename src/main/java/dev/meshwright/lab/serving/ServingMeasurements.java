package dev.meshwright.lab.serving;

import dev.meshwright.cost.uncertainty.Measure;
import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.lab.row.Catalogues;
import dev.meshwright.lab.row.GpuNames;
import dev.meshwright.lab.row.MeasurementKind;
import dev.meshwright.lab.row.Outcome;
import dev.meshwright.lab.row.PredictedRow;
import dev.meshwright.lab.row.RowLabels;
import dev.meshwright.lab.row.RowPrediction;
import dev.meshwright.lab.row.RowValues;
import dev.meshwright.lab.row.UnpredictableRowException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** Aggregated serving at fixed concurrency: time to first token and time per output token, in milliseconds. */
public final class ServingMeasurements implements MeasurementKind {

    /** Column of the predicted time to first token. */
    public static final String PREDICTED_FIRST_TOKEN = "predicted_ttft_ms";

    /** Column of the predicted time per output token. */
    public static final String PREDICTED_OUTPUT_TOKEN = "predicted_tpot_ms";

    static final String MEASURED_FIRST_TOKEN = "silicon_ttft_ms";

    /** Column of the measured time per output token, in milliseconds. */
    public static final String MEASURED_OUTPUT_TOKEN = "silicon_tpot_ms";

    private static final double MILLISECONDS = 1e3;

    @Override
    public String name() {
        return "serving measurements";
    }

    @Override
    public List<String> requiredColumns() {
        return List.of("backend", "model_path", "system", "isl", "osl", MEASURED_OUTPUT_TOKEN);
    }

    @Override
    public List<String> numericColumns() {
        return List.of(
                "isl",
                "osl",
                "concurrency",
                "batch_size",
                "tp_size",
                "pp_size",
                "attention_dp_size",
                "moe_tp_size",
                "moe_ep_size",
                MEASURED_FIRST_TOKEN,
                MEASURED_OUTPUT_TOKEN);
    }

    @Override
    public List<String> predictedColumns() {
        return List.of(PREDICTED_FIRST_TOKEN, PREDICTED_OUTPUT_TOKEN);
    }

    @Override
    public RowPrediction predict(Map<String, String> row, Catalogues catalogues) {
        ServingRow read;
        ServingRecipe recipe;
        try {
            read = ServingRow.of(row);
            recipe = ServingRecipe.of(read);
        } catch (UnpredictableRowException unreadable) {
            return unpredicted(row, labels(row, statedLayout(row)), String.valueOf(unreadable.getMessage()));
        }
        RowLabels labels = labels(row, recipe.degrees().label());
        try {
            return predicted(read, labels, ServingPrediction.of(read, recipe, catalogues));
        } catch (UnpredictableRowException unpredictable) {
            return unpredicted(row, labels, String.valueOf(unpredictable.getMessage()));
        }
    }

    private static RowPrediction predicted(ServingRow row, RowLabels labels, ServingPrediction prediction) {
        List<Outcome> outcomes = new ArrayList<>();
        row.timeToFirstTokenSeconds()
                .ifPresent(measured -> outcomes.add(Outcome.predicted(
                        labels,
                        Measure.TIME_TO_FIRST_TOKEN,
                        measured,
                        prediction.timeToFirstTokenSeconds(),
                        prediction.firstTokenTerms())));
        row.timePerOutputTokenSeconds()
                .ifPresent(measured -> outcomes.add(Outcome.predicted(
                        labels,
                        Measure.TIME_PER_OUTPUT_TOKEN,
                        measured,
                        prediction.timePerOutputTokenSeconds(),
                        prediction.outputTokenTerms())));
        return new RowPrediction(
                Map.of(
                        PREDICTED_FIRST_TOKEN,
                        Double.toString(prediction.timeToFirstTokenSeconds() * MILLISECONDS),
                        PREDICTED_OUTPUT_TOKEN,
                        Double.toString(prediction.timePerOutputTokenSeconds() * MILLISECONDS)),
                "",
                outcomes);
    }

    private static RowPrediction unpredicted(Map<String, String> row, RowLabels labels, String reason) {
        List<Outcome> outcomes = new ArrayList<>();
        measured(row, MEASURED_FIRST_TOKEN)
                .ifPresent(seconds ->
                        outcomes.add(Outcome.unpredicted(labels, Measure.TIME_TO_FIRST_TOKEN, seconds, reason)));
        measured(row, MEASURED_OUTPUT_TOKEN)
                .ifPresent(seconds ->
                        outcomes.add(Outcome.unpredicted(labels, Measure.TIME_PER_OUTPUT_TOKEN, seconds, reason)));
        return new RowPrediction(Map.of(), reason, outcomes);
    }

    private static OptionalDouble measured(Map<String, String> row, String column) {
        OptionalDouble value = RowValues.numberOrNone(row, column);
        return value.isPresent() && value.getAsDouble() > 0
                ? OptionalDouble.of(value.getAsDouble() / MILLISECONDS)
                : OptionalDouble.empty();
    }

    private static RowLabels labels(Map<String, String> row, String layout) {
        return new RowLabels(
                row.getOrDefault("id", ""),
                row.getOrDefault("model_path", ""),
                gpuName(row),
                row.getOrDefault("backend", ""),
                "serving",
                layout);
    }

    /** The degrees of a row that cannot be read. */
    private static String statedLayout(Map<String, String> row) {
        return "TP" + degree(row, "tp_size") + " DP" + degree(row, "attention_dp_size") + " EP"
                + degree(row, "moe_ep_size") + " ETP" + degree(row, "moe_tp_size") + " PP" + degree(row, "pp_size");
    }

    private static String degree(Map<String, String> row, String column) {
        String text = row.getOrDefault(column, "").strip();
        return text.isEmpty() || text.equals("0") ? "1" : text;
    }

    @Override
    public Optional<String> question(Map<String, String> row) {
        return Optional.of(String.join(
                " | ",
                List.of("model_path", "system", "precision", "backend", "isl", "osl").stream()
                        .map(column -> row.getOrDefault(column, ""))
                        .toList()));
    }

    /** By Little's law: a request takes its first token and the others' time; throughput is the inverse. */
    @Override
    public OptionalDouble throughputResidual(PredictedRow row) {
        OptionalDouble measured = lifetime(row, Outcome::measured);
        OptionalDouble predicted = lifetime(row, outcome -> outcome.predicted().orElse(Double.NaN));
        return measured.isPresent() && predicted.isPresent()
                ? OptionalDouble.of(-Math.log(predicted.getAsDouble() / measured.getAsDouble()))
                : OptionalDouble.empty();
    }

    @Override
    public OptionalDouble predictedThroughput(PredictedRow row) {
        OptionalDouble lifetime = lifetime(row, outcome -> outcome.predicted().orElse(Double.NaN));
        return lifetime.isPresent()
                ? OptionalDouble.of(sequences(row.cells()) / gpus(row.cells()) / lifetime.getAsDouble())
                : OptionalDouble.empty();
    }

    /** Seconds of a request: its first token and the others; empty unless both times are known. */
    private static OptionalDouble lifetime(PredictedRow row, ToDoubleFunction<Outcome> seconds) {
        double others = Math.max(1, RowValues.numberOrNone(row.cells(), "osl").orElse(1) - 1);
        double sum = 0;
        int times = 0;
        for (Outcome outcome : row.prediction().outcomes()) {
            double each = seconds.applyAsDouble(outcome);
            sum += outcome.measure() == Measure.TIME_TO_FIRST_TOKEN ? each : others * each;
            times += Double.isNaN(each) ? 0 : 1;
        }
        return times == 2 ? OptionalDouble.of(sum) : OptionalDouble.empty();
    }

    /** Requests in flight; 0 where the row does not say. */
    public static double sequences(Map<String, String> cells) {
        double concurrency = RowValues.numberOrNone(cells, "concurrency").orElse(0);
        return concurrency > 0
                ? concurrency
                : RowValues.numberOrNone(cells, "batch_size").orElse(0);
    }

    /** GPUs of the deployment. */
    public static double gpus(Map<String, String> cells) {
        return atLeastOne(cells, "tp_size") * atLeastOne(cells, "attention_dp_size") * atLeastOne(cells, "pp_size");
    }

    private static double atLeastOne(Map<String, String> cells, String column) {
        return Math.max(1, RowValues.numberOrNone(cells, column).orElse(1));
    }

    @Override
    public Optional<String> engine(Map<String, String> row) {
        try {
            return Optional.of(ServingRow.engine(row).label());
        } catch (UnpredictableRowException unknown) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<Gpu> gpu(Map<String, String> row, Catalogues catalogues) {
        try {
            return Optional.of(GpuNames.system(gpuName(row), catalogues.gpus()));
        } catch (UnpredictableRowException unknown) {
            return Optional.empty();
        }
    }

    private static String gpuName(Map<String, String> row) {
        return row.getOrDefault("system", "");
    }
}
