package dev.meshwright.cost.engine;

import dev.meshwright.facts.model.CompressedAttention;
import dev.meshwright.facts.model.FeedForward.Mixture;
import dev.meshwright.facts.model.GroupedQueryAttention;
import dev.meshwright.facts.model.LatentAttention;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.LinearAttention;
import dev.meshwright.facts.problem.Assumptions.Engine;

/**
 * Kernels that an engine starts in one layer. Each costs a gap before the next may begin and, where no operator table
 * has it, its own few microseconds.
 *
 * @param dense in a layer of grouped-query attention and a dense feed-forward part: two norms, QKV, rotary embedding with
 *     the cache's write, attention and the reduction of its splits, output, gate and up, activation, down
 * @param mixture more in a mixture: scores, choice, permutation, two grouped products, activation, reduction
 * @param sharedExperts more beside shared experts that run on a second stream
 * @param queryKeyNorm more with norms on queries and keys
 * @param linearAttention more in linear attention: convolution, gates, recurrence, gated norm
 * @param latentAttention more in latent attention: down- and up-projections, their norms, absorbed products
 * @param indexer more with a sparse indexer: its projections, transforms, quantization, scores, choice
 */
public record SmallKernels(
        double dense,
        double mixture,
        double sharedExperts,
        double queryKeyNorm,
        double linearAttention,
        double latentAttention,
        double indexer) {

    /** Kernels as counted in the engines' sources, with {@code more} in a routed layer. */
    static SmallKernels counted(Engine engine, int more) {
        return new SmallKernels(10, 4.0 + more, 2, 1, 2, engine == Engine.VLLM ? 0 : 5, 20);
    }

    /** Kernels of {@code layer}. */
    double of(Layer layer) {
        double count = dense;
        if (layer.feedForward() instanceof Mixture routed) {
            count += mixture + (routed.sharedWidth() > 0 ? sharedExperts : 0);
        }
        return count
                + switch (layer.mixer()) {
                    case LatentAttention latent ->
                        latentAttention + (latent.indexer().present() ? indexer : 0);
                    // Compresses like latent attention and chooses positions like an indexer; no measurement has it.
                    case CompressedAttention compressed -> latentAttention + indexer;
                    case LinearAttention linear -> linearAttention;
                    case GroupedQueryAttention grouped -> grouped.queryKeyNormParameters() > 0 ? queryKeyNorm : 0;
                    default -> 0;
                };
    }
}
