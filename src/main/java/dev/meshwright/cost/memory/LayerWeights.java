package dev.meshwright.cost.memory;

import dev.meshwright.layout.Degrees;
import dev.meshwright.model.FeedForward;
import dev.meshwright.model.FeedForward.Dense;
import dev.meshwright.model.FeedForward.Mixture;
import dev.meshwright.model.Layer;
import dev.meshwright.model.Model;
import dev.meshwright.model.Precision;
import dev.meshwright.model.Precisions;
import dev.meshwright.model.Projection;

/**
 * Weights of one layer, split by how layouts divide them.
 *
 * <pre>
 * parameters per GPU = attentionSplit/t + attentionWhole + dense/t + shared/t + routersAndNorms + slots * perExpert/x
 * </pre>
 *
 * @param attentionSplit weights of the mixer that tensor parallelism divides
 * @param attentionWhole weights of the mixer that every tensor rank holds
 * @param dense weights of a dense feed-forward part
 * @param shared weights of shared experts
 * @param perExpert weights of one routed expert
 * @param routersAndNorms weights that every rank holds: router, norms, gates
 */
public record LayerWeights(
        double attentionSplit,
        double attentionWhole,
        double dense,
        double shared,
        double perExpert,
        double routersAndNorms) {

    /** The weights of {@code layer} in a model of width {@code hidden}. */
    public static LayerWeights of(Layer layer, int hidden) {
        double split = 0;
        double whole = layer.mixer().otherParameters(hidden);
        for (Projection projection : layer.mixer().projections(hidden)) {
            if (projection.split() == Projection.Split.REPLICATED) {
                whole += projection.parameters();
            } else {
                split += projection.parameters();
            }
        }
        double norms = layer.normParameters(hidden);
        return switch (layer.feedForward()) {
            case Dense dense -> new LayerWeights(split, whole, dense.parameters(hidden), 0, 0, norms);
            case Mixture mixture ->
                new LayerWeights(
                        split,
                        whole,
                        0,
                        mixture.sharedParameters(hidden),
                        mixture.parametersPerExpert(hidden),
                        mixture.routerParameters(hidden) + norms);
            case FeedForward.None none -> new LayerWeights(split, whole, 0, 0, 0, norms);
        };
    }

    /** Parameters on one GPU outside the routed experts. */
    public double denseParametersPerGpu(int tensor) {
        return (attentionSplit + dense + shared) / tensor + attentionWhole + routersAndNorms;
    }

    /** Parameters of routed experts on one GPU. */
    public double expertParametersPerGpu(Degrees degrees) {
        return perExpert * degrees.slotsPerRank() / degrees.expertTensor();
    }

    /** Adds the bytes on one GPU to the rows of {@code bytes}, {@code layers} times. */
    void addBytes(Degrees degrees, Precisions precisions, double layers, double[] bytes) {
        int tensor = degrees.tensor();
        double router = Precision.BF16.bytesPerElement();
        bytes[MemoryComponent.ATTENTION_WEIGHTS.ordinal()] +=
                layers * precisions.attention().bytesPerElement() * (attentionSplit / tensor + attentionWhole);
        bytes[MemoryComponent.DENSE_WEIGHTS.ordinal()] +=
                layers * precisions.dense().bytesPerElement() * dense / tensor;
        bytes[MemoryComponent.SHARED_WEIGHTS.ordinal()] +=
                layers * precisions.shared().bytesPerElement() * shared / tensor;
        bytes[MemoryComponent.EXPERT_WEIGHTS.ordinal()] +=
                layers * precisions.experts().bytesPerElement() * expertParametersPerGpu(degrees);
        bytes[MemoryComponent.ROUTER_AND_NORM_WEIGHTS.ordinal()] += layers * router * routersAndNorms;
    }

    /** Weights of the embedding matrix, learned positions included. */
    public static double embeddingParameters(Model model) {
        return (double) model.hidden() * (model.vocabulary() + model.learnedPositions());
    }

    /** Weights that the last stage holds for the LM head: its own matrix, or a copy of the tied one, and the last norm. */
    public static double headParameters(Model model) {
        return (double) model.hidden() * model.vocabulary() + model.hidden();
    }
}
