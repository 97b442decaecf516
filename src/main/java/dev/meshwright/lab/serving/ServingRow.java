package dev.meshwright.lab.serving;

import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.facts.workload.Arrivals;
import dev.meshwright.facts.workload.Length;
import dev.meshwright.lab.row.RowValues;
import dev.meshwright.lab.row.StatedLayout;
import dev.meshwright.lab.row.UnpredictableRowException;
import dev.meshwright.lab.serving.release.Days;
import dev.meshwright.lab.serving.release.Releases;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
 * @param degrees how it was split
 * @param harness what drove it
 * @param release of the engine as the row names it; empty where it does not
 * @param built when the engine was built; empty where the row does not tell
 * @param published days of which one is that of the measurement; empty for rows that name no source
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
        RowDegrees degrees,
        Harness harness,
        String release,
        Optional<LocalDate> built,
        Optional<Days> published,
        OptionalDouble timeToFirstTokenSeconds,
        OptionalDouble timePerOutputTokenSeconds) {

    /** TensorRT-LLM's {@code max_batch_size}; vLLM's default is half of it on large GPUs. */
    private static final int LARGEST_BATCH = 2048;

    /**
     * Reads a row.
     *
     * @throws UnpredictableRowException if a value is missing or none that can be computed with
     */
    public static ServingRow of(Map<String, String> row) {
        Engine engine = engine(row);
        String version = row.getOrDefault("backend_version", "");
        String provenance = row.getOrDefault("silicon_data_source", "");
        Harness harness = Harness.of(row, RowValues.tokens(row, "isl"), RowValues.tokens(row, "osl"));
        return new ServingRow(
                RowValues.word(row, "model_path"),
                RowValues.word(row, "system"),
                engine,
                row.getOrDefault("precision", "").toLowerCase(Locale.ROOT),
                RowValues.tokens(row, "isl"),
                RowValues.tokens(row, "osl"),
                concurrency(row),
                degrees(row),
                harness,
                version,
                Releases.built(engine, version, provenance).or(harness::built),
                provenance.isBlank() ? Optional.empty() : Optional.of(Releases.measured(engine, version, provenance)),
                RowValues.scaled(row, "silicon_ttft_ms", 1e-3),
                RowValues.scaled(row, "silicon_tpot_ms", 1e-3));
    }

    /** What somebody measured at one time in one way: model, GPU, engine and harness. */
    String campaign() {
        return String.join(
                ", ", modelPath, system, engine.label(), harness.kind().words());
    }

    /** Whether InferenceX measured it. */
    boolean ofInferencex() {
        return harness.kind() == Harness.Kind.INFERENCEX;
    }

    /** The row with the lengths that requests have on average. */
    ServingRow withMeanLengths() {
        return with(mean(harness.input()), mean(harness.output()), degrees);
    }

    /**
     * The row with as many requests in flight as there may ever be: those of all clients, or what the engine allows where they
     * come at a rate and wait for no answer.
     */
    ServingRow withAllThatMayRun() {
        int most = harness.arrivals() instanceof Arrivals.Clients
                ? Math.max(concurrency, harness.clients())
                : LARGEST_BATCH * degrees.data();
        return with(most, harness);
    }

    /** The same requests sent by another harness. */
    public ServingRow drivenBy(Harness other) {
        return with(concurrency, other);
    }

    private ServingRow with(int most, Harness other) {
        return new ServingRow(
                modelPath,
                system,
                engine,
                precision,
                inputTokens,
                outputTokens,
                most,
                degrees,
                other,
                release,
                built,
                published,
                timeToFirstTokenSeconds,
                timePerOutputTokenSeconds);
    }

    /** Whether it is of aiconfigurator's one campaign with SGLang (0.5.1, Qwen3-32B) that behaves as if steps were not mixed. */
    boolean withoutMixedSteps() {
        return modelPath.endsWith("Qwen3-32B");
    }

    /** The row with what was really deployed. */
    ServingRow withDegrees(RowDegrees deployed) {
        return with(inputTokens, outputTokens, deployed);
    }

    private ServingRow with(int input, int output, RowDegrees split) {
        return new ServingRow(
                modelPath,
                system,
                engine,
                precision,
                input,
                output,
                concurrency,
                split,
                harness,
                release,
                built,
                published,
                timeToFirstTokenSeconds,
                timePerOutputTokenSeconds);
    }

    private static int mean(Length length) {
        return (int) Math.max(1, Math.round(length.mean()));
    }

    /**
     * The engine of a row.
     *
     * @throws UnpredictableRowException if it is missing, or none whose constants are known
     */
    static Engine engine(Map<String, String> row) {
        String backend = RowValues.word(row, "backend");
        return switch (backend.toLowerCase(Locale.ROOT).replaceAll("[\\s_-]", "")) {
            case "vllm" -> Engine.VLLM;
            case "sglang" -> Engine.SGLANG;
            case "trt", "trtllm", "tensorrtllm" -> Engine.TENSORRT_LLM;
            default -> throw new UnpredictableRowException("unknown engine " + backend);
        };
    }

    /** Requests in flight; engines' own tests call them the batch. */
    private static int concurrency(Map<String, String> row) {
        int stated = RowValues.count(row, "concurrency", RowValues.count(row, "batch_size", 0));
        if (stated < 1) {
            throw new UnpredictableRowException("neither concurrency nor batch_size is stated");
        }
        return stated;
    }

    /**
     * The degrees of a row. Attention is whole where nothing is said; of the degrees of the experts one follows from the
     * other, and engines split each expert over all GPUs unless they are told to spread whole ones.
     */
    private static RowDegrees degrees(Map<String, String> row) {
        int tensor = RowValues.count(row, "tp_size", 1);
        int data = RowValues.count(row, "attention_dp_size", 1);
        int gpus = StatedLayout.gpus(tensor, data, 1);
        int expertTensor = RowValues.count(row, "moe_tp_size", 0);
        int expert = RowValues.count(row, "moe_ep_size", expertTensor == 0 ? 1 : Math.max(1, gpus / expertTensor));
        return new RowDegrees(
                tensor,
                data,
                expert,
                expertTensor == 0 ? Math.max(1, gpus / expert) : expertTensor,
                RowValues.count(row, "pp_size", 1));
    }
}
