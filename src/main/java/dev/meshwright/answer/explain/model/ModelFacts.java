package dev.meshwright.answer.explain.model;

import dev.meshwright.facts.model.CacheSize;
import dev.meshwright.facts.model.CompressedAttention;
import dev.meshwright.facts.model.FeedForward;
import dev.meshwright.facts.model.FlopCount;
import dev.meshwright.facts.model.FlopCount.Convention;
import dev.meshwright.facts.model.GroupedQueryAttention;
import dev.meshwright.facts.model.LatentAttention;
import dev.meshwright.facts.model.LinearAttention;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.ParameterCount;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.model.Precisions;
import dev.meshwright.facts.model.TokenMixer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * What follows from a model's architecture alone.
 *
 * @param model the architecture
 * @param parameters by part
 * @param forwardFlopsPerToken forward pass, mean over a causal sequence whose every position produces logits
 * @param trainingFlopsPerToken forward and backward, multi-token-prediction modules included
 * @param sequenceLength tokens of that sequence
 * @param cache what a sequence keeps
 */
public record ModelFacts(
        Model model,
        ParameterCount parameters,
        double forwardFlopsPerToken,
        double trainingFlopsPerToken,
        int sequenceLength,
        CacheSize cache) {

    /** Counts {@code model} at one sequence length. */
    public static ModelFacts of(Model model, int sequenceLength) {
        return new ModelFacts(
                model,
                ParameterCount.of(model),
                FlopCount.forwardOfSequence(model, sequenceLength, Convention.INFERENCE)
                        .total(),
                FlopCount.training(model, sequenceLength, Convention.TRAINING),
                sequenceLength,
                CacheSize.of(model));
    }

    /**
     * Weights of one part of the model.
     *
     * @param name in words
     * @param weights that it has
     * @param share of all weights
     * @param active weights that one token uses
     */
    public record Part(String name, long weights, double share, long active) {}

    /** The parts that there are, and the total. */
    public List<Part> parts() {
        ParameterCount all = parameters;
        return Stream.of(
                        part("embedding", all.embedding(), all.embedding()),
                        part("further embeddings", all.tables(), 0),
                        part("LM head", all.head(), all.head()),
                        part("attention", all.mixers(), all.mixers() - all.idleMixers()),
                        part("dense feed-forward", all.dense(), all.dense()),
                        part("routed experts", all.routedExperts(), all.activeRoutedExperts()),
                        part("shared experts", all.sharedExperts(), all.sharedExperts()),
                        part("routers", all.routers(), all.routers()),
                        part("norms", all.norms(), all.norms()),
                        part("total", all.total(), all.active()))
                .filter(part -> part.weights() > 0)
                .toList();
    }

    private Part part(String name, long weights, long active) {
        return new Part(name, weights, (double) weights / parameters.total(), active);
    }

    /** Routed experts of a layer, the largest number of any; 0 for a dense model. */
    public int experts() {
        return mixtures(FeedForward.Mixture::experts);
    }

    /** Routed experts that a token uses. */
    public int expertsPerToken() {
        return mixtures(FeedForward.Mixture::expertsPerToken);
    }

    /** Layers that route. */
    public long routedLayers() {
        return model.layers().stream().filter(layer -> layer.routed()).count();
    }

    private int mixtures(ToIntFunction<FeedForward.Mixture> property) {
        return model.layers().stream()
                .filter(layer -> layer.feedForward() instanceof FeedForward.Mixture)
                .mapToInt(layer -> property.applyAsInt((FeedForward.Mixture) layer.feedForward()))
                .max()
                .orElse(0);
    }

    /** Kinds of attention, in the order of the layers: {@code GQA 32/8}, {@code MLA 128}. */
    public String attention() {
        Set<String> kinds = new LinkedHashSet<>();
        model.layers().forEach(layer -> kinds.add(kind(layer.mixer())));
        kinds.remove("");
        return String.join(" + ", kinds);
    }

    private static String kind(TokenMixer mixer) {
        return switch (mixer) {
            case GroupedQueryAttention attention ->
                (attention.heads() == attention.keyValueHeads() ? "MHA " : "GQA ")
                        + attention.heads()
                        + (attention.heads() == attention.keyValueHeads() ? "" : "/" + attention.keyValueHeads());
            case LatentAttention attention -> "MLA " + attention.heads();
            case CompressedAttention attention -> "compressed " + attention.heads();
            case LinearAttention attention ->
                attention.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
            case TokenMixer.None none -> "";
        };
    }

    /** The number formats of the parts that there are: {@code attention bf16, routed experts nvfp4 in blocks of 1 x 16}. */
    public String formats() {
        Precisions formats = model.precisions();
        Precisions.Blocks blocks = formats.blocks();
        List<String> parts = new ArrayList<>();
        addFormat(parts, "attention", parameters.mixers(), formats.attention(), blocks.attention());
        addFormat(parts, "dense layers", parameters.dense(), formats.dense(), blocks.dense());
        addFormat(parts, "shared experts", parameters.sharedExperts(), formats.shared(), blocks.shared());
        addFormat(parts, "routed experts", parameters.routedExperts(), formats.experts(), blocks.experts());
        addFormat(parts, "embedding", parameters.embedding(), formats.embedding(), Precisions.Block.NONE);
        return String.join(", ", parts);
    }

    private static void addFormat(
            List<String> parts, String name, long weights, Precision format, Precisions.Block block) {
        if (weights > 0) {
            boolean whole = block.equals(Precisions.Block.NONE);
            parts.add(name + " " + format.label()
                    + (whole ? "" : " in blocks of " + block.outputs() + " x " + block.inputs()));
        }
    }
}
