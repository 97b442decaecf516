package dev.meshwright.launch.engine;

import dev.meshwright.facts.engine.option.Meaning;
import dev.meshwright.launch.model.ModelFacts;
import dev.meshwright.launch.model.ModelShelf;
import dev.meshwright.launch.model.WeightFormat;
import dev.meshwright.launch.option.Options;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Which model a server runs and in which format, by the names that its options, paths and recipes give. */
final class ModelNaming {

    private static final Pattern FOUR_BITS = Pattern.compile("(?i).*(nvfp4|modelopt_fp4|(^|[-_/.])fp4($|[-_/.])).*");
    private static final Pattern FP8 = Pattern.compile("(?i).*((^|[-_/.])fp8($|[-_/.])).*");

    /** vLLM's method that gives 128 x 128 weights a scale while it loads. */
    private static final String BLOCKS = "fp8_per_block";

    private static final Pattern INT8 = Pattern.compile("(?i).*(w8a8|(^|[-_/.])int8($|[-_/.])).*");
    private static final Pattern INT4 = Pattern.compile("(?i).*(awq|gptq|w4a16|(^|[-_/.])int4($|[-_/.])).*");
    private static final Pattern BF16 = Pattern.compile("(?i).*((^|[-_/.])bf16($|[-_/.])).*");

    private final List<String> names = new ArrayList<>();
    private final Optional<ModelFacts> facts;
    private final ModelShelf shelf;

    ModelNaming(Options options, Optional<String> asked, ModelShelf shelf) {
        this.shelf = shelf;
        for (Meaning meaning : List.of(Meaning.MODEL, Meaning.SERVED_NAME)) {
            options.shown(meaning).ifPresent(names::add);
        }
        if (names.isEmpty()) {
            asked.ifPresent(names::add);
        }
        Optional<ModelFacts> named =
                names.stream().flatMap(name -> shelf.find(name).stream()).findFirst();
        this.facts = named.or(() -> bySizes(options, shelf))
                .map(found -> withSizes(found, options))
                .or(() -> stated(options));
    }

    /** The name under which it is served, else the one it is loaded by; empty where no file names one. */
    Optional<String> name() {
        Optional<String> path =
                names.stream().filter(name -> !name.startsWith("/")).findFirst();
        return path.or(() -> names.stream().findFirst());
    }

    Optional<ModelFacts> facts() {
        return facts;
    }

    private static Optional<ModelFacts> bySizes(Options options, ModelShelf shelf) {
        OptionalInt layers = options.integer(Meaning.LAYERS);
        boolean enough = layers.isPresent()
                && (options.states(Meaning.HIDDEN) || options.states(Meaning.HEADS) || options.states(Meaning.EXPERTS));
        return enough
                ? shelf.bySizes(
                        layers.getAsInt(),
                        options.integer(Meaning.HIDDEN),
                        options.integer(Meaning.HEADS),
                        options.states(Meaning.EXPERTS) ? options.integer(Meaning.EXPERTS) : OptionalInt.of(0))
                : Optional.empty();
    }

    /** Sizes that a training states win against those of a model by its name. */
    private static ModelFacts withSizes(ModelFacts found, Options options) {
        int layers = options.integer(Meaning.LAYERS).orElse(found.layers());
        int experts = options.integer(Meaning.EXPERTS).orElse(found.experts());
        boolean same = layers == found.layers() && experts == found.experts();
        return new ModelFacts(
                found.name(),
                layers,
                found.heads(),
                found.keyValueHeads(),
                experts,
                found.expertsKnown(),
                found.expertWidth(),
                found.sharedWidth(),
                found.denseWidth(),
                found.gated(),
                found.length(),
                found.format(),
                same ? found.catalogue() : Optional.empty());
    }

    /** What a training says of a model that has no name. */
    private static Optional<ModelFacts> stated(Options options) {
        OptionalInt layers = options.integer(Meaning.LAYERS);
        if (layers.isEmpty()) {
            return Optional.empty();
        }
        OptionalInt heads = options.integer(Meaning.HEADS);
        return Optional.of(new ModelFacts(
                "model of " + layers.getAsInt() + " layers",
                layers.getAsInt(),
                heads.isPresent() ? List.of(heads.getAsInt()) : List.of(),
                List.of(),
                options.integer(Meaning.EXPERTS).orElse(0),
                true,
                options.integer(Meaning.EXPERT_WIDTH).orElse(0),
                0,
                options.integer(Meaning.WIDTH).orElse(0),
                Optional.of(options.on(Meaning.GATED)),
                OptionalInt.empty(),
                Optional.of(WeightFormat.BF16),
                Optional.empty()));
    }

    /** The format of the weights: of the arithmetic in training, else by option, name and recipe, else as published. */
    Optional<WeightFormat> format(Options options) {
        if (options.server().engine().equals("megatron")) {
            return Optional.of(trained(options));
        }
        List<String> hints = new ArrayList<>(names);
        options.text(Meaning.WEIGHTS).ifPresent(hints::add);
        options.server().deployment().weights().ifPresent(hints::add);
        Optional<WeightFormat> published = facts.flatMap(ModelFacts::format);
        boolean narrow = published.filter(ModelNaming::fourBitExperts).isPresent();
        if (any(hints, INT8)) {
            return Optional.of(WeightFormat.INT8);
        }
        if (any(hints, FOUR_BITS)) {
            return Optional.of(narrow ? published.orElseThrow() : WeightFormat.NVFP4);
        }
        if (any(hints, FP8)) {
            return Optional.of(narrow ? published.orElseThrow() : eightBits(options, published));
        }
        if (any(hints, INT4)) {
            return Optional.of(
                    facts.filter(ModelFacts::dense).isPresent() ? WeightFormat.INT4 : WeightFormat.INT4_EXPERTS);
        }
        return any(hints, BF16) ? Optional.of(WeightFormat.BF16) : wide(options, published);
    }

    /**
     * A checkpoint of 8 bits keeps its blocks, if it has any. Weights that become 8 bits while they are loaded have a scale for each matrix,
     * unless the method says blocks ({@code vllm/model_executor/layers/quantization/fp8.py}, {@code online/}; {@code
     * sglang/srt/layers/quantization/fp8.py}).
     */
    private WeightFormat eightBits(Options options, Optional<WeightFormat> published) {
        List<String> checkpoint = new ArrayList<>(names);
        options.server().deployment().weights().ifPresent(checkpoint::add);
        if (names.stream().anyMatch(shelf::hasChannelScales)) {
            return WeightFormat.FP8;
        }
        boolean blocks = any(checkpoint, FP8)
                || published.filter(WeightFormat.FP8_BLOCKS::equals).isPresent()
                || options.text(Meaning.WEIGHTS).filter(BLOCKS::equals).isPresent();
        return blocks ? WeightFormat.FP8_BLOCKS : WeightFormat.FP8;
    }

    private static Optional<WeightFormat> wide(Options options, Optional<WeightFormat> published) {
        boolean wide = published
                .filter(format -> format == WeightFormat.BF16 || format == WeightFormat.FP16)
                .isPresent();
        String stated = options.text(Meaning.ARITHMETIC).orElse("auto").toLowerCase(Locale.ROOT);
        if (published.isPresent() && !wide) {
            return published;
        }
        return switch (stated) {
            case "float16", "half", "fp16" -> Optional.of(WeightFormat.FP16);
            case "bfloat16", "bf16" -> Optional.of(WeightFormat.BF16);
            default -> published;
        };
    }

    private static boolean fourBitExperts(WeightFormat format) {
        return format == WeightFormat.FP4_EXPERTS
                || format == WeightFormat.MXFP4_EXPERTS
                || format == WeightFormat.NVFP4;
    }

    private static boolean any(List<String> hints, Pattern pattern) {
        return hints.stream().anyMatch(hint -> pattern.matcher(hint.substring(hint.lastIndexOf('/') + 1))
                .matches());
    }

    private static WeightFormat trained(Options options) {
        String stated = options.text(Meaning.PRECISION).orElse("").toLowerCase(Locale.ROOT);
        String recipe = options.text(Meaning.FP8_RECIPE).orElse("").toLowerCase(Locale.ROOT);
        if (options.states(Meaning.FP4)) {
            return WeightFormat.NVFP4_COMPUTE;
        }
        if (stated.contains("mxfp8") || (options.states(Meaning.FP8) && recipe.contains("mxfp8"))) {
            return WeightFormat.MXFP8_COMPUTE;
        }
        if (stated.contains("fp8") || options.states(Meaning.FP8)) {
            return WeightFormat.FP8_COMPUTE;
        }
        return options.on(Meaning.FP16) ? WeightFormat.FP16 : WeightFormat.BF16;
    }
}
