package dev.meshwright.cost.engine;

import java.util.OptionalInt;

/**
 * What an engine is started with, where that is not its default.
 *
 * @param tokensPerStep most tokens of a step ({@code max-num-batched-tokens}, {@code chunked-prefill-size}, {@code
 *     max_num_tokens}); empty for the default
 * @param promptHoldSteps steps for which attention copies that step together hold prompts back until all have some
 *     ({@code timeout_iters} of TensorRT-LLM's balanced attention); 0, the default, where each reads its own as they come
 * @param capturedTokens most tokens of a step with prompts that is replayed as a captured graph ({@code
 *     max-cudagraph-capture-size}); larger ones are launched kernel by kernel; empty for the default
 * @param paddedExpertRows rows of nothing that every 8-bit expert multiplies beside its own ({@code vllm} 0.12 on Hopper)
 * @param moreExpertKernels small kernels of a routed layer beyond those of the engine's own experts
 * @param fusedSums whether all-reduces run inside the products whose results they sum ({@code gemm_allreduce_plugin} of
 *     TensorRT-LLM)
 */
public record EngineSettings(
        OptionalInt tokensPerStep,
        int promptHoldSteps,
        OptionalInt capturedTokens,
        int paddedExpertRows,
        int moreExpertKernels,
        boolean fusedSums) {

    /** Engines as they come. */
    public static final EngineSettings DEFAULT = new EngineSettings(OptionalInt.empty(), 0, OptionalInt.empty(), 0, 0);

    /** Engines that keep products and messages apart. */
    public EngineSettings(
            OptionalInt tokensPerStep,
            int promptHoldSteps,
            OptionalInt capturedTokens,
            int paddedExpertRows,
            int moreExpertKernels) {
        this(tokensPerStep, promptHoldSteps, capturedTokens, paddedExpertRows, moreExpertKernels, false);
    }
}
