package dev.meshwright.lab.serving;

import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.model.Precisions;
import dev.meshwright.facts.model.Precisions.Block;
import dev.meshwright.facts.model.Precisions.Blocks;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.lab.row.UnpredictableRowException;

/**
 * What the precision label of a measured deployment means for the parts of its model. A label names the narrowest
 * format, and the checkpoints behind it differ:
 *
 * <ul>
 *   <li>empty, {@code bf16}: 16 bits throughout;
 *   <li>{@code fp8}: every matrix but embedding and head; NVIDIA's and DeepSeek's checkpoints;
 *   <li>{@code fp4} of a mixture: 4-bit routed and shared experts and dense parts, attention in 16 bits (NVIDIA's
 *       quantizer leaves it out); of a dense model: every matrix;
 *   <li>{@code fp4} of a model that ships with weight-only experts (gpt-oss), or on GPUs without 4-bit arithmetic:
 *       4-bit expert weights, everything else and all arithmetic in 16 bits;
 *   <li>{@code int4}, {@code w4a16} and the methods that make it: routed experts only (Kimi-K2.5); of a dense model: every
 *       matrix;
 *   <li>{@code int8}, {@code w8a8}: every matrix but embedding and head, beside a cache in 16 bits.
 * </ul>
 *
 * <p>Public recipes (SemiAnalysisAI/InferenceX, NVIDIA's pages) keep the cache in 8 bits beside weights of 8 bits or fewer,
 * except where they leave it at the engine's default of 16 bits: SGLang's on GPUs before Blackwell, and all engines' for
 * weight-only checkpoints on GPUs without 4-bit arithmetic.
 *
 * <p>8 bits without a word more are blocks of 128 by 128 weights in mixtures and in all of Qwen's models, as their makers publish them, and
 * one scale per tensor in other dense models, as NVIDIA publishes them.
 */
public final class CheckpointFormats {

    /** Weights a side that share a scale in the 8-bit checkpoints that makers of mixtures publish (DeepSeek, Qwen, MiniMax, Zhipu). */
    private static final int BLOCK = 128;

    /** Makers of dense models who publish such checkpoints too. */
    private static final String QWEN = "qwen";

    private CheckpointFormats() {}

    /**
     * The formats of a deployment.
     *
     * @param label what it is called, in small letters
     * @throws UnpredictableRowException if no checkpoint is called so
     */
    public static Precisions of(String label, Model model, Gpu gpu, Engine engine) {
        Precision wide = Precision.BF16;
        boolean native4 = gpu.peakFlops().containsKey(Precision.NVFP4);
        Precision cache = engine == Engine.SGLANG && !native4 ? wide : Precision.FP8;
        boolean mixture = model.mixtureOfExperts();
        boolean shippedInFourBits = model.precisions().experts().bitsPerElement() < 8;
        return switch (label.replace('_', '-')) {
            case "", "bf16", "bfloat16", "fp16", "float16", "half" -> Precisions.BF16;
            case "int8", "w8a8" -> formats(Precision.INT8, Precision.INT8, Precision.INT8, wide);
            case "fp8" -> {
                Precisions eight = formats(Precision.FP8, Precision.FP8, Precision.FP8, cache);
                yield mixture || model.name().startsWith(QWEN)
                        ? eight.withBlocks(Blocks.uniform(Block.square(BLOCK)))
                        : eight;
            }
            case "fp8-block" ->
                formats(Precision.FP8, Precision.FP8, Precision.FP8, cache)
                        .withBlocks(Blocks.uniform(Block.square(BLOCK)));
            case "fp8-dynamic", "fp8-static", "mxfp8" -> formats(Precision.FP8, Precision.FP8, Precision.FP8, cache);
            case "fp4", "nvfp4", "mxfp4" -> {
                if (mixture && (shippedInFourBits || !native4)) {
                    yield formats(wide, wide, Precision.MXFP4, native4 ? cache : wide);
                }
                Precision attention = mixture ? wide : Precision.NVFP4;
                yield formats(attention, Precision.NVFP4, Precision.NVFP4, cache);
            }
            case "int4", "w4a16", "awq", "gptq" ->
                formats(mixture ? wide : Precision.INT4, mixture ? wide : Precision.INT4, Precision.INT4, wide);
            default -> throw new UnpredictableRowException("unknown precision " + label);
        };
    }

    private static Precisions formats(Precision attention, Precision dense, Precision experts, Precision cache) {
        return new Precisions(attention, dense, dense, experts, Precision.BF16, cache, Precision.BF16);
    }
}
