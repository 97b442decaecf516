package dev.meshwright.io.huggingface;

import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.ParameterCount;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.model.Precisions;
import dev.meshwright.io.huggingface.HuggingFaceConfig.BesideFile;
import dev.meshwright.io.huggingface.key.ConfigFields;
import dev.meshwright.io.huggingface.key.ConfigFields.Found;
import dev.meshwright.io.huggingface.key.ConfigKey;
import dev.meshwright.io.huggingface.key.RedundantKeys;
import dev.meshwright.io.huggingface.key.Section;
import dev.meshwright.io.huggingface.key.UnreadKeys;
import dev.meshwright.io.huggingface.quantization.Format;
import dev.meshwright.io.huggingface.quantization.ModelModules;
import dev.meshwright.io.huggingface.quantization.QuantizationReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Puts a model together from the parts of its configuration. */
final class ModelReader {

    private static final int MOST_VOCABULARY = 1 << 27;

    /** A thousand times the largest model; beyond it a size is a mistake. */
    private static final double MOST_PARAMETERS = 1e15;

    /** Megatron-LM's vocabulary (GPT-2's 50,257 padded to a multiple of 1024), for sizes published without one. */
    private static final int MEGATRON_VOCABULARY = 51_200;

    /** Where multimodal configurations keep their language model, before any other nested object. */
    private static final List<String> TEXT_PARTS =
            List.of("text_config", "language_config", "llm_config", "thinker_config", "language_model", "text_model");

    private record Part(JsonNode node, String pointer) {

        /** Whether it is a part of the file, not the whole. */
        boolean inside() {
            return !pointer.isEmpty();
        }
    }

    private final Optional<BesideFile> beside;
    private final JsonNode config;
    private final String textPointer;
    private final String name;
    private final ConfigFields fields;
    private final ModelTypeDefaults defaults;

    /** @param beside what stands in a file of quantization settings beside the configuration */
    ModelReader(JsonNode config, String source, String name, Optional<BesideFile> beside) {
        if (!config.isObject()) {
            throw new InvalidInputException(
                    List.of(new Fault(source, "", ConfigFields.excerpt(config), "a JSON object is expected", "")));
        }
        Part text = textPart(config);
        this.beside = beside;
        this.config = config;
        this.textPointer = text.pointer();
        this.name = name;
        this.fields = new ConfigFields(source, config, text.node(), text.pointer());
        this.defaults = new ModelTypeDefaults(modelType());
        fields.completeFrom(defaults.sizes(text.inside()));
        if (text.inside()) {
            fields.note("the language model is " + text.pointer() + "; vision and audio parts are left out");
        }
    }

    /** Mamba's authors name the kind of block instead of a model type. */
    private String modelType() {
        String stated = fields.string(ConfigKey.MODEL_TYPE, "");
        if (!stated.isEmpty() || !fields.has(ConfigKey.STATE_SPACE_SETTINGS)) {
            return stated;
        }
        return fields.string(ConfigKey.STATE_SPACE_LAYER, "Mamba1").equalsIgnoreCase("Mamba2") ? "mamba2" : "mamba";
    }

    HuggingFaceModel read() {
        if (fields.flag(ConfigKey.ENCODER_DECODER, false)) {
            fields.fault(fields.pointerOf(ConfigKey.ENCODER_DECODER), "true", "only decoder-only models are known", "");
        }
        int hidden = fields.required(ConfigKey.HIDDEN, 1, MixerReader.MOST_WIDTH);
        int vocabulary = vocabulary();
        LayerPlanReader plan = new LayerPlanReader(fields, defaults);
        List<Block> blocks = plan.layers();
        List<Block> prediction = plan.predictionLayers(blocks);
        MixerReader mixers = new MixerReader(fields, defaults, hidden);
        FeedForwardReader feedForwards = new FeedForwardReader(fields, defaults, hidden);
        List<Layer> decoder = layers(blocks, 0, mixers, feedForwards);
        Model model = new Model(
                name,
                hidden,
                vocabulary,
                fields.flag(ConfigKey.TIED, defaults.tied() || calculon()),
                learnedPositions(),
                decoder,
                layers(prediction, blocks.size(), mixers, feedForwards),
                precisions(new ModelModules(defaults.type(), decoder, layersPerBlock(), hidden)),
                fields.integer(ConfigKey.RESIDUAL_STREAMS, 1, 64, 1),
                new TableReader(fields).parameters(hidden, vocabulary, blocks.size()),
                new PositionsReader(fields, config.at(textPointer), textPointer, config, defaults.type()).positions());
        checkSize(model);
        checkKeys();
        if (!fields.faults().isEmpty()) {
            throw new InvalidInputException(fields.faults());
        }
        return new HuggingFaceModel(model, defaults.type(), fields.notes());
    }

    /** Says what the configuration says twice or what was not understood. */
    private void checkKeys() {
        if (!defaults.known()) {
            fields.note("model_type " + defaults.type() + " is not known; read as a decoder of the Llama family");
        }
        RedundantKeys.judge(fields, config);
        List<String> unread = new ArrayList<>(UnreadKeys.of(config, textPointer, fields.read()));
        beside.ifPresent(file -> unread.addAll(file.unread()));
        fields.note(UnreadKeys.note(unread));
    }

    private List<Layer> layers(List<Block> blocks, int first, MixerReader mixers, FeedForwardReader feedForwards) {
        // Layers of one kind are equal in most models: share the records.
        Map<Layer, Layer> shared = new HashMap<>();
        List<Layer> layers = new ArrayList<>();
        int total = first + blocks.size();
        int step = layersPerBlock();
        for (int i = 0; i < blocks.size(); i++) {
            int index = (first + i) / step;
            int count = first > 0 ? first / step : total / step;
            Layer layer = new Layer(
                    mixers.mixer(blocks.get(i).mixer(), index, count),
                    feedForwards.feedForward(blocks.get(i).feedForward(), index, count));
            Layer known = shared.putIfAbsent(layer, layer);
            layers.add(known == null ? layer : known);
        }
        return layers;
    }

    /** Layers that a layer of the checkpoint is written as. */
    private int layersPerBlock() {
        return defaults.shortcutBlocks() || defaults.parallelMamba() ? 2 : 1;
    }

    private Precisions precisions(ModelModules modules) {
        Found found = fields.find(ConfigKey.QUANTIZATION);
        Optional<Section> stated = Optional.empty();
        if (found != null && found.node().isObject()) {
            stated = Optional.of(new Section(found.node(), found.pointer(), fields.read(), fields::fault));
        } else if (found != null) {
            fields.fault(found, "an object is expected", "");
        }
        Optional<Precision> expertType = Format.named(fields, ConfigKey.EXPERT_TYPE);
        QuantizationReader reader = new QuantizationReader(modules, baseType(), expertType, fields::note);
        return reader.read(stated, beside.map(file -> file.section(fields)));
    }

    /** The format that the checkpoint is saved in where nothing is quantized. */
    private Precision baseType() {
        String stated = fields.string(ConfigKey.TYPE, "");
        Optional<Precision> precision = Format.precision(stated);
        if (precision.isEmpty()) {
            fields.note(
                    stated.isEmpty()
                            ? "no number format is stated; bf16 is taken"
                            : "number format " + stated + " read as bf16");
        }
        return precision.orElse(Precision.BF16);
    }

    private int vocabulary() {
        if (!fields.has(ConfigKey.VOCABULARY) && calculon()) {
            fields.note("no vocabulary is stated; Megatron-LM's 51,200 is taken");
            return MEGATRON_VOCABULARY;
        }
        int stated = fields.required(ConfigKey.VOCABULARY, 1, MOST_VOCABULARY);
        boolean padded = fields.has(ConfigKey.STATE_SPACE_SETTINGS);
        int multiple = padded ? fields.integer(ConfigKey.VOCABULARY_MULTIPLE, 1, 1 << 16, 1) : 1;
        return Math.ceilDiv(stated, multiple) * multiple;
    }

    /** Calculon and Megatron papers describe a model by its blocks alone, with Megatron's tied embedding. */
    private boolean calculon() {
        ConfigFields.Found hidden = fields.find(ConfigKey.HIDDEN);
        return hidden != null && hidden.spelling().equals("hidden");
    }

    private int learnedPositions() {
        int positions = fields.integer(ConfigKey.POSITIONS, 1, MOST_VOCABULARY, 0);
        boolean alibi = fields.flag(ConfigKey.ALIBI, false);
        if (fields.flag(ConfigKey.LEARNED_POSITIONS, false) && !alibi) {
            return positions;
        }
        return positions > 0 ? defaults.learnedPositions(positions) : 0;
    }

    private void checkSize(Model model) {
        double total = 0;
        for (Layer layer : model.layers()) {
            total += layer.parameters(model.hidden());
        }
        if (total > MOST_PARAMETERS) {
            fields.fault("", String.format("%.3g parameters", total), "the sizes multiply to an absurd model", "");
            return;
        }
        // Counting must not fail for a model that is handed out.
        ParameterCount.of(model);
    }

    /** The object with the language model's sizes: the configuration itself, or the first nested one that has them. */
    private static Part textPart(JsonNode config) {
        Part root = new Part(config, "");
        if (describesModel(config)) {
            return root;
        }
        Deque<Part> open = new ArrayDeque<>(List.of(root));
        for (int depth = 0; depth < 64 && !open.isEmpty(); depth++) {
            Part part = open.removeFirst();
            for (String key : TEXT_PARTS) {
                Part nested = nested(part, key);
                if (nested != null && describesModel(nested.node())) {
                    return nested;
                }
            }
            for (String key : part.node().propertyNames()) {
                Part nested = nested(part, key);
                if (nested != null && !key.contains("vision") && !key.contains("audio")) {
                    open.addLast(nested);
                }
            }
        }
        for (String key : TEXT_PARTS) {
            Part nested = nested(root, key);
            if (nested != null) {
                return nested;
            }
        }
        return root;
    }

    private static @Nullable Part nested(Part part, String key) {
        JsonNode node = part.node().get(key);
        return node != null && node.isObject() ? new Part(node, part.pointer() + "/" + key) : null;
    }

    /** Whether a hidden size and a number of layers or heads are among the keys. */
    private static boolean describesModel(JsonNode node) {
        return hasAny(node, ConfigKey.HIDDEN)
                && (hasAny(node, ConfigKey.LAYERS)
                        || hasAny(node, ConfigKey.LAYER_TYPES)
                        || hasAny(node, ConfigKey.HEADS));
    }

    private static boolean hasAny(JsonNode node, ConfigKey key) {
        return key.spellings().stream().anyMatch(spelling -> node.get(spelling) != null);
    }
}
