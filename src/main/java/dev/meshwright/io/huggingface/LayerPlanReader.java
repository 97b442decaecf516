package dev.meshwright.io.huggingface;

import dev.meshwright.io.huggingface.Block.FeedForwardKind;
import dev.meshwright.io.huggingface.Block.MixerKind;
import dev.meshwright.io.huggingface.key.ConfigFields;
import dev.meshwright.io.huggingface.key.ConfigFields.Found;
import dev.meshwright.io.huggingface.key.ConfigKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads how many layers there are and which kind each one is. */
final class LayerPlanReader {

    /** No model has as many; a larger number is a mistake and would only exhaust the memory. */
    static final int MOST_LAYERS = 10_000;

    private final ConfigFields fields;
    private final ModelTypeDefaults defaults;
    private final MixerPattern mixers;
    private final FeedForwardPattern feedForwards;

    LayerPlanReader(ConfigFields fields, ModelTypeDefaults defaults) {
        this.fields = fields;
        this.defaults = defaults;
        this.mixers = new MixerPattern(fields, defaults);
        this.feedForwards = new FeedForwardPattern(fields);
    }

    /** The decoder layers; at least one, also where the configuration is wrong. */
    List<Block> layers() {
        List<Block> single = singlePartBlocks();
        if (single != null) {
            return single;
        }
        int layers = count();
        List<Block> blocks = new ArrayList<>();
        for (int layer = 0; layer < layers; layer++) {
            MixerKind mixer = mixers.kind(layer, layers);
            boolean alone = defaults.mambaOnly();
            if (defaults.parallelMamba()) {
                // Side by side in the model; one after the other costs the same.
                blocks.add(new Block(MixerKind.MAMBA, FeedForwardKind.NONE));
                fields.note("attention and state space block of a layer run side by side; written as two layers");
            }
            blocks.add(new Block(mixer, alone ? FeedForwardKind.NONE : feedForwards.kind(layer, layers)));
            if (defaults.shortcutBlocks()) {
                blocks.add(new Block(mixer, FeedForwardKind.DENSE));
                fields.note(
                        "a layer has two attentions and two dense networks around one mixture; written as two layers");
            }
        }
        return blocks;
    }

    /** The layers of all multi-token-prediction modules. */
    List<Block> predictionLayers(List<Block> layers) {
        int depth = fields.size(ConfigKey.PREDICTION_DEPTH, 64, 1);
        boolean used = fields.flag(ConfigKey.USE_PREDICTION, true);
        int modules = used ? depth * fields.integer(ConfigKey.PREDICTION_LAYERS, 0, 64, 0) : 0;
        List<Block> module = predictionModule(layers);
        List<Block> all = new ArrayList<>();
        for (int i = 0; i < modules; i++) {
            all.addAll(module);
        }
        return all;
    }

    private List<Block> predictionModule(List<Block> layers) {
        Found pattern = fields.find(ConfigKey.PREDICTION_BLOCKS);
        if (pattern != null) {
            List<Block> blocks = blocksOf(pattern);
            if (!blocks.isEmpty()) {
                return blocks;
            }
        }
        Block last = layers.getLast();
        if (last.mixer() == MixerKind.COMPRESSED) {
            return List.of(last);
        }
        FeedForwardKind feedForward =
                last.feedForward() == FeedForwardKind.NONE ? FeedForwardKind.DENSE : last.feedForward();
        return List.of(new Block(MixerKind.FULL, feedForward));
    }

    private int count() {
        Found blocks = fields.find(ConfigKey.BLOCK_CONFIGS);
        if (!fields.has(ConfigKey.LAYERS) && blocks != null && blocks.node().isArray()) {
            return Math.clamp(blocks.node().size(), 1, MOST_LAYERS);
        }
        Found types = fields.find(ConfigKey.LAYER_TYPES);
        if (!fields.has(ConfigKey.LAYERS) && types != null && types.node().isArray()) {
            return Math.clamp(types.node().size(), 1, MOST_LAYERS);
        }
        // Transformers saves both: num_hidden_layers counts attentions, of which a layer has two.
        boolean shortcut = defaults.shortcutBlocks() && fields.has(ConfigKey.SHORTCUT_LAYERS);
        return fields.required(shortcut ? ConfigKey.SHORTCUT_LAYERS : ConfigKey.LAYERS, 1, MOST_LAYERS);
    }

    /** Hybrid models that list mixers and feed-forward parts one by one: each a block with a single part. */
    private @Nullable List<Block> singlePartBlocks() {
        for (ConfigKey key : List.of(ConfigKey.HYBRID_PATTERN, ConfigKey.LAYER_TYPES)) {
            Found found = fields.find(key);
            if (found != null && singlePart(found)) {
                List<Block> blocks = blocksOf(found);
                int declared = fields.integer(ConfigKey.LAYERS, 1, MOST_LAYERS, blocks.size());
                if (declared != blocks.size()) {
                    fields.fault(
                            fields.pointerOf(ConfigKey.LAYERS),
                            Integer.toString(declared),
                            "differs from the " + blocks.size() + " blocks of " + found.spelling(),
                            "");
                }
                return blocks.isEmpty() ? List.of(new Block(MixerKind.NONE, FeedForwardKind.NONE)) : blocks;
            }
        }
        return null;
    }

    private static boolean singlePart(Found found) {
        JsonNode node = found.node();
        if (node.isString()) {
            return found.spelling().equals("hybrid_override_pattern");
        }
        for (JsonNode item : node.values()) {
            String name = item.isString() ? item.stringValue() : "";
            if (name.equals("moe") || name.equals("mlp")) {
                return true;
            }
        }
        return false;
    }

    private List<Block> blocksOf(Found found) {
        List<Block> blocks = new ArrayList<>();
        List<String> names = new ArrayList<>();
        if (found.node().isString()) {
            found.node().stringValue().chars().forEach(c -> names.add(String.valueOf((char) c)));
        } else {
            found.node().values().forEach(item -> names.add(item.isString() ? item.stringValue() : item.toString()));
        }
        if (names.size() > MOST_LAYERS) {
            fields.fault(found, "more than " + MOST_LAYERS + " layers", "");
            return List.of();
        }
        for (int i = 0; i < names.size(); i++) {
            Block block = singlePartBlock(names.get(i));
            if (block == null) {
                fields.fault(
                        found.pointer() + "/" + i,
                        names.get(i),
                        "unknown kind of block",
                        "Maybe one of mamba (M), attention (*), mlp (-), moe (E)?");
                return blocks;
            }
            blocks.add(block);
        }
        return blocks;
    }

    private static @Nullable Block singlePartBlock(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "m", "mamba", "mamba2" -> new Block(MixerKind.MAMBA, FeedForwardKind.NONE);
            case "*", "attention", "full_attention" -> new Block(MixerKind.FULL, FeedForwardKind.NONE);
            case "sliding_attention" -> new Block(MixerKind.WINDOW, FeedForwardKind.NONE);
            case "-", "mlp", "dense" -> new Block(MixerKind.NONE, FeedForwardKind.DENSE);
            case "e", "moe" -> new Block(MixerKind.NONE, FeedForwardKind.MIXTURE);
            case "g", "linear_attention" -> new Block(MixerKind.GATED_DELTA, FeedForwardKind.NONE);
            default -> null;
        };
    }
}
