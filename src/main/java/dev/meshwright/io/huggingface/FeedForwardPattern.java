package dev.meshwright.io.huggingface;

import dev.meshwright.io.huggingface.Block.FeedForwardKind;
import dev.meshwright.io.huggingface.key.ConfigFields;
import dev.meshwright.io.huggingface.key.ConfigFields.Found;
import dev.meshwright.io.huggingface.key.ConfigKey;
import tools.jackson.databind.JsonNode;

/** Which layers route tokens to experts: every one unless a key says otherwise. */
final class FeedForwardPattern {

    private final ConfigFields fields;

    FeedForwardPattern(ConfigFields fields) {
        this.fields = fields;
    }

    FeedForwardKind kind(int layer, int layers) {
        boolean experts = FeedForwardReader.experts(fields, layer, layers) > 1;
        return experts && routed(layer, layers) ? FeedForwardKind.MIXTURE : FeedForwardKind.DENSE;
    }

    private boolean routed(int layer, int layers) {
        Found types = fields.find(ConfigKey.FEED_FORWARD_TYPES);
        if (types != null && types.node().isArray() && layer < types.node().size()) {
            JsonNode type = types.node().get(layer);
            return !(type.isString()
                    && (type.stringValue().equals("dense") || type.stringValue().equals("mlp")));
        }
        Found listed = fields.find(ConfigKey.EXPERT_LAYERS);
        if (listed != null && (listed.node().isString() || !listed.node().isEmpty())) {
            return fields.listed(listed, layer);
        }
        return afterDenseLayers(layer) && inStep(layer, layers) && inRange(layer, layers);
    }

    private boolean afterDenseLayers(int layer) {
        Found only = fields.find(ConfigKey.DENSE_ONLY_LAYERS);
        if (only != null && fields.listed(only, layer)) {
            return false;
        }
        Found first = fields.find(ConfigKey.DENSE_FIRST);
        if (first != null && first.node().isArray()) {
            // MiniMax-M3 and others state the layers themselves in moe_layer_freq; a list here names dense layers.
            return !fields.listed(first, layer);
        }
        return layer >= fields.integer(ConfigKey.DENSE_FIRST, 0, LayerPlanReader.MOST_LAYERS, 0);
    }

    private boolean inStep(int layer, int layers) {
        Found frequency = fields.find(ConfigKey.EXPERT_LAYER_FREQUENCY);
        if (frequency != null && frequency.node().isArray()) {
            return flagged(frequency, layer, layers);
        }
        if (frequency != null) {
            int every = fields.integer(ConfigKey.EXPERT_LAYER_FREQUENCY, 1, LayerPlanReader.MOST_LAYERS, 1);
            // Arctic counts from one, DeepSeek from zero.
            int number = frequency.spelling().equals("moe_layer_frequency") ? layer + 1 : layer;
            if (number % every != 0) {
                return false;
            }
        }
        int step = fields.integer(ConfigKey.SPARSE_STEP, 0, LayerPlanReader.MOST_LAYERS, 1);
        return step > 0 && (layer + 1) % step == 0;
    }

    /** A flag for each layer, 0 and 1 or (K-EXAONE's {@code is_moe_layer}) false and true. */
    private boolean flagged(Found flags, int layer, int layers) {
        int stated = flags.node().size();
        if (stated != layers) {
            fields.fault(flags, "has " + stated + " entries for " + layers + " layers", "");
            return true;
        }
        JsonNode flag = flags.node().get(Math.min(layer, layers - 1));
        return flag.isBoolean()
                ? flag.booleanValue()
                : fields.forLayer(ConfigKey.EXPERT_LAYER_FREQUENCY, layer, layers, 0, 1, 1) == 1;
    }

    private boolean inRange(int layer, int layers) {
        int period = fields.integer(ConfigKey.EXPERT_PERIOD, 1, LayerPlanReader.MOST_LAYERS, 1);
        int offset = fields.integer(ConfigKey.EXPERT_OFFSET, 0, LayerPlanReader.MOST_LAYERS, 0);
        int interval = fields.integer(ConfigKey.EXPERT_INTERVAL, 1, LayerPlanReader.MOST_LAYERS, 1);
        return layer % period == offset % period && inRangeOf(fields, 0, layer, layers) && (layer + 1) % interval == 0;
    }

    /** Whether a layer has experts of a family, by the first and the last of its layers. */
    static boolean inRangeOf(ConfigFields fields, int family, int layer, int layers) {
        int start = fields.forFamily(ConfigKey.EXPERT_START, family, 0, LayerPlanReader.MOST_LAYERS, 0);
        int end = fields.forFamily(ConfigKey.EXPERT_END, family, -1, LayerPlanReader.MOST_LAYERS, -1);
        return layer >= start && layer <= (end < 0 ? layers - 1 : end);
    }
}
