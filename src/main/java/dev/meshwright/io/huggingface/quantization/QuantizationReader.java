package dev.meshwright.io.huggingface.quantization;

import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.model.Precisions;
import dev.meshwright.facts.model.Precisions.Blocks;
import dev.meshwright.io.huggingface.key.Section;
import dev.meshwright.io.huggingface.quantization.ModelModules.Module;
import dev.meshwright.io.huggingface.quantization.ModelModules.Part;
import dev.meshwright.io.huggingface.quantization.NamePatterns.Work;
import dev.meshwright.io.huggingface.quantization.QuantizationSettings.Layered;
import dev.meshwright.io.huggingface.quantization.QuantizationSettings.Rule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the number formats of a checkpoint: every module's from the settings, and of every part the one that most of its
 * weights have.
 */
public final class QuantizationReader {

    /** Weights of a part in another format than most, above which a note says so. */
    private static final double WORTH_SAYING = 0.05;

    /** All experts of a layer are known by the first. */
    private static final Pattern EXPERT = Pattern.compile("\\.experts\\.\\d+\\.");

    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z_0-9]*");

    /** Words around the names of modules in a layer. */
    private static final Set<String> AROUND = Set.of("model", "language_model", "text_model", "layers", "d");

    private final ModelModules modules;
    private final Precision base;
    private final Optional<Precision> expertType;
    private final Consumer<String> notes;
    private final Work work = new Work();

    /**
     * @param modules of the model
     * @param base format that the checkpoint is saved in where nothing is quantized
     * @param expertType format of routed experts that the configuration states beside its quantization
     * @param notes takes sentences on what was assumed
     */
    public QuantizationReader(
            ModelModules modules, Precision base, Optional<Precision> expertType, Consumer<String> notes) {
        this.modules = modules;
        this.base = base;
        this.expertType = expertType;
        this.notes = notes;
    }

    /**
     * Formats of all parts.
     *
     * @param stated settings inside the configuration; empty without
     * @param beside settings in a file beside it, which count where the configuration has none
     */
    public Precisions read(Optional<Section> stated, Optional<Section> beside) {
        Optional<Section> chosen = stated.or(() -> beside).map(QuantizationReader::settings);
        if (chosen.isEmpty()) {
            return unquantized();
        }
        QuantizationSettings settings = new QuantizationSettings(chosen.get(), work, notes);
        Layered grouped = settings.grouped();
        Layered ofMethod = settings.ofMethod();
        settings.noteUnknown(grouped, ofMethod);
        settings.noteWeightOnly();
        Precisions formats = parts(grouped, ofMethod);
        Optional<Precision> cache = cache(chosen.get());
        if (stated.isPresent() && beside.isPresent()) {
            Section other = settings(beside.get());
            Optional<Precision> otherCache = cache(other);
            cache = cache.or(() -> otherCache);
            compare(settings, new QuantizationSettings(other, work, notes));
        }
        noteStrangers(grouped, ofMethod);
        return formats.withKeyValueCache(cache.orElse(base));
    }

    private Precisions unquantized() {
        return new Precisions(base, base, base, expertType.orElse(base), base, base, base);
    }

    /** ModelOpt's own file keeps its settings one level deeper. */
    private static Section settings(Section quantization) {
        Optional<Section> inner = quantization.section("quantization");
        inner.ifPresent(settings -> quantization.text("quant_method"));
        return inner.orElse(quantization);
    }

    private void compare(QuantizationSettings stated, QuantizationSettings beside) {
        boolean differ = !beside.name().isEmpty()
                && !stated.name().isEmpty()
                && !stated.name().equals(beside.name());
        if (differ && !stated.name().equalsIgnoreCase("modelopt")) {
            notes.accept("the configuration says " + stated.name() + " and hf_quant_config.json " + beside.name()
                    + "; the configuration is used");
        }
        // Both say the same of the modules; the file beside need not be gone through again.
        beside.grouped();
        beside.ofMethod();
    }

    private Precisions parts(Layered grouped, Layered ofMethod) {
        Map<Part, Map<Optional<Format>, Long>> weights = new EnumMap<>(Part.class);
        for (Module module : modules.modules()) {
            count(weights, module, grouped, ofMethod);
        }
        for (Part part : Part.values()) {
            if (!weights.containsKey(part)) {
                modules.imagined(part).forEach(module -> count(weights, module, grouped, ofMethod));
            }
        }
        Map<Part, Format> formats = new EnumMap<>(Part.class);
        weights.forEach((part, shares) -> formats.put(part, most(part, shares)));
        Format attention = of(formats, Part.ATTENTION);
        Format dense = of(formats, Part.DENSE);
        Format shared = of(formats, Part.SHARED);
        Format experts = experts(of(formats, Part.EXPERTS), grouped);
        return new Precisions(
                        attention.precision(),
                        dense.precision(),
                        shared.precision(),
                        experts.precision(),
                        base,
                        base,
                        base)
                .withBlocks(new Blocks(attention.block(), dense.block(), shared.block(), experts.block()));
    }

    private Format of(Map<Part, Format> formats, Part part) {
        return formats.getOrDefault(part, Format.plain(base));
    }

    private void count(
            Map<Part, Map<Optional<Format>, Long>> weights, Module module, Layered grouped, Layered ofMethod) {
        weights.computeIfAbsent(module.part(), absent -> new LinkedHashMap<>())
                .merge(format(module, grouped, ofMethod), module.weights(), Long::sum);
    }

    /** A rule for the module, else what is common to all, of the finer quantization before the coarser. */
    private static Optional<Format> format(Module module, Layered grouped, Layered ofMethod) {
        for (Layered layered : List.of(grouped, ofMethod)) {
            Optional<Rule> rule = layered.rule(module.layer(), module.names());
            if (rule.isPresent()) {
                return rule.get().format();
            }
            Optional<Format> common = layered.common(module.layer(), module.names());
            if (common.isPresent()) {
                boolean expertsAlone = common.get().precision() == Precision.MXFP4
                        && layered.exempt().none()
                        && module.part() != Part.EXPERTS;
                // MXFP4 checkpoints quantize nothing but the routed experts (gpt-oss).
                return expertsAlone ? Optional.empty() : common;
            }
        }
        return Optional.empty();
    }

    private Format most(Part part, Map<Optional<Format>, Long> shares) {
        double all = shares.values().stream().mapToLong(Long::longValue).sum();
        Map<Precision, Long> byPrecision = new EnumMap<>(Precision.class);
        shares.forEach((format, weights) ->
                byPrecision.merge(format.map(Format::precision).orElse(base), weights, Long::sum));
        Optional<Format> most = shares.entrySet().stream()
                .max(Comparator.comparingLong(Map.Entry::getValue))
                .flatMap(Map.Entry::getKey);
        Precision counted = most.map(Format::precision).orElse(base);
        double other = all - byPrecision.getOrDefault(counted, 0L);
        if (other > WORTH_SAYING * all) {
            StringBuilder parts = new StringBuilder();
            byPrecision.forEach((precision, weights) -> parts.append(parts.isEmpty() ? "" : ", ")
                    .append(String.format(Locale.ROOT, "%.0f %% %s", 100 * weights / all, precision.label())));
            notes.accept("weights of " + part.label() + " are " + parts + "; all are counted as " + counted.label());
        }
        return most.orElse(Format.plain(base));
    }

    /** What single rules say of the experts wins over the configuration's word on them. */
    private Format experts(Format quantized, Layered grouped) {
        if (expertType.isEmpty() || expertType.get() == quantized.precision()) {
            return quantized;
        }
        Precision stated = expertType.get();
        if (!grouped.isNothing() && quantized.precision() != base) {
            notes.accept("expert_dtype says " + stated.label() + ", the quantization of the experts "
                    + quantized.precision().label() + "; the quantization is used");
            return quantized;
        }
        return Format.plain(stated);
    }

    private Optional<Precision> cache(Section settings) {
        Optional<Precision> algorithm = cacheFormat("kv_cache_quant_algo", settings.text("kv_cache_quant_algo"));
        Optional<Precision> scheme = settings.section("kv_cache_scheme")
                .flatMap(place -> Format.ofBits(
                        place.number("num_bits", 16), place.text("type").equals("float"), 0))
                .map(Format::precision);
        @Nullable JsonNode text = settings.value("kv_cache_scheme").orElse(null);
        Optional<Precision> named =
                text != null && text.isString() ? cacheFormat("kv_cache_scheme", text.stringValue()) : Optional.empty();
        return algorithm.or(() -> scheme).or(() -> named);
    }

    /** A name that nobody knows is not passed over in silence. */
    private Optional<Precision> cacheFormat(String key, String name) {
        Optional<Precision> format = Format.precision(name);
        boolean none = name.isEmpty() || name.equalsIgnoreCase("none") || name.equalsIgnoreCase("auto");
        if (format.isEmpty() && !none) {
            notes.accept(key + " " + name + " is not known; the cache is counted as " + base.label());
        }
        return format;
    }

    /** Names of modules that the model does not have: a list for another model, or names that are not understood. */
    private void noteStrangers(Layered grouped, Layered ofMethod) {
        List<String> strangers = new ArrayList<>();
        for (Layered layered : List.of(grouped, ofMethod)) {
            List<NamePatterns> lists = Stream.concat(
                            layered.rules().stream().map(Rule::modules), Stream.of(layered.exempt()))
                    .toList();
            for (NamePatterns list : lists) {
                list.unusedNames().stream()
                        .filter(name -> !known(name))
                        .map(name -> "layers." + name)
                        .forEach(strangers::add);
                // What the finer quantization decides the coarser is not asked.
                if (!work.exhausted() && (layered.equals(grouped) || grouped.isNothing())) {
                    list.unusedPatterns().stream().filter(this::strange).forEach(strangers::add);
                }
            }
        }
        if (!strangers.isEmpty()) {
            int more = strangers.size() - 1;
            notes.accept("the quantization names modules that this model is not known to have: " + strangers.getFirst()
                    + (more > 0 ? " and " + more + " more" : ""));
        }
        if (work.exhausted()) {
            notes.accept("patterns of the quantization take too long; what they name is not fully told apart");
        }
    }

    /**
     * Whether a pattern has a word that no module of the model has, and none of those beside the matrices: shorter patterns may hide
     * longer ones that would match too.
     */
    private boolean strange(String pattern) {
        List<String> words = WORD.matcher(pattern.startsWith("re:") ? pattern.substring(3) : pattern)
                .results()
                .map(MatchResult::group)
                .toList();
        return words.stream().noneMatch(ModuleNames.others()::contains)
                && words.stream().anyMatch(word -> !AROUND.contains(word) && !modules.hasWord(word));
    }

    /** Whether a module inside a layer of the model has one of the names that modules beside the matrices have. */
    private boolean known(String name) {
        int dot = name.indexOf('.');
        String layer = dot < 0 ? name : name.substring(0, dot);
        boolean number = layer.matches("\\d{1,6}");
        // The layer behind the last is the prediction module's.
        if (!number || Integer.parseInt(layer) > modules.depth()) {
            return false;
        }
        String module = dot < 0 ? "" : name.substring(dot + 1);
        return Integer.parseInt(layer) == modules.depth()
                || List.of(module.split("\\.")).stream().anyMatch(ModuleNames.others()::contains)
                || modules.has(Integer.parseInt(layer), EXPERT.matcher(module).replaceFirst(".experts.0."));
    }
}
