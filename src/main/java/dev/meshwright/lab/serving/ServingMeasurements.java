package dev.meshwright.lab.serving;

import dev.meshwright.cost.uncertainty.Measure;
import dev.meshwright.cost.uncertainty.Phase;
import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.lab.row.Catalogues;
import dev.meshwright.lab.row.Foretold;
import dev.meshwright.lab.row.GpuNames;
import dev.meshwright.lab.row.MeasuredRow;
import dev.meshwright.lab.row.MeasurementKind;
import dev.meshwright.lab.row.Outcome;
import dev.meshwright.lab.row.RowCase;
import dev.meshwright.lab.row.RowLabels;
import dev.meshwright.lab.row.RowPrediction;
import dev.meshwright.lab.row.RowValues;
import dev.meshwright.lab.row.UnpredictableRowException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Aggregated serving at fixed concurrency: time to first token and time per output token, in milliseconds. */
public final class ServingMeasurements implements MeasurementKind {

    private static final String PREDICTED_FIRST_TOKEN = "predicted_ttft_ms";

    private static final String PREDICTED_OUTPUT_TOKEN = "predicted_tpot_ms";

    private static final String MEASURED_FIRST_TOKEN = "silicon_ttft_ms";

    private static final String MEASURED_OUTPUT_TOKEN = "silicon_tpot_ms";

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
    public MeasuredRow read(Map<String, String> row) {
        MeasuredRow.Source source = source(row);
        try {
            ServingRow read = ServingRow.of(row);
            ServingRecipe recipe = ServingRecipe.of(read);
            RowLabels labels = labels(row, recipe.degrees().label());
            return new MeasuredRow.Served(
                    source, read.campaign(), load(row), new Deployment(row, read, recipe, labels));
        } catch (UnpredictableRowException unreadable) {
            return new MeasuredRow.Unreadable(
                    source, unpredicted(row, labels(row, statedLayout(row)), String.valueOf(unreadable.getMessage())));
        }
    }

    /** A deployment that was measured, with the settings of its benchmark. */
    private record Deployment(Map<String, String> row, ServingRow read, ServingRecipe recipe, RowLabels labels)
            implements RowCase {
        @Override
        public RowPrediction predicted(Catalogues catalogues) {
            return catalogues
                    .plans()
                    .of(row)
                    .map(foretold -> ServingMeasurements.predicted(read, labels, foretold))
                    .orElseGet(() -> ServingMeasurements.predicted(
                            read, labels, ServingPrediction.of(read, recipe, catalogues)));
        }

        @Override
        public RowPrediction unpredicted(String reason) {
            return ServingMeasurements.unpredicted(row, labels, reason);
        }
    }

    private static MeasuredRow.Source source(Map<String, String> row) {
        return new MeasuredRow.Source(
                row,
                Optional.of(question(row)),
                engine(row),
                Optional.ofNullable(row.get("framework")),
                catalogues -> gpu(row, catalogues));
    }

    private static MeasuredRow.Load load(Map<String, String> row) {
        String layout = String.join(
                " ",
                List.of("tp_size", "pp_size", "attention_dp_size", "moe_tp_size", "moe_ep_size").stream()
                        .map(column -> row.getOrDefault(column, ""))
                        .toList());
        OptionalDouble milliseconds = RowValues.numberOrNone(row, MEASURED_OUTPUT_TOKEN);
        return new MeasuredRow.Load(
                layout,
                sequences(row),
                gpus(row),
                Math.max(1, RowValues.numberOrNone(row, "osl").orElse(1) - 1),
                milliseconds.orElse(0) > 0 ? milliseconds : OptionalDouble.empty());
    }

    private static RowPrediction predicted(ServingRow row, RowLabels labels, ServingPrediction prediction) {
        return predicted(
                row,
                labels,
                new Figure(prediction.timeToFirstTokenSeconds(), prediction.firstTokenTerms()),
                new Figure(prediction.timePerOutputTokenSeconds(), prediction.outputTokenTerms()));
    }

    private static RowPrediction predicted(ServingRow row, RowLabels labels, Foretold foretold) {
        return predicted(
                row,
                labels,
                new Figure(foretold.firstTokenSeconds(), List.of()),
                new Figure(foretold.outputTokenSeconds(), List.of()));
    }

    /** A time and what it consists of, where that is told. */
    private record Figure(double seconds, List<Outcome.Term> terms) {}

    private static RowPrediction predicted(ServingRow row, RowLabels labels, Figure first, Figure perToken) {
        List<Outcome> outcomes = new ArrayList<>();
        row.timeToFirstTokenSeconds()
                .ifPresent(measured -> outcomes.add(Outcome.predicted(
                        labels, Measure.TIME_TO_FIRST_TOKEN, measured, first.seconds(), first.terms())));
        row.timePerOutputTokenSeconds()
                .ifPresent(measured -> outcomes.add(Outcome.predicted(
                        labels, Measure.TIME_PER_OUTPUT_TOKEN, measured, perToken.seconds(), perToken.terms())));
        return new RowPrediction(
                Map.of(
                        PREDICTED_FIRST_TOKEN,
                        Double.toString(first.seconds() * MILLISECONDS),
                        PREDICTED_OUTPUT_TOKEN,
                        Double.toString(perToken.seconds() * MILLISECONDS)),
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
                Phase.SERVING,
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

    private static String question(Map<String, String> row) {
        return String.join(
                " | ",
                List.of("model_path", "system", "precision", "backend", "isl", "osl").stream()
                        .map(column -> row.getOrDefault(column, ""))
                        .toList());
    }

    /** Requests in flight; 0 where the row does not say. */
    private static double sequences(Map<String, String> cells) {
        double concurrency = RowValues.numberOrNone(cells, "concurrency").orElse(0);
        return concurrency > 0
                ? concurrency
                : RowValues.numberOrNone(cells, "batch_size").orElse(0);
    }

    /** GPUs of the deployment. */
    private static double gpus(Map<String, String> cells) {
        return atLeastOne(cells, "tp_size") * atLeastOne(cells, "attention_dp_size") * atLeastOne(cells, "pp_size");
    }

    private static double atLeastOne(Map<String, String> cells, String column) {
        return Math.max(1, RowValues.numberOrNone(cells, column).orElse(1));
    }

    private static Optional<String> engine(Map<String, String> row) {
        try {
            return Optional.of(ServingRow.engine(row).label());
        } catch (UnpredictableRowException unknown) {
            return Optional.empty();
        }
    }

    private static Optional<Gpu> gpu(Map<String, String> row, Catalogues catalogues) {
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
