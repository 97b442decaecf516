package dev.meshwright.lab.pool;

import dev.meshwright.cost.uncertainty.Measure;
import dev.meshwright.cost.uncertainty.Phase;
import dev.meshwright.lab.row.Catalogues;
import dev.meshwright.lab.row.Foretold;
import dev.meshwright.lab.row.GpuNames;
import dev.meshwright.lab.row.MeasuredRow;
import dev.meshwright.lab.row.MeasurementKind;
import dev.meshwright.lab.row.Outcome;
import dev.meshwright.lab.row.RowLabels;
import dev.meshwright.lab.row.RowPrediction;
import dev.meshwright.lab.row.RowValues;
import dev.meshwright.lab.row.UnpredictableRowException;
import dev.meshwright.layout.PoolRole;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Deployments with pools for prompts and for answers: times in milliseconds, tokens per second of all GPUs. Throughput is that of
 * output tokens, of a pool that only reads that of input tokens, for each GPU.
 */
public final class PoolMeasurements implements MeasurementKind {

    private static final double MILLISECONDS = 1e3;

    private static final String FIRST_TOKEN = "predicted_ttft_ms";

    private static final String OUTPUT_TOKEN = "predicted_tpot_ms";

    private static final String THROUGHPUT = "predicted_tokens_s_per_gpu";

    @Override
    public String name() {
        return "measurements of pools";
    }

    @Override
    public List<String> requiredColumns() {
        return List.of("model", "gpu", "engine", "prefill_layout", "decode_layout", "isl", "osl");
    }

    @Override
    public List<String> numericColumns() {
        return List.of(
                "mean_ttft_ms",
                "mean_tpot_ms",
                "ttft_ms",
                "tpot_ms",
                "output_tok_s_all",
                "output_tokens_s_total",
                "input_tokens_s_total");
    }

    @Override
    public List<String> predictedColumns() {
        return List.of(FIRST_TOKEN, OUTPUT_TOKEN, THROUGHPUT);
    }

    @Override
    public MeasuredRow read(Map<String, String> row) {
        try {
            PoolRow read = PoolRow.of(row);
            return new MeasuredRow.Run(
                    source(row, Optional.of(read.engine().label())), catalogues -> predicted(row, read, catalogues));
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
                Optional.ofNullable(row.get("engine")),
                catalogues -> GpuNames.known(row.getOrDefault("gpu", ""), catalogues.gpus()));
    }

    private static RowPrediction predicted(Map<String, String> row, PoolRow read, Catalogues catalogues) {
        PoolCase pools = new PoolCase(read, catalogues);
        Map<String, String> cells = new LinkedHashMap<>();
        List<Outcome> outcomes = new ArrayList<>();
        RowLabels labels = labels(row, read);
        if (read.clients().isEmpty()) {
            for (PoolRole role : read.pools().keySet()) {
                double tokens = pools.tokensPerSecondPerGpu(role);
                cells.put(THROUGHPUT, Double.toString(tokens));
                String column = role == PoolRole.PREFILL ? "input_tokens_s_total" : "output_tokens_s_total";
                OptionalDouble measured = RowValues.scaled(row, column, 1.0 / pools.gpus(role));
                figure(labels, Measure.THROUGHPUT, measured, tokens, outcomes);
            }
            return new RowPrediction(cells, "", outcomes, read.assumed());
        }
        OptionalDouble measuredFirst = seconds(row, "mean_ttft_ms", "ttft_ms");
        Foretold seen = catalogues
                .plans()
                .of(row)
                .orElseGet(() -> pools.replayed(read.clients().getAsInt(), measuredFirst));
        double first = seen.firstTokenSeconds();
        double perToken = seen.outputTokenSeconds();
        double tokens = seen.tokensPerSecond() / pools.gpus();
        cells.put(FIRST_TOKEN, Double.toString(first * MILLISECONDS));
        cells.put(OUTPUT_TOKEN, Double.toString(perToken * MILLISECONDS));
        cells.put(THROUGHPUT, Double.toString(tokens));
        figure(labels, Measure.TIME_TO_FIRST_TOKEN, measuredFirst, first, outcomes);
        figure(labels, Measure.TIME_PER_OUTPUT_TOKEN, seconds(row, "mean_tpot_ms", "tpot_ms"), perToken, outcomes);
        figure(
                labels,
                Measure.THROUGHPUT,
                either(row, 1.0 / pools.gpus(), "output_tok_s_all", "output_tokens_s_total"),
                tokens,
                outcomes);
        return new RowPrediction(cells, "", outcomes, read.assumed());
    }

    private static void figure(
            RowLabels labels, Measure measure, OptionalDouble measured, double predicted, List<Outcome> outcomes) {
        if (measured.isPresent() && measured.getAsDouble() > 0) {
            outcomes.add(Outcome.predicted(labels, measure, measured.getAsDouble(), predicted, List.of()));
        }
    }

    private static OptionalDouble seconds(Map<String, String> row, String one, String other) {
        return either(row, 1 / MILLISECONDS, one, other);
    }

    private static OptionalDouble either(Map<String, String> row, double factor, String one, String other) {
        OptionalDouble first = RowValues.scaled(row, one, factor);
        return first.isPresent() ? first : RowValues.scaled(row, other, factor);
    }

    private static RowLabels labels(Map<String, String> row, PoolRow read) {
        return new RowLabels(
                row.getOrDefault("id", ""),
                read.model(),
                read.gpu(),
                row.getOrDefault("engine", ""),
                Phase.SERVING,
                row.getOrDefault("prefill_layout", "") + " + " + row.getOrDefault("decode_layout", ""));
    }
}
