package dev.meshwright.lab.serving.stream;

import dev.meshwright.cost.engine.EngineSettings;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.facts.workload.Arrivals;
import dev.meshwright.facts.workload.Length;
import dev.meshwright.lab.row.RowValues;
import dev.meshwright.lab.row.UnpredictableRowException;
import dev.meshwright.lab.serving.Harness;
import dev.meshwright.lab.serving.RowDegrees;
import dev.meshwright.lab.serving.ServingRecipe;
import dev.meshwright.lab.serving.ServingRow;
import dev.meshwright.lab.serving.release.Releases;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A measured stream: what was deployed, how it was started, and what came.
 *
 * @param row the deployment with the harness that drove it
 * @param recipe how its engine was started
 */
record StreamRow(ServingRow row, ServingRecipe recipe) {

    private static final long SEED = 1;

    /** Requests of a run that says neither how many nor how long. */
    private static final int USUAL_REQUESTS = 2_000;

    private static final int MOST_REQUESTS = 50_000;

    private static final Pattern ENGINE = Pattern.compile("(vllm|sglang|tensorrt-llm|trtllm)(?:[ =v]+(\\d[\\w.]*))?");

    /**
     * Reads a row.
     *
     * @throws UnpredictableRowException if a value is missing or none that can be computed with
     */
    static StreamRow of(Map<String, String> row) {
        Matcher named = ENGINE.matcher(RowValues.word(row, "engine").toLowerCase(Locale.ROOT));
        if (!named.matches()) {
            throw new UnpredictableRowException("unknown engine " + row.get("engine"));
        }
        Engine engine = engine(named.group(1));
        String version = named.group(2) == null ? "" : named.group(2);
        int tensor = RowValues.required(row, "tp");
        int data = RowValues.count(row, "dp", 1);
        // Engines split each expert over all GPUs unless they are told to spread whole ones.
        RowDegrees degrees = new RowDegrees(tensor, data, 1, tensor * data, 1);
        int input =
                Math.toIntExact(Math.round(RowValues.number(row, "mean_input").orElse(0)));
        int output = RowValues.tokens(row, "output_len");
        if (input < 1) {
            throw new UnpredictableRowException("mean_input is missing");
        }
        ServingRow served = new ServingRow(
                RowValues.word(row, "model"),
                RowValues.word(row, "gpu"),
                engine,
                row.getOrDefault("precision", "").toLowerCase(Locale.ROOT),
                input,
                output,
                1,
                degrees,
                new Harness(
                        Harness.Kind.OTHER,
                        new Length.Fixed(input),
                        new Length.Fixed(output),
                        1,
                        0,
                        new Arrivals.Trace(prompts(row, input, output).requests(arrivals(row), requests(row), SEED))),
                version,
                Releases.built(engine, version, ""),
                Optional.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty());
        return new StreamRow(served, recipe(row, degrees));
    }

    private static Engine engine(String name) {
        return switch (name) {
            case "vllm" -> Engine.VLLM;
            case "sglang" -> Engine.SGLANG;
            default -> Engine.TENSORRT_LLM;
        };
    }

    private static SharedPrompts prompts(Map<String, String> row, int input, int output) {
        int prompts = RowValues.count(row, "unique_prompts", 0);
        return prompts == 0
                ? new SharedPrompts(MOST_REQUESTS, 1, 0, input, output)
                : new SharedPrompts(
                        prompts, InferencePerf.users(row), RowValues.count(row, "system_prompt_len", 0), input, output);
    }

    private static Arrivals arrivals(Map<String, String> row) {
        OptionalDouble rate = RowValues.scaled(row, "rate_per_s", 1);
        if (rate.isEmpty()) {
            throw new UnpredictableRowException("rate_per_s is missing");
        }
        String named = row.getOrDefault("arrivals", "").strip().toLowerCase(Locale.ROOT);
        return InferencePerf.measured(row)
                ? InferencePerf.arrivals(named, rate.getAsDouble())
                : InferencePerf.stated(named, rate.getAsDouble());
    }

    private static int requests(Map<String, String> row) {
        return Math.min(MOST_REQUESTS, RowValues.count(row, "requests", USUAL_REQUESTS));
    }

    private static ServingRecipe recipe(Map<String, String> row, RowDegrees degrees) {
        return new ServingRecipe(
                degrees,
                1,
                0,
                new EngineSettings(count(row, "max_num_batched_tokens"), 0, OptionalInt.empty(), 0, 0),
                Optional.empty(),
                0,
                List.of(),
                count(row, "max_num_seqs"),
                Optional.empty());
    }

    private static OptionalInt count(Map<String, String> row, String column) {
        int count = RowValues.count(row, column, 0);
        return count > 0 ? OptionalInt.of(count) : OptionalInt.empty();
    }
}
