package dev.meshwright.io.huggingface.quantization;

import dev.meshwright.facts.model.Precision;
import dev.meshwright.io.huggingface.key.Section;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Weights that are stored in few bits and multiplied by inputs in 16: GPTQ and AWQ, ModelOpt's {@code W4A16_NVFP4}, groups of
 * compressed-tensors that state no {@code input_activations}. Engines expand such weights first (Marlin kernels), whatever
 * arithmetic the GPU has.
 */
final class WeightOnly {

    /** Methods that leave inputs alone, whatever the bits of the weights. */
    private static final Set<String> METHODS =
            Set.of("gptq", "awq", "auto-round", "autoround", "auto_round", "hqq", "moe_wna16");

    private static final Pattern SIXTEEN_BIT_INPUTS = Pattern.compile("A16");

    private final Section settings;
    private final String method;
    private final String algorithm;

    WeightOnly(Section settings, String method, String algorithm) {
        this.settings = settings;
        this.method = method;
        this.algorithm = algorithm;
    }

    /**
     * Their formats; integers of 4 bits are left out, which are expanded everywhere and counted so.
     *
     * @param byBits what the method's bits say
     */
    Set<Precision> formats(Optional<Format> byBits) {
        Set<Precision> formats = new TreeSet<>();
        if (SIXTEEN_BIT_INPUTS.matcher(algorithm).find()) {
            Format.ofAlgorithm(algorithm, 0).ifPresent(format -> formats.add(format.precision()));
        }
        if (METHODS.stream().anyMatch(method::contains)) {
            byBits.ifPresent(format -> formats.add(format.precision()));
        }
        settings.section("config_groups").ifPresent(groups -> groups.sections().stream()
                .map(Map.Entry::getValue)
                .forEach(group -> group(group).ifPresent(formats::add)));
        formats.remove(Precision.INT4);
        return formats;
    }

    private Optional<Precision> group(Section group) {
        Optional<Section> inputs = group.section("input_activations");
        inputs.ifPresent(Section::readAll);
        // ModelOpt's algorithm says what inputs are; compressed-tensors leaves out what nothing is done to.
        return inputs.isEmpty() && algorithm.isEmpty()
                ? group.section("weights").flatMap(Format::ofWeights).map(Format::precision)
                : Optional.empty();
    }

    /** The sentence on one of them. */
    static String note(Precision format) {
        return "inputs of products with " + format.label()
                + " weights stay in 16 bits: engines expand the weights before they"
                + " multiply. Where a GPU has " + format.label()
                + " arithmetic products are counted at its rate, which is too"
                + " fast for prompts and large batches";
    }
}
