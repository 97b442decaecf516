package dev.meshwright.lab.start;

import dev.meshwright.facts.engine.EngineVersion;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.lab.row.RowValues;
import dev.meshwright.lab.row.UnpredictableRowException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One start of an engine as a row states it; what is empty is the engine's default.
 *
 * @param id of the row
 * @param engine that was started
 * @param version its release, where the row names one that can be told
 * @param model as the row names it
 * @param precision format of the weights, as names of checkpoints have it
 * @param cache format of the cache; {@code auto} or empty: 16 bits
 * @param gpu as the row names it
 * @param tensor tensor degree
 * @param data attention copies
 * @param expert expert degree
 * @param pipeline stages
 * @param contextRanks ranks that share the cache of a sequence in decode: logs count tokens of all of them
 * @param share of memory that the engine was given
 * @param modelLength tokens that a request may have
 * @param sequences that may run at once
 * @param tokensPerStep token budget
 * @param speculates whether layers of multi-token prediction are loaded
 * @param weightBytes measured on a GPU
 * @param cacheBytes measured room on a GPU
 * @param cacheTokens measured
 * @param ran whether it started; empty where the row does not say
 */
record StartRow(
        String id,
        Engine engine,
        Optional<EngineVersion> version,
        String model,
        String precision,
        String cache,
        String gpu,
        int tensor,
        int data,
        int expert,
        int pipeline,
        int contextRanks,
        OptionalDouble share,
        OptionalInt modelLength,
        OptionalInt sequences,
        OptionalInt tokensPerStep,
        boolean speculates,
        OptionalDouble weightBytes,
        OptionalDouble cacheBytes,
        OptionalDouble cacheTokens,
        Optional<Boolean> ran) {

    private static final double GIBIBYTE = 0x1p30;
    private static final Pattern SHARE = Pattern.compile("(0?\\.\\d+|1(?:\\.0*)?)(?:\\s.*)?");
    private static final Pattern CONTEXT_RANKS =
            Pattern.compile("decode context parallel (\\d{1,4})", Pattern.CASE_INSENSITIVE);
    private static final Pattern FAILED = Pattern.compile("fail|oom|out of memory|not start|refused|error|crash");

    /**
     * Reads a row.
     *
     * @throws UnpredictableRowException if a value is missing or none that can be computed with
     */
    static StartRow of(Map<String, String> row) {
        int tensor = RowValues.required(row, "tp");
        int data = RowValues.count(row, "dp", 1);
        return new StartRow(
                row.getOrDefault("id", ""),
                engine(RowValues.word(row, "engine")),
                EngineVersion.of(row.getOrDefault("version", "")),
                RowValues.word(row, "model"),
                row.getOrDefault("precision", "").toLowerCase(Locale.ROOT),
                row.getOrDefault("kv_dtype", "").toLowerCase(Locale.ROOT),
                // "A or B" names two GPUs of one capacity.
                RowValues.word(row, "gpu").replaceFirst("\\s+or\\s.*", ""),
                tensor,
                data,
                expert(row.getOrDefault("ep", ""), tensor * data),
                RowValues.count(row, "pp", 1),
                contextRanks(row),
                share(row.getOrDefault("memory_share", "")),
                count(row, "max_model_len"),
                count(row, "max_num_seqs"),
                count(row, "tokens_per_step"),
                row.getOrDefault("spec_decode", "").matches("(?i)\\s*(mtp|nextn|dspark).*"),
                RowValues.scaled(row, "weights_gib_per_gpu", GIBIBYTE),
                RowValues.scaled(row, "kv_gib_per_gpu", GIBIBYTE),
                RowValues.scaled(row, "kv_tokens", 1),
                ran(row.getOrDefault("outcome", "")));
    }

    private static Engine engine(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replace('_', '-');
        for (Engine engine : Engine.values()) {
            if (plain.equals(engine.label()) || plain.equals(engine.label().replace("tensorrt-llm", "trtllm"))) {
                return engine;
            }
        }
        throw new UnpredictableRowException("unknown engine " + name);
    }

    /** {@code on}: as many ranks as there are; {@code off} or empty: experts are divided; or a number. */
    private static int expert(String text, int ranks) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "on", "true" -> ranks;
            case "off", "false", "" -> 1;
            default -> Math.max(1, RowValues.count(Map.of("ep", text.strip()), "ep", 1));
        };
    }

    private static int contextRanks(Map<String, String> row) {
        Matcher noted = CONTEXT_RANKS.matcher(row.getOrDefault("notes", ""));
        return RowValues.count(row, "dcp", noted.find() ? Math.max(1, Integer.parseInt(noted.group(1))) : 1);
    }

    private static OptionalDouble share(String text) {
        if (text.isBlank()) {
            return OptionalDouble.empty();
        }
        Matcher share = SHARE.matcher(text.strip());
        if (!share.matches()) {
            throw new UnpredictableRowException("memory_share is no share of 1: " + text);
        }
        double value = Double.parseDouble(share.group(1));
        if (!(value > 0 && value <= 1)) {
            throw new UnpredictableRowException("memory_share is no share of 1: " + text);
        }
        return OptionalDouble.of(value);
    }

    private static OptionalInt count(Map<String, String> row, String column) {
        int value = RowValues.count(row, column, 0);
        return value > 0 ? OptionalInt.of(value) : OptionalInt.empty();
    }

    private static Optional<Boolean> ran(String text) {
        String plain = text.toLowerCase(Locale.ROOT);
        if (FAILED.matcher(plain).find()) {
            return Optional.of(false);
        }
        return plain.startsWith("runs") || plain.startsWith("starts") ? Optional.of(true) : Optional.empty();
    }

    /** Degrees in short. */
    String layout() {
        return "TP" + tensor + " DP" + data + " EP" + expert + " PP" + pipeline;
    }
}
