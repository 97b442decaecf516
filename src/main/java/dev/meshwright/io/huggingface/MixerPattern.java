package dev.meshwright.io.huggingface;

import dev.meshwright.io.huggingface.Block.MixerKind;
import dev.meshwright.io.huggingface.key.ConfigFields;
import dev.meshwright.io.huggingface.key.ConfigFields.Found;
import dev.meshwright.io.huggingface.key.ConfigKey;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Which mixer each layer has: full attention unless a key says otherwise. */
final class MixerPattern {

    private static final int MOST = LayerPlanReader.MOST_LAYERS;

    /** "7 lightning attention : 1 softmax per 8 layers". */
    private static final Pattern PROPORTION =
            Pattern.compile("(\\d{1,4})\\s*(?:lightning|linear)\\D*(\\d{1,4})\\s*(?:softmax|full)");

    private final ConfigFields fields;
    private final ModelTypeDefaults defaults;

    MixerPattern(ConfigFields fields, ModelTypeDefaults defaults) {
        this.fields = fields;
        this.defaults = defaults;
    }

    MixerKind kind(int layer, int layers) {
        if (defaults.mambaOnly()) {
            return MixerKind.MAMBA;
        }
        if (fields.has(ConfigKey.COMPRESSION) || fields.has(ConfigKey.COMPRESSION_RATES)) {
            return MixerKind.COMPRESSED;
        }
        if (removed(layer)) {
            return MixerKind.NONE;
        }
        MixerKind listed = fromList(layer, layers);
        if (listed != null) {
            return listed;
        }
        MixerKind periodic = fromPeriod(layer, layers);
        return periodic != null ? periodic : attention(layer);
    }

    private boolean removed(int layer) {
        Found blocks = fields.find(ConfigKey.BLOCK_CONFIGS);
        JsonNode attention = blocks == null ? null : blocks.node().get(layer);
        attention = attention == null ? null : attention.get("attention");
        JsonNode absent = attention == null ? null : attention.get("no_op");
        return absent != null && absent.isBoolean() && absent.booleanValue();
    }

    private @Nullable MixerKind fromList(int layer, int layers) {
        Found types = fields.find(ConfigKey.LAYER_TYPES);
        if (types != null && types.node().isArray() && !types.node().isEmpty()) {
            // Block types may be a period that repeats (RecurrentGemma); the others must name every layer.
            boolean repeats = types.spelling().equals("block_types");
            if (!repeats && types.node().size() < layers) {
                fields.fault(types, "has " + types.node().size() + " entries for " + layers + " layers", "");
                return MixerKind.FULL;
            }
            int index = layer % types.node().size();
            return named(types, index);
        }
        Found repeated = fields.find(ConfigKey.REPEATED_TYPES);
        if (repeated != null && repeated.node().isArray()) {
            return fromRepeated(repeated, layer);
        }
        Found pattern = fields.find(ConfigKey.HYBRID_PATTERN);
        if (pattern != null && pattern.node().isArray()) {
            int window = fields.forLayer(ConfigKey.HYBRID_PATTERN, layer, layers, 0, 1, 0);
            return window == 1 ? MixerKind.WINDOW : MixerKind.FULL;
        }
        Found attentions = fields.find(ConfigKey.ATTENTION_TYPES);
        if (attentions != null) {
            return attentionType(attentions, layer, layers);
        }
        MixerKind delta = fromDeltaLists(layer);
        if (delta != null) {
            return delta;
        }
        Found indices = fields.find(ConfigKey.ATTENTION_LAYER_INDICES);
        if (indices != null && (indices.node().isArray() || indices.node().isString())) {
            boolean attends = fields.listed(indices, layer);
            return attends
                    ? MixerKind.FULL
                    : fields.has(ConfigKey.SHORT_CONVOLUTION) ? MixerKind.SHORT_CONVOLUTION : MixerKind.MAMBA;
        }
        return null;
    }

    /** Kimi Linear counts its layers from one, Solar Open 2 from zero. */
    private @Nullable MixerKind fromDeltaLists(int layer) {
        Found recurrent = fields.find(ConfigKey.DELTA_LAYERS);
        Found full = fields.find(ConfigKey.FULL_ATTENTION_LAYERS);
        if (full != null) {
            return fields.listed(full, layer + 1) ? MixerKind.FULL : linear();
        }
        if (recurrent != null) {
            return fields.listed(recurrent, layer + 1) ? linear() : MixerKind.FULL;
        }
        Found grouped = fields.find(ConfigKey.GROUPED_LAYERS);
        return grouped == null ? null : fields.listed(grouped, layer) ? MixerKind.FULL : linear();
    }

    /** GPT-Neo: groups of a list of types and how often it repeats. */
    private @Nullable MixerKind fromRepeated(Found repeated, int layer) {
        long start = 0;
        for (int group = 0; group < repeated.node().size(); group++) {
            JsonNode types = repeated.node().get(group).get(0);
            JsonNode times = repeated.node().get(group).get(1);
            if (types == null || !types.isArray() || times == null || !times.isNumber()) {
                fields.fault(repeated, "a list of [types, repetitions] is expected", "");
                return null;
            }
            String pointer = repeated.pointer() + "/" + group;
            long repetitions = fields.integer(new Found(repeated.spelling(), pointer + "/1", times), 0, MOST, 0);
            if (layer < start + repetitions * types.size()) {
                int index = (int) ((layer - start) % types.size());
                return named(new Found(repeated.spelling(), pointer + "/0", types), index);
            }
            start += repetitions * types.size();
        }
        return null;
    }

    private MixerKind attentionType(Found found, int layer, int layers) {
        if (found.node().isArray()) {
            int type = fields.forLayer(ConfigKey.ATTENTION_TYPES, layer, layers, 0, 1, 1);
            return type == 1 ? MixerKind.FULL : linear();
        }
        Matcher matcher =
                PROPORTION.matcher(found.node().isString() ? found.node().stringValue() : "");
        if (!matcher.find()) {
            fields.fault(found, "a list of 0 (linear) and 1 (softmax) is expected", "");
            return MixerKind.FULL;
        }
        int recurrent = Integer.parseInt(matcher.group(1));
        int period = recurrent + Integer.parseInt(matcher.group(2));
        return layer % Math.max(period, 1) < recurrent ? linear() : MixerKind.FULL;
    }

    private MixerKind linear() {
        if (fields.has(ConfigKey.LINEAR_VALUE_HEADS)) {
            return MixerKind.GATED_DELTA;
        }
        boolean delta = fields.has(ConfigKey.DELTA_HEADS) || fields.has(ConfigKey.DELTA_FULL_RANK);
        return delta ? MixerKind.KIMI_DELTA : MixerKind.LIGHTNING;
    }

    private MixerKind named(Found types, int index) {
        JsonNode item = types.node().get(index);
        String name = item.isString() ? item.stringValue().toLowerCase(Locale.ROOT) : item.toString();
        return switch (name) {
            case "full_attention", "attention", "full", "global", "global_attention" -> MixerKind.FULL;
            case "sliding_attention", "sliding", "swa", "local", "local_attention", "sliding_window" ->
                MixerKind.WINDOW;
            case "chunked_attention" -> MixerKind.CHUNK;
            case "linear_attention", "linear", "gated_delta_net", "kda" -> linear();
            case "lightning", "lightning_attention" -> MixerKind.LIGHTNING;
            case "mamba", "mamba2" -> MixerKind.MAMBA;
            case "conv", "short_conv" -> MixerKind.SHORT_CONVOLUTION;
            // Which positions a sparse layer sees is said by its indexer's own fields.
            default -> name.contains("sparse") ? MixerKind.FULL : unknown(types, index, name);
        };
    }

    private MixerKind unknown(Found types, int index, String name) {
        fields.fault(
                types.pointer() + "/" + index,
                name,
                "unknown kind of layer",
                "Maybe full_attention, sliding_attention, linear_attention or mamba?");
        return MixerKind.FULL;
    }

    private @Nullable MixerKind fromPeriod(int layer, int layers) {
        int group = fields.integer(ConfigKey.LAYER_GROUP, 0, MOST, 0);
        if (group > 0) {
            // Ling: the last layer of each whole group and all layers after the last whole group.
            boolean full = (layer + 1) % group == 0 || layer >= layers / group * group;
            return full ? MixerKind.FULL : linear();
        }
        int recurrent = fields.integer(ConfigKey.GROUPED_INTERVAL, 0, MOST, 0);
        if (recurrent > 0) {
            // Solar Open 2: one attention, then so many recurrences.
            return layer % (recurrent + 1) == 0 ? MixerKind.FULL : linear();
        }
        int interval = fields.integer(ConfigKey.FULL_ATTENTION_INTERVAL, 1, MOST, 0);
        if (interval > 0 && fields.has(ConfigKey.LINEAR_VALUE_HEADS)) {
            return (layer + 1) % interval == 0 ? MixerKind.FULL : linear();
        }
        int period = fields.integer(ConfigKey.ATTENTION_PERIOD, 1, MOST, 0);
        if (period > 0) {
            int offset = fields.integer(ConfigKey.ATTENTION_OFFSET, 0, MOST, 0);
            return layer % period == offset % period ? MixerKind.FULL : MixerKind.MAMBA;
        }
        return null;
    }

    private MixerKind attention(int layer) {
        if (fields.integer(ConfigKey.CHUNK, 0, Integer.MAX_VALUE, 0) > 0 && !fields.has(ConfigKey.WINDOW)) {
            return chunked(layer) ? MixerKind.CHUNK : MixerKind.FULL;
        }
        return windowed(layer) ? MixerKind.WINDOW : MixerKind.FULL;
    }

    /** Llama 4: layers with rotary embedding attend within chunks, every fourth one without it attends to everything. */
    private boolean chunked(int layer) {
        Found rotary = fields.find(ConfigKey.NO_ROPE_LAYERS);
        if (rotary != null && rotary.node().isArray() && layer < rotary.node().size()) {
            JsonNode flag = rotary.node().get(layer);
            return !flag.isNumber() || flag.doubleValue() != 0;
        }
        return (layer + 1) % fields.integer(ConfigKey.NO_ROPE_INTERVAL, 1, MOST, 4) != 0;
    }

    private boolean windowed(int layer) {
        if (!fields.has(ConfigKey.WINDOW) || fields.integer(ConfigKey.WINDOW, -1, Integer.MAX_VALUE, 0) <= 0) {
            return false;
        }
        // Qwen 2 and its relatives state a window that is off unless they also switch it on.
        boolean switched = fields.has(ConfigKey.MAX_WINDOW_LAYERS);
        if (!fields.flag(ConfigKey.USE_WINDOW, !switched)) {
            return false;
        }
        if (switched) {
            return layer >= fields.integer(ConfigKey.MAX_WINDOW_LAYERS, 0, MOST, 0);
        }
        Found pattern = fields.find(ConfigKey.WINDOW_PATTERN);
        if (pattern != null && pattern.node().isString()) {
            String letters = pattern.node().stringValue();
            return letters.isEmpty() || Character.toUpperCase(letters.charAt(layer % letters.length())) == 'L';
        }
        int period = fields.integer(ConfigKey.WINDOW_PATTERN, 0, MOST, defaults.windowPattern());
        return period <= 0 || (layer + 1) % period != 0;
    }
}
