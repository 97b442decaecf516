package dev.meshwright.lab.inference;

import dev.meshwright.base.quantity.NearNames;
import dev.meshwright.cost.uncertainty.Measure;
import dev.meshwright.cost.uncertainty.Phase;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.lab.row.RowValues;
import dev.meshwright.lab.row.StatedLayout;
import dev.meshwright.lab.row.UnpredictableRowException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One published measurement of a single deployment behind an inference engine: the latency of a batch, or the throughput
 * of static batches or of in-flight batching.
 *
 * @param kind what was measured
 * @param model as the row names it
 * @param architecture words on the model's architecture; empty where the row has none
 * @param gpu as the row names it
 * @param tensor GPUs that split attention; 0 where not stated
 * @param expert GPUs over which experts are spread; 0 where not stated
 * @param data attention copies; 0 where not stated
 * @param pipeline stages
 * @param gpus GPUs of the deployment
 * @param inputTokens prompt length
 * @param outputTokens tokens of an answer; 1 where not stated
 * @param sequences sequences of the batch, or in flight, in the whole deployment; 0 where not stated
 * @param precision words on number formats
 * @param framework words on the engine
 * @param settings words on its settings
 * @param mostRunning requests that the engine runs at once, by its limit or as it was seen to; empty where not stated
 * @param measured seconds of a prompt pass or of a token, or output tokens per second and GPU
 * @param assumed what the row does not state and is assumed, in words
 */
public record InferenceRow(
        Kind kind,
        String model,
        String architecture,
        String gpu,
        int tensor,
        int expert,
        int data,
        int pipeline,
        int gpus,
        int inputTokens,
        int outputTokens,
        int sequences,
        String precision,
        String framework,
        String settings,
        OptionalInt mostRunning,
        double measured,
        List<String> assumed) {

    /** What a row measures. */
    public enum Kind {
        /** Seconds in which a batch of prompts is read. */
        PROMPT_LATENCY(Phase.PROMPT_LATENCY, Measure.TIME_TO_FIRST_TOKEN),
        /** Seconds of a decode step of a batch. */
        TOKEN_LATENCY(Phase.TOKEN_LATENCY, Measure.TIME_PER_OUTPUT_TOKEN),
        /** Output tokens per second of batches that start and end together. */
        STATIC_BATCH(Phase.STATIC_BATCH, Measure.THROUGHPUT),
        /** Output tokens per second with a fixed number of requests in flight. */
        IN_FLIGHT(Phase.IN_FLIGHT_BATCHING, Measure.THROUGHPUT),
        /** Output tokens per second with more requests than the engine admits. */
        MAXIMAL_LOAD(Phase.MAXIMAL_LOAD, Measure.THROUGHPUT);

        private final Phase phase;
        private final Measure measure;

        Kind(Phase phase, Measure measure) {
            this.phase = phase;
            this.measure = measure;
        }

        /** Phase in error tables. */
        public Phase phase() {
            return phase;
        }

        /** What the figure is. */
        public Measure measure() {
            return measure;
        }
    }

    private static final Pattern LABEL = Pattern.compile("nvfp4|mxfp4|fp4|fp8|int4|bf16|fp16");
    private static final Pattern CACHE = Pattern.compile("kv ?(?:cache)? ?(fp8|bf16|fp16)|(fp8|bf16|fp16) kv");
    private static final Pattern MOST_RUNNING =
            Pattern.compile("batch limit (\\d{1,6})|keeps about (\\d{1,6}) running");

    private static final Pattern CHUNK = Pattern.compile("\\b([1-9]\\d{0,3})k chunks");
    private static final int KIBI = 1024;

    public InferenceRow {
        assumed = List.copyOf(assumed);
    }

    /** Whether a row of this phase and unit is one of these, and no unit of large-scale expert parallelism. */
    public static boolean is(Map<String, String> row) {
        return switch (row.getOrDefault("phase", "")) {
            case "prefill", "decode" -> perRequest(row.getOrDefault("unit", ""));
            case "mixed (static batch)", "mixed (in-flight batching)", "mixed (PD)" -> true;
            default -> false;
        };
    }

    private static boolean perRequest(String unit) {
        return unit.equals("ms") || unit.equals("s") || unit.startsWith("tokens/s/user");
    }

    /**
     * Reads a row.
     *
     * @throws UnpredictableRowException if a value is missing, or its unit none that is known
     */
    public static InferenceRow of(Map<String, String> row) {
        Kind kind = kind(row);
        int tensor = RowValues.count(row, "tp", 0);
        int pipeline = RowValues.count(row, "pp", 1);
        int data = RowValues.count(row, "dp", 0);
        int stated = RowValues.count(row, "n_gpus", 0);
        if (stated == 0 && tensor == 0) {
            throw new UnpredictableRowException("neither n_gpus nor tp is stated");
        }
        int gpus = stated > 0 ? stated : StatedLayout.gpus(tensor, Math.max(1, data), pipeline);
        int sequences = sequences(row, kind, gpus);
        boolean latency = kind.measure() != Measure.THROUGHPUT;
        if (kind == Kind.STATIC_BATCH && sequences == 0) {
            throw new UnpredictableRowException("how many sequences a static batch has is not stated");
        }
        return new InferenceRow(
                kind,
                row.getOrDefault("model", ""),
                row.getOrDefault("arch_ref", ""),
                row.getOrDefault("gpu", ""),
                tensor,
                RowValues.count(row, "ep", 0),
                data,
                pipeline,
                gpus,
                RowValues.tokens(row, "isl"),
                latency && RowValues.count(row, "osl", 0) == 0 ? 1 : RowValues.tokens(row, "osl"),
                latency ? Math.max(1, sequences) : sequences,
                row.getOrDefault("precision", "").toLowerCase(Locale.ROOT),
                row.getOrDefault("framework", ""),
                row.getOrDefault("settings", "").toLowerCase(Locale.ROOT),
                mostRunning(row.getOrDefault("settings", "") + "; " + row.getOrDefault("notes", "")),
                measured(row, kind, gpus),
                assumed(stated == 0, gpus, latency && sequences == 0));
    }

    private static OptionalInt mostRunning(String words) {
        Matcher matcher = MOST_RUNNING.matcher(words);
        return matcher.find()
                ? OptionalInt.of(Integer.parseInt(matcher.group(1) != null ? matcher.group(1) : matcher.group(2)))
                : OptionalInt.empty();
    }

    private static List<String> assumed(boolean counted, int gpus, boolean alone) {
        List<String> assumed = new ArrayList<>();
        if (counted) {
            assumed.add(gpus + " GPUs");
        }
        if (alone) {
            assumed.add("one sequence");
        }
        return assumed;
    }

    /** Sequences in all. In prefill {@code batch_per_gpu} counts tokens. */
    private static int sequences(Map<String, String> row, Kind kind, int gpus) {
        int stated = RowValues.count(row, "concurrency", 0);
        boolean batch = kind == Kind.TOKEN_LATENCY || kind == Kind.STATIC_BATCH;
        return stated > 0 || !batch
                ? stated
                : RowValues.product(
                        "sequences", RowValues.number(row, "batch_per_gpu").orElse(0), gpus);
    }

    private static Kind kind(Map<String, String> row) {
        boolean stated = RowValues.count(row, "concurrency", 0) > 0;
        return switch (row.getOrDefault("phase", "")) {
            case "prefill" -> Kind.PROMPT_LATENCY;
            case "decode" -> Kind.TOKEN_LATENCY;
            case "mixed (static batch)" -> Kind.STATIC_BATCH;
            case "mixed (in-flight batching)" -> stated ? Kind.IN_FLIGHT : Kind.MAXIMAL_LOAD;
            case "mixed (PD)" ->
                throw new UnpredictableRowException("how many GPUs prefill and how many decode is not stated");
            default -> throw new UnpredictableRowException("no prediction of phase " + row.getOrDefault("phase", ""));
        };
    }

    private static double measured(Map<String, String> row, Kind kind, int gpus) {
        double value = RowValues.number(row, "value").orElse(0);
        String unit = row.getOrDefault("unit", "");
        if (value <= 0) {
            throw new UnpredictableRowException("value is missing");
        }
        if (kind.measure() != Measure.THROUGHPUT) {
            return switch (unit) {
                case "ms" -> value * 1e-3;
                case "s" -> value;
                case "tokens/s/user" -> 1 / value;
                default ->
                    throw new UnpredictableRowException(
                            "no time of " + kind.phase().words() + " but " + unit);
            };
        }
        if (!unit.startsWith("output tokens/s")) {
            throw new UnpredictableRowException("no output tokens/s but " + unit);
        }
        return unit.startsWith("output tokens/s/GPU") ? value : value / gpus;
    }

    /** The narrowest format of the weights, as {@code CheckpointFormats} names it. */
    String formatLabel() {
        Matcher matcher = LABEL.matcher(precision);
        if (!matcher.find()) {
            throw new UnpredictableRowException("unknown precision " + precision);
        }
        return matcher.group();
    }

    /** The format of the cache where the row states it; else empty. */
    String cacheLabel() {
        Matcher matcher = CACHE.matcher(precision);
        return !matcher.find() ? "" : matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
    }

    /** Parts in which a prompt is read one after the other; 1 where it is read whole. */
    int chunks() {
        Matcher matcher = CHUNK.matcher(settings);
        return matcher.find() ? Math.ceilDiv(inputTokens, Integer.parseInt(matcher.group(1)) * KIBI) : 1;
    }

    /** Whether drafts are verified, so that a step gives more tokens than one. */
    boolean speculative() {
        return settings.contains("mtp") && !settings.contains("no mtp");
    }

    /** The engine's release, or the month of its build, as the row names it; empty where it does not. */
    String release() {
        String[] words = framework.strip().split("\\s+", -1);
        return words.length > 1 ? words[1] : "";
    }

    /**
     * The engine whose constants apply. FasterTransformer's kernels became TensorRT-LLM's.
     *
     * @throws UnpredictableRowException if the row names none that is known
     */
    public Engine engine() {
        String plain = NearNames.letters(framework);
        if (plain.startsWith("tensorrtllm") || plain.startsWith("trtllm") || plain.startsWith("fastertransformer")) {
            return Engine.TENSORRT_LLM;
        }
        if (plain.startsWith("vllm")) {
            return Engine.VLLM;
        }
        if (plain.startsWith("sglang")) {
            return Engine.SGLANG;
        }
        throw new UnpredictableRowException("unknown engine " + framework);
    }
}
