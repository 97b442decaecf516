package dev.meshwright.lab.inference;

import dev.meshwright.lab.row.RowValues;
import dev.meshwright.lab.row.UnpredictableRowException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * One published measurement of prefill or decode with experts spread over many GPUs.
 *
 * @param id of the row
 * @param model as the row names it
 * @param decode whether tokens are written; else prompts are read
 * @param gpu as the row names it
 * @param gpus GPUs of the unit
 * @param gpusPerNode GPUs of a node
 * @param tensor tensor degree of attention
 * @param expert expert degree
 * @param inputTokens prompt length, or context
 * @param outputTokens tokens written per request; 1 where not stated
 * @param batchPerGpu sequences per GPU in decode, tokens per GPU in prefill; 0 where not stated
 * @param precision words on number formats
 * @param framework words on the engine
 * @param settings words on its settings
 * @param complete whether the source states everything
 * @param tokensPerSecondPerGpu measured
 * @param secondsPerToken measured between tokens of a user; empty where not stated
 * @param assumed what the row does not state and is assumed, in words
 */
public record LargeScaleRow(
        String id,
        String model,
        boolean decode,
        String gpu,
        int gpus,
        int gpusPerNode,
        int tensor,
        int expert,
        int inputTokens,
        int outputTokens,
        int batchPerGpu,
        String precision,
        String framework,
        String settings,
        boolean complete,
        double tokensPerSecondPerGpu,
        OptionalDouble secondsPerToken,
        List<String> assumed) {

    public LargeScaleRow {
        assumed = List.copyOf(assumed);
    }

    /**
     * Reads a row of published measurements whose phase is prefill or decode.
     *
     * @throws UnpredictableRowException if a value is missing, or no rate of tokens
     */
    public static LargeScaleRow of(Map<String, String> row) {
        int perNode = RowValues.count(row, "gpus_per_node", 8);
        String unit = row.getOrDefault("unit", "");
        double value = RowValues.number(row, "value").orElse(0);
        if (!unit.startsWith("tokens/s") || unit.startsWith("tokens/s/user") || value <= 0) {
            throw new UnpredictableRowException("no rate of tokens but " + unit);
        }
        int tensor = RowValues.count(row, "tp", 1);
        int gpus = RowValues.count(row, "n_gpus", 0);
        if (gpus < 1) {
            throw new UnpredictableRowException("n_gpus is missing");
        }
        return new LargeScaleRow(
                row.getOrDefault("id", ""),
                row.getOrDefault("model", ""),
                row.getOrDefault("phase", "").equals("decode"),
                row.getOrDefault("gpu", ""),
                gpus,
                perNode,
                tensor,
                RowValues.count(row, "ep", 1),
                RowValues.count(row, "isl", 0) == 0 ? PROMPT : RowValues.tokens(row, "isl"),
                RowValues.count(row, "osl", 0) == 0 ? 1 : RowValues.tokens(row, "osl"),
                RowValues.count(row, "batch_per_gpu", 0),
                row.getOrDefault("precision", "").toLowerCase(Locale.ROOT),
                row.getOrDefault("framework", ""),
                row.getOrDefault("settings", "").toLowerCase(Locale.ROOT),
                row.getOrDefault("quality", "").equals("complete"),
                row.getOrDefault("scope", "").equals("per node") ? value / perNode : value,
                RowValues.scaled(row, "tpot_ms", 1e-3),
                assumed(row));
    }

    private static List<String> assumed(Map<String, String> row) {
        boolean decode = row.getOrDefault("phase", "").equals("decode");
        List<String> assumed = new ArrayList<>();
        if (RowValues.count(row, "isl", 0) == 0) {
            assumed.add("prompts of " + PROMPT + " tokens");
        }
        if (RowValues.count(row, "batch_per_gpu", 0) == 0) {
            assumed.add(
                    decode ? "sequences = rate x time per token" : LargeScaleCase.PREFILL_TOKENS + " tokens per pass");
        }
        String settings = row.getOrDefault("settings", "").toLowerCase(Locale.ROOT);
        if (decode && settings.contains("mtp") && !settings.matches(".*\\d draft.*")) {
            assumed.add(
                    settings.contains("mtp not stated")
                            ? "no speculative decoding"
                            : LargeScaleCase.DEFAULT_DRAFTS + " positions per step");
        }
        return assumed;
    }

    /** Prompt length where none is stated (DeepSeek's production): that of its published profile. */
    private static final int PROMPT = 4096;

    /** Degrees in short. */
    public String layout() {
        return "TP" + tensor + " EP" + expert + " x" + gpus;
    }
}
