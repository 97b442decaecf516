package dev.meshwright.lab.serving.stream;

import dev.meshwright.facts.workload.Arrivals;
import dev.meshwright.lab.row.RowValues;
import dev.meshwright.lab.row.UnpredictableRowException;
import java.util.Locale;
import java.util.Map;

/**
 * What is known of the benchmark {@code kubernetes-sigs/inference-perf}, with which the runs of {@code inference-sim/training}
 * were measured.
 */
final class InferencePerf {

    /** {@code num_users_per_system_prompt} of the profiles ({@code default_args/}, {@code profile.yaml}). */
    private static final Map<String, Integer> USERS = Map.of("codegen", 4, "general", 5, "roleplay", 5, "reasoning", 1);

    private InferencePerf() {}

    /** Whether the benchmark was this one. */
    static boolean measured(Map<String, String> row) {
        String harness = row.getOrDefault("harness", "").toLowerCase(Locale.ROOT);
        return harness.startsWith("inference-perf")
                || (harness.isEmpty() && row.getOrDefault("id", "").startsWith("blis_"));
    }

    /**
     * What the load that a row names is: a "constant" one has exponentially distributed gaps, stretched to the stage's duration
     * ({@code loadgen/load_timer.py}, ConstantLoadTimer), which in a few thousand requests is a Poisson stream.
     */
    static Arrivals arrivals(String named, double perSecond) {
        return named.equals("constant") ? new Arrivals.Poisson(perSecond) : stated(named, perSecond);
    }

    /** Arrivals that are what they are called. */
    static Arrivals stated(String named, double perSecond) {
        return switch (named) {
            case "", "poisson" -> new Arrivals.Poisson(perSecond);
            case "constant" -> new Arrivals.Constant(perSecond);
            default -> throw new UnpredictableRowException("unknown arrivals " + named);
        };
    }

    /** Users of each system prompt: as the row says, else as the profile of its workload; else one. */
    static int users(Map<String, String> row) {
        int profile = measured(row) ? USERS.getOrDefault(row.getOrDefault("workload", ""), 1) : 1;
        return RowValues.count(row, "users_per_system_prompt", profile);
    }
}
