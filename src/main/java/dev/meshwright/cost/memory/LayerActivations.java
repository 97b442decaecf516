package dev.meshwright.cost.memory;

import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import dev.meshwright.model.FeedForward;
import dev.meshwright.model.FeedForward.Dense;
import dev.meshwright.model.FeedForward.Mixture;
import dev.meshwright.model.Layer;
import dev.meshwright.model.Projection;

/**
 * Tensors that one layer produces for a token: what inference has live while it runs the layer, and what training keeps
 * from the forward pass for the backward pass.
 *
 * <p>With flash attention and sequence parallelism, 2 bytes per element (Korthikanti et al. 2022, arXiv 2205.05198,
 * whose {@code 18 + 4 f/h} per element of the hidden state this gives for plain attention and feed-forward parts, less
 * the dropout masks): the input of each norm and of each product, the output of the QKV products and of the first
 * feed-forward product.
 *
 * <pre>
 * mixer     2 T [2h + qkv + core] / t
 * dense     2 T [2h + (g+1) f] / t                  g = 2 gated, 1 plain
 * mixture   the same for shared experts, and for the routed ones 2 T k [x h + (g+1) f_e] / t
 * </pre>
 *
 * <p>(A rank holds {@code T d k / e} routed copies of the hidden state and {@code 1/x} of their inner width; with
 * {@code e x = t d} that is {@code T k x / t} copies.) Selective recomputation redoes norms and activation functions:
 * the norm outputs and the input of the second feed-forward product are not kept. Full recomputation keeps the input of
 * the layer alone.
 *
 * @param hidden elements of the hidden state, h
 * @param mixer elements that the mixer's products write and its output product reads
 * @param parts norms of the layer: one before each part that is present
 * @param width inner width of the dense or shared network
 * @param routedInput elements that the chosen experts read, {@code k h}
 * @param routedWidth inner width of the chosen experts, {@code k f_e}
 * @param gated whether networks are gated
 */
record LayerActivations(
        int hidden, double mixer, int parts, double width, double routedInput, double routedWidth, boolean gated) {

    private static final double BYTES = 2;

    /** The activations of {@code layer}. */
    static LayerActivations of(Layer layer, int hidden) {
        double mixer = 0;
        for (Projection projection : layer.mixer().projections(hidden)) {
            mixer += projection.role() == Projection.Role.ATTENTION_OUTPUT
                    ? projection.inputWidth()
                    : projection.outputWidth();
        }
        int parts = (int) (layer.normParameters(hidden) / hidden);
        return switch (layer.feedForward()) {
            case Dense dense -> new LayerActivations(hidden, mixer, parts, dense.width(), 0, 0, dense.gated());
            case Mixture mixture ->
                new LayerActivations(
                        hidden,
                        mixer,
                        parts,
                        mixture.sharedWidth(),
                        (double) mixture.expertsPerToken() * mixture.expertInput(hidden),
                        (double) mixture.expertsPerToken() * mixture.width(),
                        mixture.gated());
            case FeedForward.None none -> new LayerActivations(hidden, mixer, parts, 0, 0, 0, false);
        };
    }

    /** Bytes kept for the backward pass of a micro-batch of {@code tokens} on one GPU. */
    double keptBytes(double tokens, Degrees degrees) {
        if (degrees.recomputation() == Recomputation.FULL) {
            return BYTES * tokens * hidden / degrees.tensor();
        }
        return bytes(tokens, degrees, degrees.recomputation() == Recomputation.SELECTIVE);
    }

    /** Bytes live while the layer runs, nothing recomputed. */
    double liveBytes(double tokens, Degrees degrees) {
        return bytes(tokens, degrees, false);
    }

    private double bytes(double tokens, Degrees degrees, boolean selective) {
        double norms = (selective ? 1 : 2) * (double) parts * hidden;
        double inner = (gated ? 2 : 1) + (selective ? 0 : 1);
        double elements = mixer + norms + inner * (width + routedWidth) + degrees.expertTensor() * routedInput;
        return BYTES * tokens * elements / degrees.tensor();
    }
}
