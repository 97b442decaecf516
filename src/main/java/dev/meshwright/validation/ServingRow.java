package dev.meshwright.validation;

import dev.meshwright.problem.Assumptions.Engine;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * One measured deployment: a model on some GPUs behind an engine at fixed concurrency.
 *
 * @param modelPath model as the row names it
 * @param system GPU as the row names it
 * @param engine inference engine
 * @param precision label of the weights; empty for 16 bits
 * @param inputTokens nominal prompt length
 * @param outputTokens nominal answer length
 * @param concurrency requests in flight
 * @param tensor tensor-parallel degree of attention
 * @param data attention copies
 * @param expert expert-parallel degree
 * @param expertTensor tensor-parallel degree inside experts
 * @param pipeline stages
 * @param timeToFirstTokenSeconds measured
 * @param timePerOutputTokenSeconds measured
 */
public record ServingRow(
        String modelPath,
        String system,
        Engine engine,
        String precision,
        int inputTokens,
        int outputTokens,
        int concurrency,
        int tensor,
        int data,
        int expert,
        int expertTensor,
        int pipeline,
        OptionalDouble timeToFirstTokenSeconds,
        OptionalDouble timePerOutputTokenSeconds) {

    /**
     * Reads a row.
     *
     * @throws UnpredictableRowException if a value is missing or none that can be computed with
     */
    public static ServingRow of(Map<String, String> row) {
        int concurrency = count(row, "concurrency", 0);
        return new ServingRow(
                row.getOrDefault("model_path", ""),
                row.getOrDefault("system", ""),
                engine(row.getOrDefault("backend", "")),
                row.getOrDefault("precision", "").toLowerCase(Locale.ROOT),
                required(row, "isl"),
                required(row, "osl"),
                concurrency > 0 ? concurrency : required(row, "batch_size"),
                count(row, "tp_size", 1),
                count(row, "attention_dp_size", 1),
                count(row, "moe_ep_size", 1),
                count(row, "moe_tp_size", 1),
                count(row, "pp_size", 1),
                milliseconds(row, "silicon_ttft_ms"),
                milliseconds(row, "silicon_tpot_ms"));
    }

    /** GPUs of the deployment. */
    public int gpus() {
        return tensor * data * pipeline;
    }

    private static Engine engine(String backend) {
        return switch (backend.toLowerCase(Locale.ROOT)) {
            case "vllm" -> Engine.VLLM;
            case "sglang" -> Engine.SGLANG;
            case "trtllm", "tensorrt-llm" -> Engine.TENSORRT_LLM;
            default -> throw new UnpredictableRowException("unknown engine " + backend);
        };
    }

    private static int required(Map<String, String> row, String column) {
        int value = count(row, column, 0);
        if (value < 1) {
            throw new UnpredictableRowException(column + " is missing");
        }
        return value;
    }

    /** A count; an absent one or 0 is {@code absent}, as the measurements write "not used". */
    private static int count(Map<String, String> row, String column, int absent) {
        OptionalDouble value = number(row, column);
        return value.isPresent() && value.getAsDouble() >= 1 ? (int) value.getAsDouble() : absent;
    }

    private static OptionalDouble milliseconds(Map<String, String> row, String column) {
        OptionalDouble value = number(row, column);
        return value.isPresent() && value.getAsDouble() > 0
                ? OptionalDouble.of(value.getAsDouble() / 1e3)
                : OptionalDouble.empty();
    }

    private static OptionalDouble number(Map<String, String> row, String column) {
        String text = row.getOrDefault(column, "").strip();
        if (text.isEmpty()) {
            return OptionalDouble.empty();
        }
        try {
            return OptionalDouble.of(Double.parseDouble(text));
        } catch (NumberFormatException exception) {
            throw new UnpredictableRowException(column + " is not a number: " + text);
        }
    }
}
