package dev.meshwright.io.huggingface;

import dev.meshwright.facts.model.LinearAttention;
import dev.meshwright.facts.model.LinearAttention.Kind;
import dev.meshwright.facts.model.Projection;
import dev.meshwright.facts.model.Projection.Role;
import dev.meshwright.facts.model.Projection.Split;
import dev.meshwright.io.huggingface.key.ConfigFields;
import dev.meshwright.io.huggingface.key.ConfigKey;
import dev.meshwright.io.huggingface.quantization.Format;
import java.util.List;

/** Reads the sizes of mixers with a fixed state; shapes from the modelling classes of Hugging Face transformers. */
final class RecurrenceReader {

    private static final int MOST_WIDTH = MixerReader.MOST_WIDTH;
    private static final int MOST_HEADS = MixerReader.MOST_HEADS;

    /** Decay, outer product with the key, delta correction, read-out with the query: 4 multiply-adds (Megatron-Bridge). */
    private static final double DELTA_FLOPS_PER_STATE_ELEMENT = 8;

    /** Outer product and read-out, 2 each, and the decay. */
    private static final double LIGHTNING_FLOPS_PER_STATE_ELEMENT = 5;

    /** Selective scan: discretisation, update and read-out (Megatron-LM's and Megatron-Bridge's count). */
    private static final double SCAN_FLOPS_PER_STATE_ELEMENT = 7;

    /** One multiply-add for each kept position. */
    private static final double CONVOLUTION_FLOPS_PER_STATE_ELEMENT = 2;

    /** Engines keep recurrent states in FP32 unless told otherwise (vLLM and transformers defaults). */
    private static final double FP32_BYTES = 4;

    /** Defaults of the Mamba-2 block in its authors' own package. */
    private static final int ORIGINAL_STATE = 128;

    private static final int ORIGINAL_HEAD_SIZE = 64;

    private final ConfigFields fields;
    private final ModelTypeDefaults defaults;
    private final int hidden;

    RecurrenceReader(ConfigFields fields, ModelTypeDefaults defaults, int hidden) {
        this.fields = fields;
        this.defaults = defaults;
        this.hidden = hidden;
    }

    /** Gated delta net: queries, keys, values, output gate, two decays per value head in one projection. */
    LinearAttention gatedDelta() {
        int keyHeads = fields.required(ConfigKey.LINEAR_KEY_HEADS, 1, MOST_HEADS);
        int valueHeads = fields.required(ConfigKey.LINEAR_VALUE_HEADS, 1, MOST_HEADS);
        int keySize = fields.required(ConfigKey.LINEAR_KEY_HEAD_SIZE, 1, MOST_WIDTH);
        int valueSize = fields.required(ConfigKey.LINEAR_VALUE_HEAD_SIZE, 1, MOST_WIDTH);
        int kernel = fields.integer(ConfigKey.LINEAR_CONVOLUTION, 1, MOST_WIDTH, 4);
        long keys = (long) keyHeads * keySize;
        long values = (long) valueHeads * valueSize;
        return new LinearAttention(
                Kind.GATED_DELTA,
                valueHeads,
                2 * keys + 2 * values + 2L * valueHeads,
                values,
                values * keySize,
                stateBytes(),
                DELTA_FLOPS_PER_STATE_ELEMENT,
                (2 * keys + values) * kernel + 2L * valueHeads + valueSize);
    }

    /** Kimi delta attention: decays per channel from a low-rank projection, output gate of low or full rank. */
    LinearAttention kimiDelta() {
        // Ling 3 keeps the heads of its attention.
        boolean own = fields.has(ConfigKey.DELTA_HEADS);
        int heads = fields.required(own ? ConfigKey.DELTA_HEADS : ConfigKey.HEADS, 1, MOST_HEADS);
        int size = fields.required(own ? ConfigKey.DELTA_HEAD_SIZE : ConfigKey.HEAD_SIZE, 1, MOST_WIDTH);
        int kernel = fields.integer(ConfigKey.DELTA_CONVOLUTION, 1, MOST_WIDTH, 4);
        boolean fullRankGate = fields.flag(ConfigKey.DELTA_FULL_RANK_GATE, false);
        long width = (long) heads * size;
        if (fields.flag(ConfigKey.DELTA_FULL_RANK, false)) {
            // Decays and output gate come from whole matrices (Ling 3, no_kda_lora).
            return new LinearAttention(
                    Kind.KIMI_DELTA,
                    heads,
                    5 * width + heads,
                    width,
                    width * size,
                    stateBytes(),
                    DELTA_FLOPS_PER_STATE_ELEMENT,
                    3 * width * kernel + heads + width + size);
        }
        int lowRank = fullRankGate ? 1 : 2;
        return new LinearAttention(
                Kind.KIMI_DELTA,
                heads,
                (fullRankGate ? 4 : 3) * width + heads,
                width,
                width * size,
                stateBytes(),
                DELTA_FLOPS_PER_STATE_ELEMENT,
                3 * width * kernel + heads + width + size,
                List.of(
                        new Projection(Role.QUERY_KEY_VALUE, hidden, (long) lowRank * size, Split.REPLICATED),
                        new Projection(Role.QUERY_KEY_VALUE, size, lowRank * width, Split.COLUMN)));
    }

    /** Lightning attention: as many key and value heads as query heads, an output gate and a norm as wide. */
    LinearAttention lightning(int heads, int size) {
        long width = (long) heads * size;
        return new LinearAttention(
                Kind.LIGHTNING,
                heads,
                4 * width,
                width,
                width * size,
                stateBytes(),
                LIGHTNING_FLOPS_PER_STATE_ELEMENT,
                width);
    }

    LinearAttention mamba() {
        boolean heads = fields.has(ConfigKey.MAMBA_HEADS) || defaults.secondGenerationMamba();
        return heads ? secondMamba() : firstMamba();
    }

    /** Mamba-2: gate, inner states, B and C per group and one step per head in one projection. */
    private LinearAttention secondMamba() {
        boolean original = fields.has(ConfigKey.STATE_SPACE_SETTINGS);
        int state = original
                ? fields.integer(ConfigKey.MAMBA_STATE, 1, MOST_WIDTH, ORIGINAL_STATE)
                : fields.required(ConfigKey.MAMBA_STATE, 1, MOST_WIDTH);
        int groups = fields.integer(ConfigKey.MAMBA_GROUPS, 1, MOST_HEADS, 1);
        int kernel = fields.integer(ConfigKey.MAMBA_CONVOLUTION, 1, MOST_WIDTH, 4);
        ConfigKey headKey = defaults.secondGenerationMamba() ? ConfigKey.HEADS : ConfigKey.MAMBA_HEADS;
        ConfigKey sizeKey = defaults.secondGenerationMamba() ? ConfigKey.HEAD_SIZE : ConfigKey.MAMBA_HEAD_SIZE;
        double expand = fields.number(ConfigKey.MAMBA_EXPAND, 0.01, 100, 2);
        int stated = fields.integer(ConfigKey.MAMBA_INNER, 1, MOST_WIDTH, (int) Math.max(1, expand * hidden));
        int originalSize = fields.integer(ConfigKey.MAMBA_HEAD_SIZE, 1, MOST_WIDTH, ORIGINAL_HEAD_SIZE);
        int heads =
                original ? Math.clamp(stated / originalSize, 1, MOST_HEADS) : fields.required(headKey, 1, MOST_HEADS);
        int size = fields.integer(sizeKey, 1, MOST_WIDTH, Math.max(1, stated / heads));
        long inner = (long) heads * size;
        long convolved = inner + 2L * groups * state;
        return new LinearAttention(
                Kind.MAMBA2,
                heads,
                2 * inner + 2L * groups * state + heads,
                inner,
                inner * state,
                stateBytes(),
                SCAN_FLOPS_PER_STATE_ELEMENT,
                convolved * (kernel + 1L) + 3L * heads + inner);
    }

    /** Mamba: the step, B and C come from the inner states by a low-rank projection. */
    private LinearAttention firstMamba() {
        int state = fields.integer(ConfigKey.MAMBA_STATE, 1, MOST_WIDTH, 16);
        int kernel = fields.integer(ConfigKey.MAMBA_CONVOLUTION, 1, MOST_WIDTH, 4);
        double expand = fields.number(ConfigKey.MAMBA_EXPAND, 0.01, 100, 2);
        int inner = fields.integer(ConfigKey.MAMBA_INNER, 1, MOST_WIDTH * 4, (int) Math.max(1, expand * hidden));
        ConfigFields.Found stated = fields.find(ConfigKey.MAMBA_RANK);
        // "auto" is a sixteenth of the hidden size, rounded up.
        int rank = stated != null && stated.node().isNumber()
                ? fields.integer(stated, 1, MOST_WIDTH, 1)
                : Math.ceilDiv(hidden, 16);
        return new LinearAttention(
                Kind.MAMBA1,
                inner,
                2L * inner,
                inner,
                (long) inner * state,
                stateBytes(),
                SCAN_FLOPS_PER_STATE_ELEMENT,
                (long) inner * (kernel + 1) + inner + (long) inner * state + inner + rank + 2L * state,
                List.of(
                        new Projection(Role.QUERY_KEY_VALUE, inner, rank + 2L * state, Split.ROW),
                        new Projection(Role.QUERY_KEY_VALUE, rank, inner, Split.COLUMN)));
    }

    /** LFM2: a gated convolution over a few positions. */
    LinearAttention shortConvolution() {
        int kernel = fields.integer(ConfigKey.SHORT_CONVOLUTION, 1, MOST_WIDTH, 3);
        return new LinearAttention(
                Kind.SHORT_CONVOLUTION,
                hidden,
                3L * hidden,
                hidden,
                (long) hidden * kernel,
                2,
                CONVOLUTION_FLOPS_PER_STATE_ELEMENT,
                (long) hidden * kernel);
    }

    private double stateBytes() {
        return Format.named(fields, ConfigKey.STATE_TYPE)
                .map(precision -> precision.bytesPerElement())
                .orElse(FP32_BYTES);
    }
}
