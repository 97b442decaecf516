package dev.meshwright.io.huggingface;

import dev.meshwright.facts.model.FeedForward;
import dev.meshwright.io.huggingface.Block.FeedForwardKind;
import dev.meshwright.io.huggingface.key.ConfigFields;
import dev.meshwright.io.huggingface.key.ConfigFields.Found;
import dev.meshwright.io.huggingface.key.ConfigKey;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Reads the sizes of feed-forward parts. */
final class FeedForwardReader {

    static final int MOST_EXPERTS = 1 << 16;
    private static final int MOST_WIDTH = 1 << 22;

    /** Width of the inner layer relative to the hidden size where a configuration has none (Vaswani et al. 2017). */
    private static final int USUAL_EXPANSION = 4;

    /** Nemotron NAS rounds widths up to a multiple of this (its modelling class). */
    private static final int SEARCHED_WIDTH_MULTIPLE = 256;

    private final ConfigFields fields;
    private final ModelTypeDefaults defaults;
    private final int hidden;
    private final boolean gated;

    FeedForwardReader(ConfigFields fields, ModelTypeDefaults defaults, int hidden) {
        this.fields = fields;
        this.defaults = defaults;
        this.hidden = hidden;
        this.gated = gated();
        // Said also by dense members of the family.
        fields.flag(ConfigKey.PARALLEL_DENSE, false);
        fields.flag(ConfigKey.DOUBLE_WIDE, false);
    }

    FeedForward feedForward(FeedForwardKind kind, int layer, int layers) {
        return switch (kind) {
            case NONE -> new FeedForward.None();
            case DENSE -> dense(layer, layers);
            case MIXTURE -> mixture(layer, layers);
        };
    }

    private FeedForward dense(int layer, int layers) {
        Found blocks = fields.find(ConfigKey.BLOCK_CONFIGS);
        JsonNode block = blocks == null ? null : blocks.node().get(layer);
        JsonNode searched = block == null ? null : block.get("ffn");
        if (searched != null && searched.isObject()) {
            return searched(searched, "/block_configs/" + layer + "/ffn");
        }
        return new FeedForward.Dense(denseWidth(layer, layers), gated, bias());
    }

    /** Width as a factor: {@code 2/3} of it times the hidden size, rounded up. */
    private FeedForward searched(JsonNode searched, String pointer) {
        JsonNode absent = searched.get("no_op");
        if (absent != null && absent.isBoolean() && absent.booleanValue()) {
            return new FeedForward.None();
        }
        JsonNode factor = searched.get("ffn_mult");
        double value = factor != null && factor.isNumber() ? factor.doubleValue() : Double.NaN;
        if (!(value > 0 && value * hidden < MOST_WIDTH)) {
            fields.fault(
                    pointer + "/ffn_mult", factor == null ? "" : ConfigFields.excerpt(factor), "no usable factor", "");
            return new FeedForward.None();
        }
        int width = (int) (2 * value * hidden / 3);
        int rounded = Math.ceilDiv(Math.max(1, width), SEARCHED_WIDTH_MULTIPLE) * SEARCHED_WIDTH_MULTIPLE;
        return new FeedForward.Dense(rounded, gated, bias());
    }

    private int denseWidth(int layer, int layers) {
        boolean shared = defaults.sharedNetworkAlone() && fields.has(ConfigKey.SHARED_FEED_FORWARD);
        ConfigKey key = shared ? ConfigKey.SHARED_FEED_FORWARD : ConfigKey.DENSE_FEED_FORWARD;
        int stated = fields.forLayer(key, layer, layers, 0, MOST_WIDTH, 0);
        int width = stated > 0 ? stated : commonWidth(layer, layers);
        // Gemma 4: twice as wide where the layer takes its keys and values from an earlier one.
        boolean twice = fields.flag(ConfigKey.DOUBLE_WIDE, false) && MixerReader.cacheOfEarlier(fields, layer, layers);
        return twice ? Math.min(2 * width, MOST_WIDTH) : width;
    }

    private int commonWidth(int layer, int layers) {
        int divisor = defaults.feedForwardDivisor();
        int stated = fields.forLayer(ConfigKey.FEED_FORWARD, layer, layers, 1, MOST_WIDTH, 0);
        if (stated > 0) {
            return Math.max(1, stated / divisor);
        }
        Found hiddenKey = fields.find(ConfigKey.HIDDEN);
        if (hiddenKey != null && hiddenKey.spelling().equals("dim") && fields.has(ConfigKey.FEED_FORWARD_OF_DIM)) {
            return fields.required(ConfigKey.FEED_FORWARD_OF_DIM, 1, MOST_WIDTH);
        }
        if (fields.has(ConfigKey.FEED_FORWARD)) {
            return 1;
        }
        if (fields.has(ConfigKey.EXPANSION)) {
            return (int) Math.max(1, fields.number(ConfigKey.EXPANSION, 0.01, 1000, USUAL_EXPANSION) * hidden);
        }
        if (!gated) {
            fields.note("no feed-forward width is stated; four times the hidden size is taken");
            return USUAL_EXPANSION * hidden;
        }
        return fields.required(ConfigKey.FEED_FORWARD, 1, MOST_WIDTH);
    }

    private FeedForward mixture(int layer, int layers) {
        int experts = Math.max(1, experts(fields, layer, layers));
        int chosen = chosen(experts, layer, layers);
        boolean families = twoFamilies(layers);
        int stated = families
                ? fields.forFamily(ConfigKey.EXPERT_FEED_FORWARD, 0, 1, MOST_WIDTH, 0)
                : fields.forLayer(ConfigKey.EXPERT_FEED_FORWARD, layer, layers, 0, MOST_WIDTH, 0);
        int width = stated > 0 ? stated : commonWidth(layer, layers);
        boolean second = families && FeedForwardPattern.inRangeOf(fields, 1, layer, layers);
        int groups = fields.size(ConfigKey.GROUPS, experts, 1);
        return new FeedForward.Mixture(
                experts,
                chosen,
                width,
                gated,
                bias(),
                sharedWidth(width, layer, layers),
                defaults.sharedGate(),
                fields.integer(ConfigKey.LATENT, 0, MOST_WIDTH, 0),
                groups,
                fields.size(ConfigKey.GROUPS_PER_TOKEN, groups, groups),
                fields.integer(ConfigKey.IDENTITY_EXPERTS, 0, MOST_EXPERTS, 0),
                second ? fields.forFamily(ConfigKey.EXPERTS, 1, 0, MOST_EXPERTS, 0) : 0,
                second ? fields.forFamily(ConfigKey.EXPERT_FEED_FORWARD, 1, 1, MOST_WIDTH, width) : 0);
    }

    /** Routed experts of a layer, of the first family where there are two; 0 for none. */
    static int experts(ConfigFields fields, int layer, int layers) {
        return layers != 2 && fields.hasPair(ConfigKey.EXPERTS)
                ? fields.forFamily(ConfigKey.EXPERTS, 0, 0, MOST_EXPERTS, 0)
                : fields.forLayer(ConfigKey.EXPERTS, layer, layers, 0, MOST_EXPERTS, 0);
    }

    /** ERNIE-4.5-VL has experts for text and, smaller, for images. Two values in a model of two layers are the layers'. */
    private boolean twoFamilies(int layers) {
        boolean families =
                layers != 2 && (fields.hasPair(ConfigKey.EXPERTS) || fields.hasPair(ConfigKey.EXPERT_FEED_FORWARD));
        if (families) {
            fields.note("the second family of experts, for images, is held but not used by text");
        }
        return families;
    }

    private int chosen(int experts, int layer, int layers) {
        if (!fields.has(ConfigKey.EXPERTS_PER_TOKEN)) {
            return fields.required(ConfigKey.EXPERTS_PER_TOKEN, 1, experts);
        }
        int chosen = fields.forLayer(ConfigKey.EXPERTS_PER_TOKEN, layer, layers, 1, MOST_EXPERTS, 1);
        if (chosen > experts) {
            fields.fault(
                    fields.pointerOf(ConfigKey.EXPERTS_PER_TOKEN),
                    Integer.toString(chosen),
                    "a token cannot use more than the " + experts + " experts there are",
                    "");
            return experts;
        }
        return chosen;
    }

    /**
     * Summed width of everything every token passes through beside the routed experts: shared experts, and the dense
     * network that Arctic, Grok-2 and Gemma 4 run in parallel.
     */
    private int sharedWidth(int expertWidth, int layer, int layers) {
        int count = fields.integer(ConfigKey.SHARED_EXPERTS, 0, MOST_EXPERTS, defaults.sharedExperts());
        long width = (long) count * expertWidth;
        if (fields.has(ConfigKey.SHARED_FEED_FORWARD)) {
            width = fields.forLayer(ConfigKey.SHARED_FEED_FORWARD, layer, layers, 0, MOST_WIDTH, 0);
        }
        if (fields.flag(ConfigKey.PARALLEL_DENSE, false)) {
            width += commonWidth(layer, layers);
        }
        Found residual = fields.find(ConfigKey.RESIDUAL_DENSE);
        if (residual != null && fields.flag(ConfigKey.RESIDUAL_DENSE, false)) {
            // Arctic's residual network is as wide as the hidden state, Grok-2's as its dense feed-forward part.
            width += residual.spelling().equals("use_residual") ? hidden : commonWidth(layer, layers);
        }
        if (defaults.shortcutBlocks()) {
            width += commonWidth(layer, layers);
        }
        if (width > MOST_WIDTH) {
            fields.fault(fields.pointerOf(ConfigKey.SHARED_EXPERTS), Long.toString(width), "absurd width in all", "");
            return MOST_WIDTH;
        }
        return (int) width;
    }

    private boolean bias() {
        return fields.flag(ConfigKey.FEED_FORWARD_BIAS, defaults.feedForwardBias());
    }

    /** Whether a gate multiplies the inner activations: by an explicit key, the model type, the activation, the norm. */
    private boolean gated() {
        if (fields.has(ConfigKey.GATED)) {
            return fields.flag(ConfigKey.GATED, true);
        }
        Found hiddenKey = fields.find(ConfigKey.HIDDEN);
        String spelling = hiddenKey == null ? "" : hiddenKey.spelling();
        // Calculon and llm-analysis describe every model with two matrices, and adapt the width.
        if (defaults.plain() || spelling.equals("hidden_dim") || spelling.equals("hidden")) {
            return false;
        }
        String activation = activation();
        if (activation.contains("glu") || activation.contains("gegelu")) {
            return true;
        }
        if (activation.contains("relu")) {
            return false;
        }
        if ((activation.contains("lu") && !activation.contains("gelu")) || activation.contains("swish")) {
            return true;
        }
        boolean modern = fields.has(ConfigKey.NORM_EPSILON)
                || fields.flag(ConfigKey.RMS_NORM, false)
                || fields.has(ConfigKey.EXPERTS);
        return modern || (activation.isEmpty() && (spelling.equals("hidden_size") || spelling.equals("dim")));
    }

    private String activation() {
        Found found = fields.find(ConfigKey.ACTIVATION);
        return found != null && found.node().isString()
                ? found.node().stringValue().toLowerCase(Locale.ROOT)
                : "";
    }
}
