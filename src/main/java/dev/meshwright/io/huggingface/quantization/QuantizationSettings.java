package dev.meshwright.io.huggingface.quantization;

import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.model.Precisions.Block;
import dev.meshwright.io.huggingface.key.Section;
import dev.meshwright.io.huggingface.quantization.NamePatterns.Work;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Quantization settings as rules over modules. A checkpoint may be quantized twice: DeepSeek-V4 in NVFP4 names its experts
 * in ModelOpt's rules and keeps its makers' FP8 for the rest.
 */
final class QuantizationSettings {

    /** A format for the modules that a list names; empty for those that stay as they were saved. */
    record Rule(NamePatterns modules, Optional<Format> format) {}

    /**
     * One quantization.
     *
     * @param rules what single modules have, the first that fits
     * @param common what all others have; empty for nothing
     * @param exempt modules that it leaves alone
     */
    record Layered(List<Rule> rules, Optional<Format> common, NamePatterns exempt) {

        static final Layered NOTHING =
                new Layered(List.of(), Optional.empty(), new NamePatterns(List.of(), new Work()));

        /** Whether it says nothing of any module. */
        boolean isNothing() {
            return rules.isEmpty() && common.isEmpty();
        }

        /** What the module has by a rule of its own. */
        Optional<Rule> rule(int layer, List<String> names) {
            return exempt.matches(layer, names)
                    ? Optional.empty()
                    : rules.stream()
                            .filter(rule -> rule.modules().matches(layer, names))
                            .findFirst();
        }

        Optional<Format> common(int layer, List<String> names) {
            return common.isEmpty() || exempt.matches(layer, names) ? Optional.empty() : common;
        }
    }

    /** Methods, or parts of their names, that state bits of integers in groups. */
    private static final Set<String> METHODS_OF_BITS = Set.of(
            "gptq",
            "awq",
            "auto-round",
            "autoround",
            "auto_round",
            "inc",
            "hqq",
            "moe_wna16",
            "compressed-tensors",
            "modelopt");

    private final Section settings;
    private final Work work;
    private final Consumer<String> notes;
    private final String method;
    private final String algorithm;

    QuantizationSettings(Section settings, Work work, Consumer<String> notes) {
        this.settings = settings;
        this.work = work;
        this.notes = notes;
        this.method = settings.text("quant_method").toLowerCase(Locale.ROOT);
        String stated = settings.text("quant_algo");
        this.algorithm = (stated.isEmpty() ? settings.text("quant_type") : stated).toUpperCase(Locale.ROOT);
    }

    /** The algorithm or the method, for notes. */
    String name() {
        return algorithm.isEmpty() ? method : algorithm;
    }

    private NamePatterns patterns(List<String> names) {
        return new NamePatterns(names, work);
    }

    /** What ModelOpt and compressed-tensors say: an algorithm for all, groups, or a format for each module. */
    Layered grouped() {
        List<String> exempt = new ArrayList<>(settings.texts("ignore"));
        exempt.addAll(settings.texts("exclude_modules"));
        List<Rule> rules = new ArrayList<>(ofLayers());
        boolean mixed = algorithm.equals("MIXED_PRECISION");
        Optional<Format> common = Optional.empty();
        for (Map.Entry<String, Section> entry :
                settings.section("config_groups").map(Section::sections).orElse(List.of())) {
            Section group = entry.getValue();
            Optional<Format> format = group.section("weights").flatMap(Format::ofWeights);
            List<String> targets = group.texts("targets");
            List<String> named =
                    targets.stream().filter(QuantizationSettings::isModule).toList();
            if (!named.isEmpty()) {
                rules.add(new Rule(patterns(named), format));
            }
            // A class of modules, Linear, or no target at all, is every matrix.
            if (named.size() < targets.size() || targets.isEmpty()) {
                common = common.or(() -> format);
            }
        }
        double group = settings.number("group_size", 0);
        if (mixed) {
            // Modules that the rules leave out are not quantized; before there were rules there was one for all
            // experts.
            Optional<Format> experts = Format.ofAlgorithm(settings.text("moe_quant_algo"), group);
            if (!rules.isEmpty()) {
                common = Optional.empty();
            } else if (experts.isPresent()) {
                rules.add(new Rule(patterns(List.of("experts")), experts));
            }
        } else if (!algorithm.isEmpty()) {
            Optional<Format> stated = Format.ofAlgorithm(algorithm, group);
            common = stated.or(supplier(common));
        }
        return rules.isEmpty() && common.isEmpty()
                ? Layered.NOTHING
                : new Layered(List.copyOf(rules), common, patterns(exempt));
    }

    private static Supplier<Optional<Format>> supplier(Optional<Format> value) {
        return () -> value;
    }

    /** Says which weights are expanded before they are multiplied, though a GPU may have arithmetic of their format. */
    void noteWeightOnly() {
        new WeightOnly(settings, method, algorithm)
                .formats(byBits())
                .forEach(format -> notes.accept(WeightOnly.note(format)));
    }

    /** Names of classes have no dot; names of modules have, or are expressions. */
    private static boolean isModule(String target) {
        return target.startsWith("re:") || target.indexOf('.') >= 0 || target.indexOf('*') >= 0;
    }

    /** One rule for each format of the modules that are listed one by one. */
    private List<Rule> ofLayers() {
        Optional<Section> layers = settings.section("quantized_layers");
        if (layers.isEmpty()) {
            return List.of();
        }
        Map<Optional<Format>, List<String>> byFormat = new LinkedHashMap<>();
        for (Map.Entry<String, Section> entry : layers.get().sections()) {
            Section module = entry.getValue();
            Optional<Format> format = Format.ofAlgorithm(module.text("quant_algo"), module.number("group_size", 0));
            byFormat.computeIfAbsent(format, absent -> new ArrayList<>()).add(entry.getKey());
        }
        layers.get().readAll();
        return byFormat.entrySet().stream()
                .map(entry -> new Rule(patterns(entry.getValue()), entry.getKey()))
                .toList();
    }

    /** What a method says that quantizes all matrices but those it lists. */
    Layered ofMethod() {
        List<String> exempt = new ArrayList<>();
        for (String key : List.of(
                "modules_to_not_convert",
                "ignored_layers",
                "llm_int8_skip_modules",
                "exclude",
                "modules_to_not_quantize")) {
            exempt.addAll(settings.texts(key));
        }
        List<Rule> rules = new ArrayList<>();
        exempt.addAll(exceptions(rules));
        ExpertMethods.format(method, settings, notes)
                .ifPresent(experts -> rules.add(new Rule(patterns(List.of("experts")), Optional.of(experts))));
        Optional<Format> format = format();
        return format.isEmpty() && rules.isEmpty()
                ? Layered.NOTHING
                : new Layered(List.copyOf(rules), format, patterns(exempt));
    }

    /** GPTQModel's {@code dynamic} and AutoRound's {@code extra_config}: other bits for some modules, or none. */
    private List<String> exceptions(List<Rule> rules) {
        List<String> exempt = new ArrayList<>();
        for (String key : List.of("dynamic", "extra_config", "layer_quant_config")) {
            Optional<Section> exceptions = settings.section(key);
            for (Map.Entry<String, Section> entry :
                    exceptions.map(Section::sections).orElse(List.of())) {
                String name = entry.getKey();
                boolean minus = name.startsWith("-:");
                boolean sign = minus || name.startsWith("+:");
                String pattern = sign ? "re:" + name.substring(2) : name;
                Section weight = entry.getValue().section("weight").orElse(entry.getValue());
                Optional<Format> format = quarkFormat(weight)
                        .or(() -> Format.ofBits(bits(weight, 16), false, weight.number("group_size", 0)));
                if (minus || format.isEmpty()) {
                    exempt.add(pattern);
                } else {
                    rules.add(new Rule(patterns(List.of(pattern)), format));
                }
            }
            exceptions.ifPresent(Section::readAll);
        }
        return exempt;
    }

    private static double bits(Section settings, double fallback) {
        for (String key : List.of("bits", "w_bit", "nbits", "num_bits", "w_bits", "weight_bits")) {
            double bits = settings.number(key, 0);
            if (bits > 0) {
                return bits;
            }
        }
        return fallback;
    }

    private static Optional<Format> quarkFormat(Section weight) {
        String type = weight.text("dtype");
        double group = weight.number("group_size", 0);
        return type.equals("fp4")
                ? Format.ofBits(4, true, group)
                : Format.precision(type)
                        .filter(known -> known.bitsPerElement() <= 8)
                        .map(Format::plain);
    }

    private Optional<Format> format() {
        Optional<Block> block = Format.block(settings, "weight_block_size");
        Optional<Format> known =
                switch (method) {
                    case "fp8", "fbgemm_fp8", "finegrained_fp8", "w8a8_fp8", "w4afp8" ->
                        Optional.of(new Format(Precision.FP8, block.orElse(Block.NONE)));
                    case "w8a8_int8", "blockwise_int8" ->
                        Optional.of(new Format(Precision.INT8, block.orElse(Block.NONE)));
                    case "experts_int8" -> Optional.empty();
                    case "mxfp8" -> Format.ofAlgorithm("MXFP8", 0);
                    case "mxfp4" -> Format.ofAlgorithm("MXFP4", 0);
                    case "nvfp4" -> Format.ofAlgorithm("NVFP4", 0);
                    case "bitsandbytes" -> Format.ofBits(settings.flag("load_in_4bit") ? 4 : 8, false, 0);
                    case "quark" ->
                        settings.section("global_quant_config")
                                .flatMap(global -> global.section("weight"))
                                .flatMap(QuantizationSettings::quarkFormat);
                    default -> byBits();
                };
        settings.flag("load_in_4bit");
        settings.flag("load_in_8bit");
        return known;
    }

    /** GPTQ, AWQ and others state bits; Mistral's own files the name of a format. */
    private Optional<Format> byBits() {
        Optional<Format> named =
                Format.precision(settings.text("qformat_weight")).map(Format::plain);
        double bits = bits(settings, 0);
        double group = settings.value("group_size").isPresent()
                ? settings.number("group_size", 0)
                : settings.number("q_group_size", 0);
        Optional<Format> stated =
                bits > 0 ? Format.ofBits(bits, settings.text("data_type").startsWith("fp"), group) : Optional.empty();
        stated.ifPresent(format -> noteBits(bits, format));
        return stated.or(() -> named);
    }

    /** Bits that no format has, and methods that are known by their bits alone, are not passed over in silence. */
    private void noteBits(double bits, Format counted) {
        if (bits != Math.floor(counted.precision().bitsPerElement())) {
            notes.accept(String.format(
                    Locale.ROOT,
                    "weights of %s bits are counted as %s",
                    bits == Math.rint(bits) ? Long.toString((long) bits) : Double.toString(bits),
                    counted.precision().label()));
        }
        if (!method.isEmpty() && METHODS_OF_BITS.stream().noneMatch(method::contains)) {
            notes.accept(settings.pointer() + ": unknown method " + method + "; its bits are read as those of GPTQ");
        }
    }

    /** Whether anything was understood. */
    void noteUnknown(Layered grouped, Layered ofMethod) {
        if (grouped.isNothing() && ofMethod.isNothing()) {
            String shown = name().isEmpty() ? "(none)" : name();
            notes.accept(settings.pointer() + ": unknown method " + shown + "; weights read as saved");
        }
    }
}
