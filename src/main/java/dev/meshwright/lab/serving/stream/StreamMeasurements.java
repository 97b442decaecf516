package dev.meshwright.lab.serving.stream;

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
import dev.meshwright.lab.serving.ReplayedServing;
import dev.meshwright.lab.serving.ServingPrediction;
import dev.meshwright.replay.Latencies;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * Streams of requests: mean and percentiles of the time to first token, and the time per output token, in milliseconds.
 *
 * <p>A request's time per output token is what is left of its time end to end, over its tokens after the first: harnesses differ in
 * what they call so (the one of {@code inference-sim/training} divides by the events of its stream, of which vLLM sends it two
 * for a token, so that its {@code tpot_mean_ms} is half of that in all its rows).
 */
public final class StreamMeasurements implements MeasurementKind {

    private static final double MILLISECONDS = 1e3;

    private static final Map<String, ToDoubleFunction<Latencies>> STATISTICS = statistics();

    private static Map<String, ToDoubleFunction<Latencies>> statistics() {
        Map<String, ToDoubleFunction<Latencies>> statistics = new LinkedHashMap<>();
        statistics.put("mean", Latencies::mean);
        statistics.put("p50", Latencies::p50);
        statistics.put("p90", Latencies::p90);
        statistics.put("p99", Latencies::p99);
        return statistics;
    }

    @Override
    public String name() {
        return "measurements of streams";
    }

    @Override
    public List<String> requiredColumns() {
        return List.of("engine", "model", "gpu", "tp", "rate_per_s", "mean_input", "output_len", "ttft_p50_ms");
    }

    @Override
    public List<String> numericColumns() {
        return List.of(
                "tp",
                "dp",
                "rate_per_s",
                "requests",
                "mean_input",
                "output_len",
                "max_num_batched_tokens",
                "max_num_seqs",
                "system_prompt_len",
                "unique_prompts",
                "users_per_system_prompt",
                "ttft_mean_ms",
                "ttft_p50_ms",
                "ttft_p90_ms",
                "ttft_p99_ms",
                "e2e_mean_ms");
    }

    @Override
    public List<String> predictedColumns() {
        List<String> columns = new ArrayList<>();
        for (String time : List.of("ttft", "tpot")) {
            STATISTICS.keySet().forEach(statistic -> columns.add("predicted_" + time + "_" + statistic + "_ms"));
        }
        return columns;
    }

    @Override
    public MeasuredRow read(Map<String, String> row) {
        try {
            StreamRow read = StreamRow.of(row);
            MeasuredRow.Source source =
                    source(row, Optional.of(read.row().engine().label()));
            return new MeasuredRow.Run(source, catalogues -> predicted(row, read, catalogues));
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

    private static RowPrediction predicted(Map<String, String> row, StreamRow read, Catalogues catalogues) {
        ServingPrediction prediction = ServingPrediction.of(read.row(), read.recipe(), catalogues);
        ReplayedServing replayed = prediction.replayed();
        Map<String, String> cells = new LinkedHashMap<>();
        List<Outcome> outcomes = new ArrayList<>();
        STATISTICS.forEach((statistic, of) -> {
            double first = of.applyAsDouble(replayed.firstToken());
            cells.put("predicted_ttft_" + statistic + "_ms", Double.toString(first * MILLISECONDS));
            cells.put(
                    "predicted_tpot_" + statistic + "_ms",
                    Double.toString(of.applyAsDouble(replayed.outputToken()) * MILLISECONDS));
            RowValues.scaled(row, "ttft_" + statistic + "_ms", 1 / MILLISECONDS)
                    .ifPresent(seconds -> outcomes.add(Outcome.predicted(
                            labels(row, read, statistic),
                            Measure.TIME_TO_FIRST_TOKEN,
                            seconds,
                            first,
                            statistic.equals("mean") ? prediction.firstTokenTerms() : List.of())));
        });
        perOutputToken(row, read)
                .ifPresent(seconds -> outcomes.add(Outcome.predicted(
                        labels(row, read, "mean"),
                        Measure.TIME_PER_OUTPUT_TOKEN,
                        seconds,
                        replayed.outputToken().mean(),
                        prediction.outputTokenTerms())));
        return new RowPrediction(cells, "", outcomes);
    }

    private static OptionalDouble perOutputToken(Map<String, String> row, StreamRow read) {
        OptionalDouble all = RowValues.scaled(row, "e2e_mean_ms", 1 / MILLISECONDS);
        OptionalDouble first = RowValues.scaled(row, "ttft_mean_ms", 1 / MILLISECONDS);
        int tokens = read.row().outputTokens();
        return all.isPresent() && first.isPresent() && tokens > 1 && all.getAsDouble() > first.getAsDouble()
                ? OptionalDouble.of((all.getAsDouble() - first.getAsDouble()) / (tokens - 1))
                : OptionalDouble.empty();
    }

    /** Statistics apart: each is a figure of its own. */
    private static RowLabels labels(Map<String, String> row, StreamRow read, String statistic) {
        return new RowLabels(
                row.getOrDefault("id", ""),
                read.row().modelPath(),
                read.row().system(),
                row.getOrDefault("engine", ""),
                Phase.SERVING,
                "TP" + read.row().degrees().tensor() + ", " + statistic);
    }
}
