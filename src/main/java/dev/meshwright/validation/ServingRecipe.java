package dev.meshwright.validation;

import dev.meshwright.problem.Assumptions.Engine;

/**
 * Settings by which InferenceX's recipes hold requests back, which its rows do not record. Read in the public scripts of
 * SemiAnalysisAI/InferenceX (folder benchmarks), one version of each; another version may have run.
 *
 * <p>On Blackwell GPUs scripts let SGLang's scheduler look for new requests only every i-th decode step ({@code
 * --scheduler-recv-interval}), so that one waits (i - 1)/2 steps on average: by default 10 steps, and 30 from 16 requests in
 * flight on. Scripts of single models differ from that, and TensorRT-LLM's hold the prompts of one model back; neither is
 * followed here, because a prediction must not depend on a model's name.
 *
 * @param waitSteps decode steps for which a request is held back on average
 */
record ServingRecipe(double waitSteps) {

    private static final int INTERVAL = 10;

    private static final int LONG_INTERVAL = 30;

    /** Requests in flight from which on the scripts take the long interval. */
    private static final int MANY_REQUESTS = 16;

    /** The settings of the recipe of {@code row}. */
    static ServingRecipe of(ServingRow row) {
        boolean blackwell = row.system().startsWith("b200") || row.system().startsWith("b300");
        if (row.engine() != Engine.SGLANG || !blackwell) {
            return new ServingRecipe(0);
        }
        int interval = row.concurrency() < MANY_REQUESTS ? INTERVAL : LONG_INTERVAL;
        return new ServingRecipe((interval - 1) / 2.0);
    }
}
