package dev.meshwright.io.huggingface;

import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.model.Precisions;
import dev.meshwright.io.huggingface.ConfigFields.Found;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the number formats of a checkpoint: the type it was saved in, the format of its quantized matrices, and which
 * parts are exempt from it.
 */
final class QuantizationReader {

    private final ConfigFields fields;

    QuantizationReader(ConfigFields fields) {
        this.fields = fields;
    }

    /** Formats of all parts; layers tell how many there are of which exemptions may name some. */
    Precisions precisions(int layers) {
        Precision base = baseType();
        Found found = fields.find(ConfigKey.QUANTIZATION);
        Precision expertType =
                precision(fields.string(ConfigKey.EXPERT_TYPE, "")).orElse(null);
        if (found == null || !found.node().isObject()) {
            if (found != null) {
                fields.fault(found, "an object is expected", "");
            }
            return parts(base, base, expertType, new ModuleNames(List.of(), layers), base);
        }
        JsonNode settings = settings(found.node());
        Precision quantized = quantizedType(settings, found);
        if (quantized == null) {
            return parts(base, base, expertType, new ModuleNames(List.of(), layers), base);
        }
        ModuleNames exempt = new ModuleNames(exemptions(settings), layers);
        return parts(base, quantized, expertType, exempt, cacheType(settings, base));
    }

    private static Precisions parts(
            Precision base, Precision quantized, @Nullable Precision expertType, ModuleNames exempt, Precision cache) {
        Precision attention = exempt.mostly(ModuleNames.ATTENTION) ? base : quantized;
        Precision dense = exempt.mostly(ModuleNames.DENSE) ? base : quantized;
        Precision shared = exempt.mostly(ModuleNames.SHARED) ? base : quantized;
        Precision experts = exempt.mostly(ModuleNames.EXPERTS) ? base : quantized;
        // MXFP4 checkpoints quantize nothing but the routed experts (gpt-oss).
        if (quantized == Precision.MXFP4 && exempt.none()) {
            attention = base;
            dense = base;
            shared = base;
        }
        return new Precisions(attention, dense, shared, expertType == null ? experts : expertType, base, cache, base);
    }

    private Precision baseType() {
        String name = fields.string(ConfigKey.TYPE, "");
        Optional<Precision> precision = precision(name);
        if (precision.isEmpty()) {
            fields.note(
                    name.isEmpty()
                            ? "no number format is stated; bf16 is taken"
                            : "number format " + name + " read as bf16");
        }
        return precision.orElse(Precision.BF16);
    }

    /** A format by the names frameworks give it; empty for an unknown one. */
    static Optional<Precision> precision(String name) {
        return switch (name.toLowerCase(Locale.ROOT).replace("torch.", "").replace('-', '_')) {
            case "bfloat16", "bf16" -> Optional.of(Precision.BF16);
            case "float16", "half", "fp16" -> Optional.of(Precision.FP16);
            case "float32", "float", "fp32" -> Optional.of(Precision.FP32);
            case "fp8", "float8", "float8_e4m3fn", "float8_e5m2", "fp8_e4m3", "fp8_e5m2", "mxfp8" ->
                Optional.of(Precision.FP8);
            case "int8" -> Optional.of(Precision.INT8);
            case "int4" -> Optional.of(Precision.INT4);
            case "nvfp4" -> Optional.of(Precision.NVFP4);
            case "fp4", "mxfp4", "float4" -> Optional.of(Precision.MXFP4);
            default -> Optional.empty();
        };
    }

    /** ModelOpt's own file keeps its settings one level deeper. */
    private static JsonNode settings(JsonNode quantization) {
        JsonNode inner = quantization.get("quantization");
        return inner != null && inner.isObject() ? inner : quantization;
    }

    private @Nullable Precision quantizedType(JsonNode settings, Found found) {
        String method = text(settings, "quant_method");
        String algorithm = text(settings, "quant_algo").toUpperCase(Locale.ROOT);
        if (algorithm.equals("MIXED_PRECISION")) {
            algorithm = text(settings, "moe_quant_algo").toUpperCase(Locale.ROOT);
        }
        Precision grouped = groupType(settings);
        if (algorithm.contains("NVFP4")) {
            return Precision.NVFP4;
        }
        if (algorithm.contains("MXFP4")) {
            return Precision.MXFP4;
        }
        if (algorithm.contains("FP8")) {
            return Precision.FP8;
        }
        if (grouped != null) {
            return grouped;
        }
        return switch (method.toLowerCase(Locale.ROOT)) {
            case "fp8", "fbgemm_fp8", "finegrained_fp8", "mxfp8" -> Precision.FP8;
            case "mxfp4" -> Precision.MXFP4;
            case "nvfp4" -> Precision.NVFP4;
            case "bitsandbytes" -> flag(settings, "load_in_4bit") ? Precision.INT4 : Precision.INT8;
            default -> byBits(settings, method, found);
        };
    }

    /** GPTQ, AWQ and others state bits. */
    private @Nullable Precision byBits(JsonNode settings, String method, Found found) {
        for (String key : List.of("bits", "w_bit", "nbits", "num_bits")) {
            JsonNode bits = settings.get(key);
            if (bits != null && bits.isNumber()) {
                return ofBits(bits.doubleValue(), "int", 0);
            }
        }
        fields.note(found.pointer() + ": unknown method " + (method.isEmpty() ? "(none)" : method)
                + "; weights read as saved");
        return null;
    }

    /** compressed-tensors: the group that covers most decides; expert groups are told apart by few files. */
    private static @Nullable Precision groupType(JsonNode settings) {
        JsonNode groups = settings.get("config_groups");
        if (groups == null || !groups.isObject()) {
            return null;
        }
        Precision smallest = null;
        for (JsonNode group : groups.values()) {
            JsonNode weights = group.get("weights");
            JsonNode bits = weights == null ? null : weights.get("num_bits");
            if (bits == null || !bits.isNumber()) {
                continue;
            }
            JsonNode size = weights.get("group_size");
            double groupSize = size != null && size.isNumber() ? size.doubleValue() : 0;
            Precision precision = ofBits(bits.doubleValue(), text(weights, "type"), groupSize);
            if (precision != null && (smallest == null || precision.bitsPerElement() < smallest.bitsPerElement())) {
                smallest = precision;
            }
        }
        return smallest;
    }

    private static @Nullable Precision ofBits(double bits, String type, double groupSize) {
        boolean floating = type.equals("float");
        if (bits > 8) {
            return bits >= 32 ? Precision.FP32 : Precision.BF16;
        }
        if (bits > 4) {
            return floating ? Precision.FP8 : Precision.INT8;
        }
        // OCP microscaling groups 32 elements, NVIDIA's format 16.
        return floating ? (groupSize == 32 ? Precision.MXFP4 : Precision.NVFP4) : Precision.INT4;
    }

    private static List<String> exemptions(JsonNode settings) {
        List<String> patterns = new ArrayList<>();
        for (String key : List.of(
                "ignore", "modules_to_not_convert", "exclude_modules", "ignored_layers", "llm_int8_skip_modules")) {
            JsonNode list = settings.get(key);
            if (list != null && list.isArray()) {
                list.values().forEach(item -> {
                    if (item.isString()) {
                        patterns.add(item.stringValue());
                    }
                });
            }
        }
        return patterns;
    }

    private static Precision cacheType(JsonNode settings, Precision base) {
        Optional<Precision> algorithm = precision(text(settings, "kv_cache_quant_algo"));
        if (algorithm.isPresent()) {
            return algorithm.get();
        }
        JsonNode scheme = settings.get("kv_cache_scheme");
        JsonNode bits = scheme == null ? null : scheme.get("num_bits");
        if (bits != null && bits.isNumber()) {
            Precision precision = ofBits(bits.doubleValue(), text(scheme, "type"), 0);
            return precision == null ? base : precision;
        }
        return base;
    }

    private static String text(JsonNode object, String key) {
        JsonNode node = object.get(key);
        return node != null && node.isString() ? node.stringValue() : "";
    }

    private static boolean flag(JsonNode object, String key) {
        JsonNode node = object.get(key);
        return node != null && node.isBoolean() && node.booleanValue();
    }
}
