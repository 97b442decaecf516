package dev.meshwright.io.huggingface.quantization;

import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.model.Precisions.Block;
import dev.meshwright.io.huggingface.key.ConfigFields;
import dev.meshwright.io.huggingface.key.ConfigKey;
import dev.meshwright.io.huggingface.key.Section;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A number format of weights and what shares a scale in it.
 *
 * @param precision of the elements
 * @param block weights with one scale, as far as kernels need whole ones
 */
public record Format(Precision precision, Block block) {

    /** Groups of AWQ and GPTQ where the settings do not say (their papers and tools). */
    private static final int USUAL_GROUP = 128;

    private static final int NVFP4_GROUP = 16;
    private static final int MICROSCALING_GROUP = 32;
    private static final int FP8_BLOCK = 128;

    /** A format without groups. */
    static Format plain(Precision precision) {
        return new Format(precision, Block.NONE);
    }

    private static Format grouped(Precision precision, double group, int usual) {
        int size = group >= 1 && group <= 1 << 20 ? (int) group : usual;
        return new Format(precision, new Block(1, size));
    }

    /** A format by the names that frameworks give it; empty for an unknown one. */
    public static Optional<Precision> precision(String name) {
        return switch (name.toLowerCase(Locale.ROOT).replace("torch.", "").replace('-', '_')) {
            case "bfloat16", "bf16" -> Optional.of(Precision.BF16);
            case "float16", "half", "fp16" -> Optional.of(Precision.FP16);
            case "float32", "float", "fp32" -> Optional.of(Precision.FP32);
            case "fp8", "float8", "float8_e4m3fn", "float8_e5m2", "fp8_e4m3", "fp8_e5m2", "mxfp8", "fp8_per_tensor" ->
                Optional.of(Precision.FP8);
            case "int8" -> Optional.of(Precision.INT8);
            case "int4", "uint4" -> Optional.of(Precision.INT4);
            case "nvfp4" -> Optional.of(Precision.NVFP4);
            case "fp4", "mxfp4", "float4" -> Optional.of(Precision.MXFP4);
            default -> Optional.empty();
        };
    }

    /** The format that a key names; one that nobody knows is said. */
    public static Optional<Precision> named(ConfigFields fields, ConfigKey key) {
        String name = fields.string(key, "");
        Optional<Precision> format = precision(name);
        if (format.isEmpty() && !name.isEmpty()) {
            fields.note(key.usual() + " " + name + " is no number format that is known; it changes nothing");
        }
        return format;
    }

    /**
     * What ModelOpt calls an algorithm: {@code NVFP4}, {@code W4A16_AWQ}, {@code FP8_PB_WO}; empty for none or an unknown
     * one. MXFP8 counts as FP8 with scales of its own. Kernels pad MXFP4 (gpt-oss), so that it is
     * cut anywhere.
     */
    static Optional<Format> ofAlgorithm(String algorithm, double group) {
        String name = algorithm.toUpperCase(Locale.ROOT);
        if (name.contains("NVFP4")) {
            return Optional.of(grouped(Precision.NVFP4, group, NVFP4_GROUP));
        }
        if (name.contains("MXFP4")) {
            return Optional.of(plain(Precision.MXFP4));
        }
        if (name.contains("MXFP8")) {
            return Optional.of(grouped(Precision.FP8, group, MICROSCALING_GROUP));
        }
        if (name.contains("W4") || name.contains("INT4")) {
            return Optional.of(grouped(Precision.INT4, group, USUAL_GROUP));
        }
        if (name.startsWith("FP8_PB") || name.contains("BLOCK")) {
            return Optional.of(new Format(Precision.FP8, Block.square(FP8_BLOCK)));
        }
        if (name.contains("FP8")) {
            return Optional.of(plain(Precision.FP8));
        }
        return name.contains("W8") || name.contains("INT8") ? Optional.of(plain(Precision.INT8)) : Optional.empty();
    }

    /** A format by its bits; empty for more than 16, which is none. */
    static Optional<Format> ofBits(double bits, boolean floating, double group) {
        if (bits > 8) {
            return Optional.empty();
        }
        boolean groups = group >= 1;
        if (bits > 4) {
            Precision eight = floating ? Precision.FP8 : Precision.INT8;
            return Optional.of(groups ? grouped(eight, group, MICROSCALING_GROUP) : plain(eight));
        }
        if (floating) {
            // OCP microscaling groups 32 elements, NVIDIA's format 16.
            return Optional.of(
                    group == MICROSCALING_GROUP
                            ? plain(Precision.MXFP4)
                            : grouped(Precision.NVFP4, group, NVFP4_GROUP));
        }
        return Optional.of(groups ? grouped(Precision.INT4, group, USUAL_GROUP) : plain(Precision.INT4));
    }

    /** What {@code weights} of a group of compressed-tensors say. */
    static Optional<Format> ofWeights(Section weights) {
        double bits = weights.number("num_bits", 16);
        boolean floating = weights.text("type").equals("float");
        double group = weights.number("group_size", 0);
        String strategy = weights.text("strategy");
        Optional<Block> block = block(weights, "block_structure");
        Optional<Format> format = ofBits(bits, floating, group);
        return strategy.equals("block") && block.isPresent()
                ? format.map(known -> new Format(known.precision(), block.get()))
                : format;
    }

    /** Two sizes, outputs first, such as {@code weight_block_size: [128, 128]}; empty where they are not stated. */
    static Optional<Block> block(Section settings, String key) {
        Optional<JsonNode> value = settings.value(key);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        JsonNode sizes = value.get();
        boolean pair = sizes.isArray() && sizes.size() == 2 && size(sizes.get(0)) && size(sizes.get(1));
        if (!pair) {
            settings.fault(key, "two sizes of a block are expected, outputs and inputs", "Maybe [128, 128].");
            return Optional.empty();
        }
        return Optional.of(
                new Block((int) sizes.get(0).doubleValue(), (int) sizes.get(1).doubleValue()));
    }

    private static boolean size(JsonNode node) {
        double value = node.isNumber() ? node.doubleValue() : 0;
        return value >= 1 && value <= 1 << 20 && value == Math.rint(value);
    }
}
