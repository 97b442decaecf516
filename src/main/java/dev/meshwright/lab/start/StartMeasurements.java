package dev.meshwright.lab.start;

import dev.meshwright.cost.uncertainty.Measure;
import dev.meshwright.cost.uncertainty.Phase;
import dev.meshwright.lab.row.Catalogues;
import dev.meshwright.lab.row.GpuNames;
import dev.meshwright.lab.row.MeasuredRow;
import dev.meshwright.lab.row.MeasurementKind;
import dev.meshwright.lab.row.Outcome;
import dev.meshwright.lab.row.RowLabels;
import dev.meshwright.lab.row.RowPrediction;
import dev.meshwright.lab.row.UnpredictableRowException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Start-up logs of engines: GiB of weights and of room for the cache, tokens of the cache, and whether they ran. */
public final class StartMeasurements implements MeasurementKind {

    private static final String PREDICTED_WEIGHTS = "predicted_weights_gib";
    private static final String PREDICTED_ROOM = "predicted_kv_gib";
    private static final String PREDICTED_TOKENS = "predicted_kv_tokens";
    private static final String PREDICTED_OUTCOME = "predicted_outcome";

    private static final double GIBIBYTE = 0x1p30;

    @Override
    public String name() {
        return "starts of engines";
    }

    @Override
    public List<String> requiredColumns() {
        return List.of("engine", "model", "gpu", "tp", "memory_share", "weights_gib_per_gpu", "kv_gib_per_gpu");
    }

    /** Without the room for the cache, which logs call negative where a start fails. */
    @Override
    public List<String> numericColumns() {
        return List.of(
                "tp",
                "dp",
                "pp",
                "max_model_len",
                "max_num_seqs",
                "tokens_per_step",
                "weights_gib_per_gpu",
                "kv_tokens");
    }

    @Override
    public List<String> predictedColumns() {
        return List.of(PREDICTED_WEIGHTS, PREDICTED_ROOM, PREDICTED_TOKENS, PREDICTED_OUTCOME);
    }

    @Override
    public MeasuredRow read(Map<String, String> row) {
        try {
            StartRow read = StartRow.of(row);
            MeasuredRow.Source source = source(row, Optional.of(read.engine().label()));
            return new MeasuredRow.Started(source, read.ran(), catalogues -> predicted(read, catalogues));
        } catch (UnpredictableRowException unreadable) {
            return new MeasuredRow.Unreadable(
                    source(row, Optional.empty()), RowPrediction.none(String.valueOf(unreadable.getMessage())));
        }
    }

    private static MeasuredRow.Source source(Map<String, String> row, Optional<String> engine) {
        return new MeasuredRow.Source(
                row,
                Optional.empty(),
                engine,
                Optional.ofNullable(row.get("version")).map(version -> row.getOrDefault("engine", "") + " " + version),
                catalogues ->
                        GpuNames.known(row.getOrDefault("gpu", "").replaceFirst("\\s+or\\s.*", ""), catalogues.gpus()));
    }

    private static RowPrediction predicted(StartRow row, Catalogues catalogues) {
        StartCase.Start start = StartCase.of(row, catalogues).start(catalogues);
        RowLabels labels =
                new RowLabels(row.id(), row.model(), row.gpu(), row.engine().label(), Phase.ENGINE_START, row.layout());
        List<Outcome> outcomes = new ArrayList<>();
        row.weightBytes()
                .ifPresent(bytes -> outcomes.add(
                        Outcome.predicted(labels, Measure.WEIGHTS, bytes, start.weightBytes(), start.weights())));
        row.cacheBytes()
                .ifPresent(bytes -> outcomes.add(
                        Outcome.predicted(labels, Measure.CACHE_ROOM, bytes, start.cacheBytes(), start.reserves())));
        row.cacheTokens()
                .ifPresent(tokens -> outcomes.add(
                        Outcome.predicted(labels, Measure.CACHE_TOKENS, tokens, start.cacheTokens(), List.of())));
        Map<String, String> cells = new LinkedHashMap<>();
        cells.put(PREDICTED_WEIGHTS, Double.toString(start.weightBytes() / GIBIBYTE));
        cells.put(PREDICTED_ROOM, Double.toString(start.cacheBytes() / GIBIBYTE));
        cells.put(PREDICTED_TOKENS, Double.toString(start.cacheTokens()));
        cells.put(PREDICTED_OUTCOME, start.runs() ? "runs" : "does not start");
        return new RowPrediction(cells, "", outcomes, List.of(), Optional.of(start.runs()));
    }
}
