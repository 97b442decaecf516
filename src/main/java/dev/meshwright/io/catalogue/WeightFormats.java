package dev.meshwright.io.catalogue;

import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.model.Precisions;
import dev.meshwright.io.tree.Names;
import java.util.Map;

/**
 * What the labels {@code weights} and {@code kvCache} of a problem file mean for the parts of a model. A checkpoint
 * seldom has one format, and the label names the narrowest:
 *
 * <table>
 * <caption>Formats by label</caption>
 * <tr><th>label</th><th>attention</th><th>dense, shared</th><th>routed experts</th><th>embedding, head</th></tr>
 * <tr><td>bf16, fp16</td><td>same</td><td>same</td><td>same</td><td>same</td></tr>
 * <tr><td>fp8, int8</td><td>same</td><td>same</td><td>same</td><td>bf16</td></tr>
 * <tr><td>nvfp4</td><td>bf16</td><td>nvfp4</td><td>nvfp4</td><td>bf16</td></tr>
 * <tr><td>mxfp4, int4</td><td>bf16</td><td>bf16</td><td>same</td><td>bf16</td></tr>
 * <tr><td>mxfp4, int4 without experts</td><td>same</td><td>same</td><td>-</td><td>bf16</td></tr>
 * </table>
 *
 * <p>fp8 is what DeepSeek-V3 ships; nvfp4 what NVIDIA's quantizer makes of it (attention excluded); mxfp4 is gpt-oss and
 * int4 is Kimi-K2.5, both with 4-bit routed experts and everything else in BF16. Without experts, 4-bit checkpoints (AWQ,
 * GPTQ) quantize all layers. Router and norms are 16-bit in all of them. Activations between kernels stay 16-bit. The KV
 * cache is 16-bit unless {@code kvCache} says otherwise, as engines do by default. A checkpoint that differs from its
 * label is described by its {@code config.json}: leave {@code weights} out.
 */
public final class WeightFormats {

    /** Labels of {@code weights}. */
    public static final Map<String, Precision> WEIGHTS = Names.of(
            Precision::label,
            Precision.BF16,
            Precision.FP16,
            Precision.FP8,
            Precision.INT8,
            Precision.INT4,
            Precision.NVFP4,
            Precision.MXFP4);

    /** Labels of {@code kvCache}: the formats that engines can keep the cache in. */
    public static final Map<String, Precision> KEY_VALUE_CACHE =
            Names.of(Precision::label, Precision.BF16, Precision.FP16, Precision.FP8, Precision.INT8, Precision.NVFP4);

    private WeightFormats() {}

    /** The model's formats when its weights are labelled {@code weights}. */
    public static Precisions of(Precision weights, Model model) {
        Precision wide = Precision.BF16;
        return switch (weights) {
            case FP32, BF16, FP16 -> Precisions.uniform(weights);
            case FP8, INT8 -> new Precisions(weights, weights, weights, weights, wide, wide, wide);
            case NVFP4 -> new Precisions(wide, weights, weights, weights, wide, wide, wide);
            case MXFP4, INT4 -> {
                Precision rest = model.mixtureOfExperts() ? wide : weights;
                yield new Precisions(rest, rest, rest, weights, wide, wide, wide);
            }
        };
    }

    /** The same formats with another KV cache. */
    public static Precisions withKeyValueCache(Precisions formats, Precision cache) {
        return formats.withKeyValueCache(cache);
    }
}
