package dev.meshwright.io.huggingface;

import dev.meshwright.facts.model.CompressedAttention;
import dev.meshwright.facts.model.GroupedQueryAttention;
import dev.meshwright.facts.model.LatentAttention;
import dev.meshwright.facts.model.SparseIndexer;
import dev.meshwright.facts.model.TokenMixer;
import dev.meshwright.io.huggingface.Block.MixerKind;
import dev.meshwright.io.huggingface.ConfigFields.Found;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the sizes of attention; recurrences are {@link RecurrenceReader}'s. */
final class MixerReader {

    static final int MOST_HEADS = 1 << 16;
    static final int MOST_WIDTH = 1 << 20;

    private final ConfigFields fields;
    private final ModelTypeDefaults defaults;
    private final RecurrenceReader recurrences;
    private final int hidden;

    MixerReader(ConfigFields fields, ModelTypeDefaults defaults, int hidden) {
        this.fields = fields;
        this.defaults = defaults;
        this.recurrences = new RecurrenceReader(fields, defaults, hidden);
        this.hidden = hidden;
    }

    TokenMixer mixer(MixerKind kind, int layer, int layers) {
        return switch (kind) {
            case NONE -> new TokenMixer.None();
            case FULL, WINDOW, CHUNK ->
                fields.integer(ConfigKey.KEY_VALUE_RANK, 0, MOST_WIDTH, 0) > 0
                        ? latent(layer)
                        : grouped(kind, layer, layers);
            case COMPRESSED -> compressed(layer);
            case GATED_DELTA -> recurrences.gatedDelta();
            case KIMI_DELTA -> recurrences.kimiDelta();
            case LIGHTNING -> recurrences.lightning(heads(layer, layers), headSize(heads(layer, layers)));
            case MAMBA -> recurrences.mamba();
            case SHORT_CONVOLUTION -> recurrences.shortConvolution();
        };
    }

    private int heads(int layer, int layers) {
        int heads = defaults.attentionExperts() && !fields.has(ConfigKey.HEADS)
                ? headsOfAttentionExperts()
                : fields.required(ConfigKey.HEADS, 1, MOST_HEADS);
        return fields.forLayer(ConfigKey.HEADS_PER_LAYER, layer, layers, 1, MOST_HEADS, heads);
    }

    /** JetMoE: every chosen attention expert has one query head for each key-value head. */
    private int headsOfAttentionExperts() {
        long heads = (long) fields.required(ConfigKey.KEY_VALUE_HEADS, 1, MOST_HEADS)
                * fields.required(ConfigKey.EXPERTS_PER_TOKEN, 1, FeedForwardReader.MOST_EXPERTS);
        return (int) Math.min(heads, MOST_HEADS);
    }

    /** As many heads for each attention expert that a token does not choose as for one that it does. */
    private int idleHeads(int heads) {
        if (!defaults.attentionExperts()) {
            return 0;
        }
        int experts = fields.integer(ConfigKey.EXPERTS, 1, FeedForwardReader.MOST_EXPERTS, 1);
        int chosen = fields.integer(ConfigKey.EXPERTS_PER_TOKEN, 1, experts, experts);
        return (int) Math.min((long) heads * (experts - chosen) / chosen, MOST_WIDTH);
    }

    private int headSize(int heads) {
        int stated = fields.integer(ConfigKey.HEAD_SIZE, 1, MOST_WIDTH, 0);
        if (stated > 0) {
            return stated;
        }
        if (hidden % heads != 0) {
            fields.fault(
                    fields.pointerOf(ConfigKey.HEADS),
                    Integer.toString(heads),
                    "the hidden size " + hidden + " is no multiple of the number of heads",
                    "Maybe head_dim is missing?");
        }
        return Math.max(1, hidden / heads);
    }

    private TokenMixer grouped(MixerKind kind, int layer, int layers) {
        boolean window = kind == MixerKind.WINDOW;
        boolean global = kind == MixerKind.FULL;
        int all = heads(layer, layers);
        int heads = window ? fields.integer(ConfigKey.WINDOW_HEADS, 1, MOST_HEADS, all) : all;
        int headSize = headSize(all);
        if (window) {
            headSize = fields.integer(ConfigKey.WINDOW_HEAD_SIZE, 1, MOST_WIDTH, headSize);
        } else if (global) {
            headSize = fields.integer(ConfigKey.GLOBAL_HEAD_SIZE, 1, MOST_WIDTH, headSize);
        }
        int valueHeadSize = fields.integer(ConfigKey.VALUE_HEAD_SIZE, 1, MOST_WIDTH, headSize);
        if (window) {
            valueHeadSize = fields.integer(ConfigKey.WINDOW_VALUE_HEAD_SIZE, 1, MOST_WIDTH, valueHeadSize);
        }
        int keyValueHeads = keyValueHeads(kind, heads, layer, layers);
        boolean bias = fields.flag(ConfigKey.ATTENTION_BIAS, defaults.queryBias());
        return new GroupedQueryAttention(
                heads,
                keyValueHeads,
                headSize,
                windowOf(kind),
                bias,
                bias && defaults.outputBias(),
                normParameters(heads, keyValueHeads, headSize),
                fields.flag(ConfigKey.OUTPUT_GATE, defaults.outputGate()),
                sinks(window),
                valueHeadSize,
                global && fields.flag(ConfigKey.KEYS_ARE_VALUES, false),
                blockIndexer(layer, layers),
                fields.integer(ConfigKey.SHARED_QUERY_RANK, 0, MOST_WIDTH, 0),
                sharesEarlierCache(layer, layers),
                idleHeads(heads));
    }

    /**
     * Whether keys and values come from an earlier layer: all but the first of every few layers (Hunyuan-Large), or the
     * last ones (Gemma 3n).
     */
    private boolean sharesEarlierCache(int layer, int layers) {
        if (fields.flag(ConfigKey.CROSS_LAYER_ATTENTION, false)) {
            return layer % fields.integer(ConfigKey.CROSS_LAYER_FACTOR, 1, LayerPlanReader.MOST_LAYERS, 1) != 0;
        }
        int last = fields.integer(ConfigKey.CACHE_SHARING_LAYERS, 0, LayerPlanReader.MOST_LAYERS, 0);
        return layer < layers && layer > 0 && layer >= layers - last;
    }

    private int windowOf(MixerKind kind) {
        return switch (kind) {
            case WINDOW -> fields.required(ConfigKey.WINDOW, 1, Integer.MAX_VALUE);
            case CHUNK -> {
                fields.note("attention within chunks is counted as a window of the same size");
                yield fields.required(ConfigKey.CHUNK, 1, Integer.MAX_VALUE);
            }
            default -> 0;
        };
    }

    private boolean sinks(boolean window) {
        return defaults.sinks()
                || fields.flag(ConfigKey.SINKS, false)
                || (window && fields.flag(ConfigKey.WINDOW_SINKS, false));
    }

    private int keyValueHeads(MixerKind kind, int heads, int layer, int layers) {
        int stated = statedKeyValueHeads(heads, layer, layers);
        if (kind == MixerKind.WINDOW) {
            stated = fields.integer(ConfigKey.WINDOW_KEY_VALUE_HEADS, 1, MOST_HEADS, stated);
        } else if (kind == MixerKind.FULL) {
            stated = fields.integer(ConfigKey.GLOBAL_KEY_VALUE_HEADS, 1, MOST_HEADS, stated);
        }
        if (heads % stated != 0) {
            fields.fault(
                    fields.pointerOf(ConfigKey.KEY_VALUE_HEADS),
                    Integer.toString(stated),
                    "the " + heads + " heads cannot be divided among the key-value heads",
                    "");
        }
        return stated;
    }

    private int statedKeyValueHeads(int heads, int layer, int layers) {
        // Falcon 7B states as many key-value heads as heads, and means one.
        boolean single = fields.flag(ConfigKey.MULTI_QUERY, false) && !fields.flag(ConfigKey.NEW_DECODER, false);
        Found found = fields.find(ConfigKey.KEY_VALUE_HEADS);
        if (single && (found == null || !found.spelling().equals("multi_query_group_num"))) {
            return 1;
        }
        int group = blockGroup(layer);
        if (group > 0) {
            return Math.max(1, heads / group);
        }
        int common = fields.forLayer(ConfigKey.KEY_VALUE_HEADS, layer, layers, 1, MOST_HEADS, heads);
        return fields.forLayer(ConfigKey.KEY_VALUE_HEADS_PER_LAYER, layer, layers, 1, MOST_HEADS, common);
    }

    /** Query heads per key-value head of a layer in a list of per-layer settings (Nemotron NAS). */
    private int blockGroup(int layer) {
        Found blocks = fields.find(ConfigKey.BLOCK_CONFIGS);
        JsonNode block = blocks == null ? null : blocks.node().get(layer);
        JsonNode attention = block == null ? null : block.get("attention");
        JsonNode group = attention == null ? null : attention.get("n_heads_in_group");
        if (group == null || !group.isNumber()) {
            return 0;
        }
        String pointer = "/block_configs/" + layer + "/attention/n_heads_in_group";
        return fields.integer(new Found("n_heads_in_group", pointer, group), 1, MOST_HEADS, 1);
    }

    private int normParameters(int heads, int keyValueHeads, int headSize) {
        boolean normed = fields.flag(ConfigKey.QUERY_KEY_NORM, defaults.queryKeyNorm());
        if (!normed || defaults.weightlessQueryKeyNorm()) {
            return 0;
        }
        boolean together = defaults.wideQueryKeyNorm()
                || fields.string(ConfigKey.QUERY_KEY_NORM_TYPE, "").equals("per_layer");
        long weights = together ? (long) (heads + keyValueHeads) * headSize : 2L * headSize;
        return (int) Math.min(weights, Integer.MAX_VALUE);
    }

    /** MiniMax-M3: a small scorer picks blocks of keys. */
    private SparseIndexer blockIndexer(int layer, int layers) {
        if (!fields.has(ConfigKey.SPARSE_TOP_BLOCKS)
                || fields.forLayer(ConfigKey.SPARSE_LAYERS, layer, layers, 0, 1, 1) == 0) {
            return SparseIndexer.NONE;
        }
        int blocks = fields.required(ConfigKey.SPARSE_TOP_BLOCKS, 1, MOST_WIDTH);
        int size = fields.required(ConfigKey.SPARSE_BLOCK, 1, MOST_WIDTH);
        return new SparseIndexer(
                fields.required(ConfigKey.INDEX_HEADS, 1, MOST_HEADS),
                fields.required(ConfigKey.INDEX_HEAD_SIZE, 1, MOST_WIDTH),
                (int) Math.min((long) blocks * size, Integer.MAX_VALUE));
    }

    private TokenMixer latent(int layer) {
        int heads = fields.required(ConfigKey.HEADS, 1, MOST_HEADS);
        int nope = fields.required(ConfigKey.NOPE_HEAD_SIZE, 1, MOST_WIDTH);
        return new LatentAttention(
                heads,
                fields.integer(ConfigKey.QUERY_RANK, 0, MOST_WIDTH, 0),
                fields.required(ConfigKey.KEY_VALUE_RANK, 1, MOST_WIDTH),
                nope,
                fields.integer(ConfigKey.ROPE_HEAD_SIZE, 0, MOST_WIDTH, 0),
                fields.integer(ConfigKey.VALUE_HEAD_SIZE, 1, MOST_WIDTH, nope),
                indexer(layer),
                fields.flag(ConfigKey.OUTPUT_GATE, false));
    }

    private SparseIndexer indexer(int layer) {
        if (!fields.has(ConfigKey.INDEX_HEADS)) {
            return SparseIndexer.NONE;
        }
        int top = fields.required(ConfigKey.INDEX_TOP, 1, Integer.MAX_VALUE);
        Found types = fields.find(ConfigKey.INDEX_TYPES);
        JsonNode type = types == null ? null : types.node().get(layer);
        if (type != null && type.isString() && type.stringValue().equals("shared")) {
            return SparseIndexer.shared(top);
        }
        return new SparseIndexer(
                fields.required(ConfigKey.INDEX_HEADS, 1, MOST_HEADS),
                fields.required(ConfigKey.INDEX_HEAD_SIZE, 1, MOST_WIDTH),
                top);
    }

    /** DeepSeek-V4: entries of few tokens are chosen by an indexer, entries of many are all seen. */
    private TokenMixer compressed(int layer) {
        int compression = compression(layer);
        boolean sparse = compression > 0 && compression <= CompressedAttention.MOST_TOKENS_PER_INDEXED_ENTRY;
        return new CompressedAttention(
                fields.required(ConfigKey.HEADS, 1, MOST_HEADS),
                fields.required(ConfigKey.HEAD_SIZE, 1, MOST_WIDTH),
                fields.required(ConfigKey.QUERY_RANK, 1, MOST_WIDTH),
                fields.required(ConfigKey.OUTPUT_GROUPS, 1, MOST_HEADS),
                fields.required(ConfigKey.OUTPUT_RANK, 1, MOST_WIDTH),
                fields.required(ConfigKey.WINDOW, 1, Integer.MAX_VALUE),
                compression,
                sparse ? indexer(layer) : SparseIndexer.NONE);
    }

    private int compression(int layer) {
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
            return fields.integer(item, 0, MOST_WIDTH, 0);
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
        return rate == null ? 0 : fields.integer(new Found(name, rates.pointer() + "/" + name, rate), 0, MOST_WIDTH, 0);
    }
}
