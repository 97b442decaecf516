package dev.meshwright.lab.speculation;

import dev.meshwright.cost.uncertainty.Measure;
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
import dev.meshwright.lab.serving.MeasuredServing;
import dev.meshwright.lab.serving.ReplayedServing;
import dev.meshwright.lab.serving.ServingRecipe;
import dev.meshwright.lab.serving.ServingRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A deployment that guesses tokens with its model's own prediction layers, and where it was measured its speed-up: the time per output token
 * without guesses over that with them.
 */
public final class PairMeasurements implements MeasurementKind {

    private static final double MILLISECONDS = 1e3;

    private static final String FIRST_TOKEN = "predicted_ttft_ms";

    private static final String OUTPUT_TOKEN = "predicted_tpot_ms";

    private static final String WITHOUT = "predicted_tpot_without_mtp_ms";

    private static final String SPEED_UP = "predicted_speedup";

    private static final Pattern DRAFTS = Pattern.compile("(\\d+)");

    /** What InferenceX's scripts for the model set where the row does not say: three steps of one guess each. */
    private static final int USUAL_DRAFTS = 3;

    @Override
    public String name() {
        return "measurements of speculative decoding";
    }

    @Override
    public List<String> requiredColumns() {
        return List.of("model", "gpu", "engine", "tp", "isl", "osl", "concurrency", "mtp", "mean_tpot_ms");
    }

    @Override
    public List<String> numericColumns() {
        return List.of(
                "tp",
                "ep",
                "isl",
                "osl",
                "concurrency",
                "mean_ttft_ms",
                "mean_tpot_ms",
                "tpot_without_mtp_ms",
                "speedup");
    }

    @Override
    public List<String> predictedColumns() {
        return List.of(FIRST_TOKEN, OUTPUT_TOKEN, WITHOUT, SPEED_UP);
    }

    @Override
    public MeasuredRow read(Map<String, String> row) {
        MeasuredRow.Source source = new MeasuredRow.Source(
                row,
                Optional.empty(),
                Optional.ofNullable(row.get("engine"))
                        .map(words -> words.toLowerCase(Locale.ROOT).replaceFirst(" .*", "")),
                Optional.ofNullable(row.get("engine")),
                catalogues -> GpuNames.known(row.getOrDefault("gpu", ""), catalogues.gpus()));
        try {
            ServingRow read = ServingRow.of(served(row));
            return new MeasuredRow.Run(source, catalogues -> predicted(row, read, catalogues));
        } catch (UnpredictableRowException unreadable) {
            return new MeasuredRow.Unreadable(source, RowPrediction.none(String.valueOf(unreadable.getMessage())));
        }
    }

    /** The row as rows of serving name their cells. */
    private static Map<String, String> served(Map<String, String> row) {
        Map<String, String> cells = new HashMap<>();
        String engine = row.getOrDefault("engine", "");
        cells.put("backend", engine.replaceFirst(" .*", ""));
        cells.put("backend_version", engine.replaceFirst("^\\S+ ?", ""));
        cells.put("model_path", row.getOrDefault("model", ""));
        cells.put("system", row.getOrDefault("gpu", ""));
        cells.put("precision", row.getOrDefault("precision", ""));
        cells.put("tp_size", row.getOrDefault("tp", ""));
        cells.put("moe_ep_size", row.getOrDefault("ep", ""));
        for (String same : List.of("isl", "osl", "concurrency")) {
            cells.put(same, row.getOrDefault(same, ""));
        }
        cells.put("silicon_tpot_ms", row.getOrDefault("mean_tpot_ms", ""));
        cells.put("silicon_ttft_ms", row.getOrDefault("mean_ttft_ms", ""));
        return cells;
    }

    private static RowPrediction predicted(Map<String, String> row, ServingRow read, Catalogues catalogues) {
        Matcher stated = DRAFTS.matcher(row.getOrDefault("mtp", ""));
        int drafts = stated.find() ? Integer.parseInt(stated.group(1)) : USUAL_DRAFTS;
        ReplayedServing with = replayed(read, drafts, catalogues);
        ReplayedServing without = replayed(read, 0, catalogues);
        double first = with.firstToken().mean();
        double perToken = with.outputToken().mean();
        double plain = without.outputToken().mean();
        Map<String, String> cells = new LinkedHashMap<>();
        cells.put(FIRST_TOKEN, Double.toString(first * MILLISECONDS));
        cells.put(OUTPUT_TOKEN, Double.toString(perToken * MILLISECONDS));
        cells.put(WITHOUT, Double.toString(plain * MILLISECONDS));
        cells.put(SPEED_UP, Double.toString(plain / perToken));
        RowLabels labels = new RowLabels(
                row.getOrDefault("id", ""),
                row.getOrDefault("model", ""),
                row.getOrDefault("gpu", ""),
                row.getOrDefault("engine", ""),
                Phase.SERVING,
                "TP" + row.getOrDefault("tp", "") + ", " + drafts + " drafts");
        List<Outcome> outcomes = new ArrayList<>();
        figure(
                labels,
                Measure.TIME_TO_FIRST_TOKEN,
                RowValues.scaled(row, "mean_ttft_ms", 1 / MILLISECONDS),
                first,
                outcomes);
        figure(
                labels,
                Measure.TIME_PER_OUTPUT_TOKEN,
                RowValues.scaled(row, "mean_tpot_ms", 1 / MILLISECONDS),
                perToken,
                outcomes);
        figure(labels, Measure.SPEED_UP, RowValues.numberOrNone(row, "speedup"), plain / perToken, outcomes);
        return new RowPrediction(cells, "", outcomes);
    }

    private static ReplayedServing replayed(ServingRow row, int drafts, Catalogues catalogues) {
        return MeasuredServing.of(row, ServingRecipe.of(row).withDrafts(drafts, row.modelPath()), catalogues)
                .replayed(catalogues, catalogues.engines());
    }

    private static void figure(
            RowLabels labels, Measure measure, OptionalDouble measured, double predicted, List<Outcome> outcomes) {
        if (measured.isPresent() && measured.getAsDouble() > 0) {
            outcomes.add(Outcome.predicted(labels, measure, measured.getAsDouble(), predicted, List.of()));
        }
    }
}
