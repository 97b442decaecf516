package dev.meshwright.io.huggingface;

import dev.meshwright.facts.model.CompressedAttention;
import dev.meshwright.facts.model.GroupedQueryAttention;
import dev.meshwright.facts.model.LatentAttention;
import dev.meshwright.facts.model.SparseIndexer;
import dev.meshwright.facts.model.TokenMixer;
import dev.meshwright.io.huggingface.Block.MixerKind;
import dev.meshwright.io.huggingface.key.ConfigFields;
import dev.meshwright.io.huggingface.key.ConfigFields.Found;
import dev.meshwright.io.huggingface.key.ConfigKey;
import tools.jackson.databind.JsonNode;

/** Reads the sizes of attention; recurrences are {@link RecurrenceReader}'s. */
final class MixerReader {

    static final int MOST_HEADS = 1 << 16;
    static final int MOST_WIDTH = 1 << 20;

    private final ConfigFields fields;
    private final ModelTypeDefaults defaults;
    private final RecurrenceReader recurrences;
    private final SparseReader sparse;
    private final int hidden;

    MixerReader(ConfigFields fields, ModelTypeDefaults defaults, int hidden) {
        this.fields = fields;
        this.defaults = defaults;
        this.sparse = new SparseReader(fields);
        this.recurrences = new RecurrenceReader(fields, defaults, hidden);
        this.hidden = hidden;
    }

    TokenMixer mixer(MixerKind kind, int layer, int layers) {
        return switch (kind) {
            case NONE -> new TokenMixer.None();
            case FULL, WINDOW, CHUNK -> hasLatent() ? latent(layer) : grouped(kind, layer, layers);
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
        int stated = fields.size(ConfigKey.HEAD_SIZE, MOST_WIDTH, 0);
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
        int heads = window ? fields.size(ConfigKey.WINDOW_HEADS, MOST_HEADS, all) : all;
        int headSize = headSize(all);
        if (window) {
            headSize = fields.size(ConfigKey.WINDOW_HEAD_SIZE, MOST_WIDTH, headSize);
        } else if (global) {
            headSize = fields.size(ConfigKey.GLOBAL_HEAD_SIZE, MOST_WIDTH, headSize);
        }
        int valueHeadSize = fields.size(ConfigKey.VALUE_HEAD_SIZE, MOST_WIDTH, headSize);
        if (window) {
            valueHeadSize = fields.size(ConfigKey.WINDOW_VALUE_HEAD_SIZE, MOST_WIDTH, valueHeadSize);
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
                sparse.blocks(layer, layers),
                fields.integer(ConfigKey.SHARED_QUERY_RANK, 0, MOST_WIDTH, 0),
                sharesEarlierCache(layer, layers),
                idleHeads(heads));
    }

    /**
     * Whether keys and values come from an earlier layer: all but the first of every few layers (Hunyuan-Large), or the
     * last ones (Gemma 3n).
     */
    private boolean sharesEarlierCache(int layer, int layers) {
        int factor = fields.size(ConfigKey.CROSS_LAYER_FACTOR, LayerPlanReader.MOST_LAYERS, 1);
        if (fields.flag(ConfigKey.CROSS_LAYER_ATTENTION, false)) {
            return layer % factor != 0;
        }
        return cacheOfEarlier(fields, layer, layers);
    }

    /** Whether a layer is among the last ones that keep no keys and values of their own (Gemma 3n and 4). */
    static boolean cacheOfEarlier(ConfigFields fields, int layer, int layers) {
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
            stated = fields.size(ConfigKey.WINDOW_KEY_VALUE_HEADS, MOST_HEADS, stated);
        } else if (kind == MixerKind.FULL) {
            stated = fields.size(ConfigKey.GLOBAL_KEY_VALUE_HEADS, MOST_HEADS, stated);
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
        String type = fields.string(ConfigKey.QUERY_KEY_NORM_TYPE, "");
        if (!normed || defaults.weightlessQueryKeyNorm()) {
            return 0;
        }
        boolean together = defaults.wideQueryKeyNorm() || type.equals("per_layer");
        long weights = together ? (long) (heads + keyValueHeads) * headSize : 2L * headSize;
        return (int) Math.min(weights, Integer.MAX_VALUE);
    }

    /** A rank, and no size of zero that says that DeepSeek's class is used with plain attention (DeepSeek-OCR). */
    private boolean hasLatent() {
        boolean ranked = fields.integer(ConfigKey.KEY_VALUE_RANK, 0, MOST_WIDTH, 0) > 0;
        boolean valueless = fields.integer(ConfigKey.VALUE_HEAD_SIZE, 0, MOST_WIDTH, 1) == 0;
        boolean keyless = fields.integer(ConfigKey.NOPE_HEAD_SIZE, 0, MOST_WIDTH, 1) == 0
                && fields.integer(ConfigKey.ROPE_HEAD_SIZE, 0, MOST_WIDTH, 1) == 0;
        return fields.flag(ConfigKey.USE_LATENT, true) && ranked && !valueless && !keyless;
    }

    /** Width of a head's part without rotary embedding: stated, or what is left of the whole head. */
    private int nopeHeadSize(int rope) {
        int whole = fields.size(ConfigKey.QUERY_KEY_HEAD_SIZE, MOST_WIDTH, 0);
        if (whole == 0 || fields.has(ConfigKey.NOPE_HEAD_SIZE)) {
            int stated = fields.required(ConfigKey.NOPE_HEAD_SIZE, 1, MOST_WIDTH);
            if (whole > 0 && whole != stated + rope) {
                fields.note("qk_head_dim " + whole + " is not qk_nope_head_dim " + stated + " and qk_rope_head_dim "
                        + rope + " together; the two parts are used");
            }
            return stated;
        }
        return Math.max(1, whole - rope);
    }

    /** Read, so that they are known; below a thousandth of such a layer. */
    private void biases() {
        if (fields.flag(ConfigKey.ATTENTION_BIAS, false)) {
            fields.note("biases of latent attention are left out");
        }
    }

    private TokenMixer latent(int layer) {
        int heads = fields.required(ConfigKey.HEADS, 1, MOST_HEADS);
        int rope = fields.integer(ConfigKey.ROPE_HEAD_SIZE, 0, MOST_WIDTH, 0);
        int nope = nopeHeadSize(rope);
        biases();
        // A gate of one number per head is less than a thousandth of the layer.
        boolean wideGate = fields.string(ConfigKey.GATE_GRANULARITY, "").equals("element_wise");
        return new LatentAttention(
                heads,
                fields.integer(ConfigKey.QUERY_RANK, 0, MOST_WIDTH, 0),
                fields.required(ConfigKey.KEY_VALUE_RANK, 1, MOST_WIDTH),
                nope,
                rope,
                fields.size(ConfigKey.VALUE_HEAD_SIZE, MOST_WIDTH, nope),
                sparse.positions(layer),
                wideGate || fields.flag(ConfigKey.OUTPUT_GATE, false));
    }

    /** DeepSeek-V4: entries of few tokens are chosen by an indexer, entries of many are all seen. */
    private TokenMixer compressed(int layer) {
        int compression = sparse.compression(layer);
        biases();
        boolean chosen = compression > 0 && compression <= CompressedAttention.MOST_TOKENS_PER_INDEXED_ENTRY;
        return new CompressedAttention(
                fields.required(ConfigKey.HEADS, 1, MOST_HEADS),
                fields.required(ConfigKey.HEAD_SIZE, 1, MOST_WIDTH),
                fields.required(ConfigKey.QUERY_RANK, 1, MOST_WIDTH),
                fields.required(ConfigKey.OUTPUT_GROUPS, 1, MOST_HEADS),
                fields.required(ConfigKey.OUTPUT_RANK, 1, MOST_WIDTH),
                fields.required(ConfigKey.WINDOW, 1, Integer.MAX_VALUE),
                compression,
                chosen ? sparse.positions(layer) : SparseIndexer.NONE);
    }
}
