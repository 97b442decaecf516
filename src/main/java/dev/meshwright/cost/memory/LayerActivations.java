package dev.meshwright.cost.memory;

import dev.meshwright.facts.model.FeedForward;
import dev.meshwright.facts.model.FeedForward.Dense;
import dev.meshwright.facts.model.FeedForward.Mixture;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.Projection;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;

/**
 * Tensors that one layer produces for a token: what inference has live while it runs the layer, and what training keeps
 * from the forward pass for the backward pass.
 *
 * <p>With flash attention and sequence parallelism (Korthikanti et al. 2022, arXiv 2205.05198, whose {@code 18 + 4 f/h}
 * bytes per element of the hidden state this gives for plain attention and feed-forward parts in 16 bits, less the
 * dropout masks), i bytes per element of a product's input and 2 of everything else:
 *
 * <pre>
 * norms        2 h per part, and i h of their outputs
 * mixer        2 qkv (outputs of the QKV products), i core (input of the output product)
 * dense        2 g f (output of FC1), i f (input of FC2)                  g = 2 gated, 1 plain
 * mixture      the same for shared experts; routed: k [i x h + 2 g f_e + i f_e]
 * all of it    T / t
 * </pre>
 *
 * <p>i is 1 where products run in FP8, which keeps their inputs in that format, else 2. (A rank holds {@code T d k / (y e)}
 * routed copies of the hidden state and {@code 1/x} of their inner width; with {@code e x y = t d} that is {@code T k x / t}
 * copies.)
 *
 * <p>Selective recomputation redoes what is cheap: norms, activation functions and the up-projections of latent attention
 * (the modules layernorm, moe_act and mla_up_proj of Megatron-LM's selective recomputation; DeepSeek-V3 report, section
 * 3.2.3), so norm outputs, inputs of FC2 and expanded heads are not kept. Full recomputation keeps the input of the layer
 * alone.
 *
 * @param hidden elements of the hidden state, h
 * @param expanded elements that the QKV products write
 * @param latent of them, those that cannot be redone from a smaller one: all but the up-projections
 * @param core elements that the output product reads
 * @param parts norms of the layer: one before each part that is present
 * @param width inner width of the dense or shared network
 * @param routedInput elements that the chosen experts read, {@code k h}
 * @param routedWidth inner width of the chosen experts, {@code k f_e}
 * @param gated whether networks are gated
 */
record LayerActivations(
        int hidden,
        double expanded,
        double latent,
        double core,
        int parts,
        double width,
        double routedInput,
        double routedWidth,
        boolean gated) {

    private static final double BYTES = 2;

    /** The activations of {@code layer}. */
    static LayerActivations of(Layer layer, int hidden) {
        double expanded = 0;
        double latent = 0;
        double core = 0;
        for (Projection projection : layer.mixer().projections(hidden)) {
            if (projection.role() == Projection.Role.ATTENTION_OUTPUT) {
                core += projection.inputWidth();
            } else {
                expanded += projection.outputWidth();
                boolean fromHidden = projection.inputWidth() == hidden;
                latent += fromHidden ? projection.outputWidth() : 0;
            }
        }
        int parts = (int) (layer.normParameters(hidden) / hidden);
        return switch (layer.feedForward()) {
            case Dense dense ->
                new LayerActivations(hidden, expanded, latent, core, parts, dense.width(), 0, 0, dense.gated());
            case Mixture mixture ->
                new LayerActivations(
                        hidden,
                        expanded,
                        latent,
                        core,
                        parts,
                        mixture.sharedWidth(),
                        (double) mixture.expertsPerToken() * mixture.expertInput(hidden),
                        (double) mixture.expertsPerToken() * mixture.width(),
                        mixture.gated());
            case FeedForward.None none -> new LayerActivations(hidden, expanded, latent, core, parts, 0, 0, 0, false);
        };
    }

    /**
     * Bytes kept for the backward pass of a micro-batch of {@code tokens} on one GPU.
     *
     * @param inputBytes bytes per element of a product's input
     */
    double keptBytes(double tokens, Degrees degrees, double inputBytes) {
        if (degrees.recomputation() == Recomputation.FULL) {
            return BYTES * tokens * hidden / degrees.tensor();
        }
        return bytes(tokens, degrees, degrees.recomputation() == Recomputation.SELECTIVE, inputBytes);
    }

    /** Bytes live while the layer runs, nothing recomputed. */
    double liveBytes(double tokens, Degrees degrees, double inputBytes) {
        return bytes(tokens, degrees, false, inputBytes);
    }

    private double bytes(double tokens, Degrees degrees, boolean selective, double inputBytes) {
        double inner = width + routedWidth;
        double outputs = (double) parts * hidden + (selective ? latent : expanded) + (gated ? 2 : 1) * inner;
        double inputs = core + degrees.expertTensor() * routedInput + (selective ? 0 : (double) parts * hidden + inner);
        return tokens * (BYTES * outputs + inputBytes * inputs) / degrees.tensor();
    }
}
