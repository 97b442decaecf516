package dev.meshwright.validation;

import java.util.Locale;

/**
 * Settings by which InferenceX's recipes hold requests back, which its rows do not record. Read in the public scripts of
 * SemiAnalysisAI/InferenceX (folder benchmarks), one version of each; another version may have run.
 *
 * <p>SGLang's scheduler may look for new requests only every i-th decode step ({@code --scheduler-recv-interval}), so that
 * one waits (i - 1)/2 steps on average; 1 is the engine's default. TensorRT-LLM may hold prompts back until W steps have
 * passed ({@code batch_wait_timeout_iters}), so that the first waits W steps and those that come meanwhile, C/O per step,
 * half as long.
 *
 * @param waitSteps decode steps for which a request is held back on average
 */
record ServingRecipe(double waitSteps) {

    private static final int FEW_REQUESTS_INTERVAL = 10;
    private static final int MANY_REQUESTS_INTERVAL = 30;

    /** From as many requests in flight on, the scripts look for new ones less often. */
    private static final int MANY_REQUESTS = 16;

    /** Steps for which TensorRT-LLM holds prompts of Llama-3.1-70B back. */
    private static final int BATCH_WAIT_STEPS = 20;

    /** The settings of the recipe of {@code row}, with its nominal lengths. */
    static ServingRecipe of(ServingRow row) {
        return new ServingRecipe(
                switch (row.engine()) {
                    case SGLANG -> (interval(row) - 1) / 2.0;
                    case TENSORRT_LLM -> batchWait(row);
                    default -> 0;
                });
    }

    /** Decode steps between two looks for requests. Only the recipes of Blackwell GPUs set it. */
    private static int interval(ServingRow row) {
        String model = row.modelPath().toLowerCase(Locale.ROOT);
        boolean b200 = row.system().startsWith("b200");
        boolean b300 = row.system().startsWith("b300");
        if (!b200 && !b300) {
            return 1;
        }
        if (model.contains("glm-5")) {
            return row.precision().equals("fp4") ? FEW_REQUESTS_INTERVAL : 1;
        }
        if (model.contains("qwen3.5") && b200 && row.precision().equals("fp4")) {
            return MANY_REQUESTS_INTERVAL;
        }
        if (model.contains("qwen3.5") && b300 && row.precision().equals("fp8")) {
            return FEW_REQUESTS_INTERVAL;
        }
        if (model.contains("qwen3.5") || model.contains("deepseek-v3")) {
            return row.concurrency() >= MANY_REQUESTS ? MANY_REQUESTS_INTERVAL : FEW_REQUESTS_INTERVAL;
        }
        return 1;
    }

    /** Llama-3.1-70B with 1,024 tokens in and out on fewer than 8 GPUs. */
    private static double batchWait(ServingRow row) {
        boolean held = row.modelPath().contains("Llama-3.1-70B")
                && row.inputTokens() == 1024
                && row.outputTokens() == 1024
                && row.tensor() < 8;
        double arrivals = (double) BATCH_WAIT_STEPS * row.concurrency() / row.outputTokens();
        return held ? BATCH_WAIT_STEPS * (1 + arrivals / 2) / (1 + arrivals) : 0;
    }
}
