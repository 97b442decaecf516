package dev.meshwright.launch.model;

import dev.meshwright.facts.model.FeedForward;
import dev.meshwright.facts.model.FeedForward.Dense;
import dev.meshwright.facts.model.FeedForward.Mixture;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.model.Precisions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;

/**
 * What the rules of a launch need of a model; nothing else of it need be known.
 *
 * @param name of it
 * @param layers without those of multi-token prediction; 0 where unknown
 * @param heads of attention, each number that occurs; none where unknown
 * @param keyValueHeads each number that occurs; none where unknown or without any
 * @param experts routed, of a layer; 0 for a dense model
 * @param expertsKnown whether the number of experts is known
 * @param expertWidth of one routed expert; 0 where unknown or none
 * @param sharedWidth of shared experts; 0 where unknown or none
 * @param denseWidth of dense layers; 0 where unknown or none
 * @param gated whether networks have a gate, three matrices and not two; empty where unknown
 * @param length longest sequence that the published configuration allows; empty where unknown
 * @param format that it is published in; empty where unknown
 * @param catalogue its name in the catalogue; empty where it is not in it
 */
public record ModelFacts(
        String name,
        int layers,
        List<Integer> heads,
        List<Integer> keyValueHeads,
        int experts,
        boolean expertsKnown,
        int expertWidth,
        int sharedWidth,
        int denseWidth,
        Optional<Boolean> gated,
        OptionalInt length,
        Optional<WeightFormat> format,
        Optional<String> catalogue) {

    public ModelFacts {
        heads = List.copyOf(heads);
        keyValueHeads = List.copyOf(keyValueHeads);
    }

    /** Those of a model of the catalogue. */
    public static ModelFacts of(String name, Model model) {
        TreeSet<Integer> heads = new TreeSet<>();
        TreeSet<Integer> keyValueHeads = new TreeSet<>();
        int expertWidth = 0;
        int sharedWidth = 0;
        int denseWidth = 0;
        for (Layer layer : model.layerKinds()) {
            if (layer.mixer().heads() > 0) {
                heads.add(layer.mixer().heads());
            }
            if (layer.mixer().keyValueHeads() > 0) {
                keyValueHeads.add(layer.mixer().keyValueHeads());
            }
            if (layer.feedForward() instanceof Mixture mixture) {
                expertWidth = mixture.width();
                sharedWidth = Math.max(sharedWidth, mixture.sharedWidth());
            } else if (layer.feedForward() instanceof Dense dense) {
                denseWidth = Math.max(denseWidth, dense.width());
            }
        }
        return new ModelFacts(
                name,
                model.layers().size(),
                List.copyOf(heads),
                List.copyOf(keyValueHeads),
                model.experts(),
                true,
                expertWidth,
                sharedWidth,
                denseWidth,
                Optional.of(model.layerKinds().stream().anyMatch(ModelFacts::gated)),
                model.positions() > 0 ? OptionalInt.of(model.positions()) : OptionalInt.empty(),
                Optional.of(format(model)),
                Optional.of(name));
    }

    private static boolean gated(Layer layer) {
        return switch (layer.feedForward()) {
            case Dense dense -> dense.gated();
            case Mixture mixture -> mixture.gated();
            case FeedForward.None none -> false;
        };
    }

    private static WeightFormat format(Model model) {
        Precisions formats = model.precisions();
        Precision experts = model.mixtureOfExperts() ? formats.experts() : formats.dense();
        boolean wide = formats.attention().bytesPerElement() >= 2;
        return switch (experts) {
            case FP32 -> WeightFormat.FP32;
            case BF16 -> WeightFormat.BF16;
            case FP16 -> WeightFormat.FP16;
            case FP8 -> formats.blocks().attention().outputs() > 1 ? WeightFormat.FP8_BLOCKS : WeightFormat.FP8;
            case INT8 -> WeightFormat.INT8;
            case INT4 -> model.mixtureOfExperts() ? WeightFormat.INT4_EXPERTS : WeightFormat.INT4;
            case NVFP4 -> WeightFormat.NVFP4;
            case MXFP4 -> wide ? WeightFormat.MXFP4_EXPERTS : WeightFormat.FP4_EXPERTS;
        };
    }

    /** Whether it is known to have no routed experts. */
    public boolean dense() {
        return expertsKnown && experts == 0;
    }
}
