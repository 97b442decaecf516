package dev.meshwright.io.huggingface;

import dev.meshwright.facts.model.SparseIndexer;
import dev.meshwright.io.huggingface.key.ConfigFields;
import dev.meshwright.io.huggingface.key.ConfigFields.Found;
import dev.meshwright.io.huggingface.key.ConfigKey;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads which positions sparse attention keeps and what chooses them. */
final class SparseReader {

    private final ConfigFields fields;

    SparseReader(ConfigFields fields) {
        this.fields = fields;
    }

    /** MiniMax-M3: a small scorer picks blocks of keys. */
    SparseIndexer blocks(int layer, int layers) {
        if (fields.has(ConfigKey.BLOCK_TOP)) {
            return blockBudget();
        }
        if (!fields.flag(ConfigKey.USE_SPARSE, true)
                || !fields.has(ConfigKey.SPARSE_TOP_BLOCKS)
                || fields.forLayer(ConfigKey.SPARSE_LAYERS, layer, layers, 0, 1, 1) == 0) {
            return SparseIndexer.NONE;
        }
        int blocks = fields.required(ConfigKey.SPARSE_TOP_BLOCKS, 1, MixerReader.MOST_WIDTH);
        int size = fields.required(ConfigKey.SPARSE_BLOCK, 1, MixerReader.MOST_WIDTH);
        return new SparseIndexer(
                fields.required(ConfigKey.INDEX_HEADS, 1, MixerReader.MOST_HEADS),
                fields.required(ConfigKey.INDEX_HEAD_SIZE, 1, MixerReader.MOST_WIDTH),
                (int) Math.min((long) blocks * size, Integer.MAX_VALUE));
    }

    /** MiniCPM4: the best blocks, the first ones and a window; pooled keys choose them, without weights of their own. */
    private SparseIndexer blockBudget() {
        long block = fields.required(ConfigKey.BLOCK_SIZE, 1, MixerReader.MOST_WIDTH);
        long blocks = (long) fields.required(ConfigKey.BLOCK_TOP, 1, MixerReader.MOST_WIDTH)
                + fields.integer(ConfigKey.BLOCK_FIRST, 0, MixerReader.MOST_WIDTH, 0);
        long positions = blocks * block + fields.integer(ConfigKey.BLOCK_WINDOW, 0, MixerReader.MOST_WIDTH, 0);
        long dense = fields.integer(ConfigKey.BLOCK_DENSE, 0, Integer.MAX_VALUE, 0);
        fields.note("attention sees the best blocks of keys beyond " + dense
                + " tokens; what choosing them costs is left out");
        return SparseIndexer.shared((int) Math.min(Math.max(positions, dense), Integer.MAX_VALUE));
    }

    /** DeepSeek-V3.2: a scorer picks single positions. */
    SparseIndexer positions(int layer) {
        if (fields.size(ConfigKey.INDEX_HEADS, MixerReader.MOST_HEADS, 0) == 0) {
            return SparseIndexer.NONE;
        }
        int top = fields.required(ConfigKey.INDEX_TOP, 1, Integer.MAX_VALUE);
        if (sharesIndexer(layer)) {
            return SparseIndexer.shared(top);
        }
        return new SparseIndexer(
                fields.required(ConfigKey.INDEX_HEADS, 1, MixerReader.MOST_HEADS),
                fields.required(ConfigKey.INDEX_HEAD_SIZE, 1, MixerReader.MOST_WIDTH),
                top);
    }

    /** GLM-5.2: layers name their kind, or one in so many chooses for those after it. */
    private boolean sharesIndexer(int layer) {
        int frequency = fields.size(ConfigKey.INDEX_FREQUENCY, LayerPlanReader.MOST_LAYERS, 1);
        int offset = fields.integer(ConfigKey.INDEX_OFFSET, 0, LayerPlanReader.MOST_LAYERS, 0);
        Found types = fields.find(ConfigKey.INDEX_TYPES);
        JsonNode type = types == null ? null : types.node().get(layer);
        if (type != null) {
            return type.isString() && type.stringValue().equals("shared");
        }
        return Math.max(layer - offset + 1, 0) % frequency != 0;
    }

    /** DeepSeek-V4: tokens pooled into one entry; 0 for none. */
    int compression(int layer) {
        Found ratios = fields.find(ConfigKey.COMPRESSION);
        if (ratios != null && ratios.node().isArray()) {
            if (layer >= ratios.node().size()) {
                fields.fault(ratios, "has no entry for layer " + layer, "");
                return 0;
            }
            Found item = new Found(
                    ratios.spelling(),
                    ratios.pointer() + "/" + layer,
                    ratios.node().get(layer));
            return fields.integer(item, 0, MixerReader.MOST_WIDTH, 0);
        }
        return namedCompression(layer);
    }

    private int namedCompression(int layer) {
        Found types = fields.find(ConfigKey.LAYER_TYPES);
        Found rates = fields.find(ConfigKey.COMPRESSION_RATES);
        @Nullable JsonNode type = types == null ? null : types.node().get(layer);
        if (type == null || !type.isString() || rates == null) {
            return 0;
        }
        String name = type.stringValue();
        JsonNode rate = rates.node().get(name);
        return rate == null
                ? 0
                : fields.integer(new Found(name, rates.pointer() + "/" + name, rate), 0, MixerReader.MOST_WIDTH, 0);
    }
}
