package dev.meshwright.cost.layer;

import dev.meshwright.facts.model.FeedForward;
import dev.meshwright.facts.model.FeedForward.Dense;
import dev.meshwright.facts.model.FeedForward.Mixture;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.model.Precisions;
import dev.meshwright.facts.model.Projection;
import java.util.List;

/**
 * What converting the operands of 8- and 4-bit products moves in a training step (Transformer Engine): each is read in 16 bits and
 * written twice, as rows for one product and as columns for another.
 *
 * <pre>
 * forward   inputs of the row-parallel products; norms write those of the others in 8 bits
 * backward  gradients of the outputs of all products
 * </pre>
 *
 * <p>Routed experts count theirs as movement of rows ({@code ExpertSurface}); head and router stay in 16 bits.
 */
final class OperandConversion {

    private static final double SIXTEEN_BITS = 2;

    private OperandConversion() {}

    /**
     * Bytes per token of a layer, forward and backward.
     *
     * @param scattered elements of a token's hidden state on a rank where positions are split, h / t; else h
     */
    static double bytes(
            Layer layer, List<Projection> projections, Precisions precisions, double scattered, int tensor) {
        double elements = 0;
        // By index: for every bound of a search an iterator would be garbage.
        for (int index = 0; index < projections.size(); index++) {
            Projection projection = projections.get(index);
            elements += switch (projection.split()) {
                case ROW -> projection.inputWidth() / (double) tensor + scattered;
                case COLUMN -> projection.outputWidth() / (double) tensor;
                case REPLICATED -> projection.outputWidth();
            };
        }
        double network =
                switch (layer.feedForward()) {
                    case Dense dense -> perElement(precisions.dense()) * (inner(dense, tensor) + scattered);
                    case Mixture mixture ->
                        mixture.sharedWidth() == 0
                                ? 0
                                : perElement(precisions.shared()) * (inner(mixture, tensor) + scattered);
                    case FeedForward.None none -> 0;
                };
        return perElement(precisions.attention()) * elements + network;
    }

    /** The input of the second product, and the gradient of the first one's output. */
    private static double inner(Dense dense, int tensor) {
        return (dense.gated() ? 3.0 : 2.0) * dense.width() / tensor;
    }

    private static double inner(Mixture mixture, int tensor) {
        return (mixture.gated() ? 3.0 : 2.0) * mixture.sharedWidth() / tensor;
    }

    private static double perElement(Precision format) {
        double written = format.bytesPerElement();
        return written < SIXTEEN_BITS ? SIXTEEN_BITS + 2 * written : 0;
    }
}
