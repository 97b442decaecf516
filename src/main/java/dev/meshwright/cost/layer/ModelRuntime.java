package dev.meshwright.cost.layer;

import dev.meshwright.cost.hardware.Kernels;
import dev.meshwright.cost.hardware.Links;
import dev.meshwright.cost.tally.Tally;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.Precisions;
import dev.meshwright.facts.model.Projection;
import dev.meshwright.layout.Degrees;
import java.util.List;

/**
 * What runs a model: an inference engine or a training framework. What they do differently within a layer are methods, because
 * a search asks for them millions of times; elsewhere a switch tells them apart.
 */
public sealed interface ModelRuntime permits InferenceEngine, TrainingFramework {

    /**
     * The residual stream that layers read and write.
     *
     * @param width hidden size
     * @param streams parallel residual streams of the model
     * @param bytesPerElement of an activation
     */
    record Residual(int width, int streams, double bytesPerElement) {

        /** Bytes of one stream of {@code tokens}. */
        double bytes(double tokens) {
            return tokens * width * bytesPerElement;
        }
    }

    /** Books the element-wise kernels of a layer with products in {@code precisions} on one of {@code tensor} ranks. */
    void addElementWise(
            Kernels kernels,
            Layer layer,
            List<Projection> projections,
            double tokens,
            Residual residual,
            Precisions precisions,
            int tensor,
            Tally tally);

    /** Books the core of the token mixer, without its products; a tensor group touches {@code tensorIslands} islands. */
    void addMixerCore(
            Kernels kernels,
            Links links,
            Layer layer,
            Pass pass,
            Degrees degrees,
            int tensorIslands,
            Precisions precisions,
            Tally tally);

    /** Whether tensor ranks split positions between their products, so that sums scatter and gather. */
    boolean sequenceParallel();

    /** Whether a token that goes to an expert split over GPUs crosses the network to one of them, which hands it on. */
    boolean handsOn();

    /** Bytes per element of a token on its way to its experts. */
    double dispatchBytes(Precisions precisions);
}
