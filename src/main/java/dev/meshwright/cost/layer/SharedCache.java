package dev.meshwright.cost.layer;

import dev.meshwright.cost.evaluation.Component;
import dev.meshwright.cost.hardware.Kernels;
import dev.meshwright.cost.hardware.Links;
import dev.meshwright.cost.tally.Tally;
import dev.meshwright.facts.model.CompressedAttention;
import dev.meshwright.facts.model.GroupedQueryAttention;
import dev.meshwright.facts.model.LatentAttention;
import dev.meshwright.facts.model.LinearAttention;
import dev.meshwright.facts.model.TokenMixer;

/**
 * Messages of c tensor ranks that share the cache of each sequence in decoding: each has the keys and values of {@code 1/c} of
 * the positions, so every query meets all of them in turn (decode context parallelism; vLLM pull request 23734, its
 * {@code ag_rs} exchange).
 *
 * <pre>
 * queries   all-gather of B c heads q elements       heads = a / t of a rank, c heads those of the group
 * sums      all-gather of B c heads c sums of exponentials, 4 bytes, one from every rank
 * outputs   scaled by them, reduce-scatter of B c heads o elements
 * </pre>
 *
 * <p>2 bytes per element. Grouped-query attention: q and o are the sizes of a key and a value head. Latent attention with
 * absorbed projections: {@code q = r_kv + d_r}, {@code o = r_kv}.
 *
 * @param ranks that share, c
 * @param tensor ranks of the tensor group, t
 * @param heads query heads of the group of c
 * @param query elements of a head's query, q
 * @param output elements of a head's output, o
 */
record SharedCache(int ranks, int tensor, double heads, double query, double output) {

    private static final double BYTES = 2;
    private static final double SUM_BYTES = 4;

    /** What {@code sharing} of {@code tensor} ranks send each other for {@code mixer}; nothing where it has no cache. */
    static SharedCache of(TokenMixer mixer, int tensor, int sharing) {
        double heads = (double) mixer.heads() / tensor * sharing;
        return switch (mixer) {
            case GroupedQueryAttention attention ->
                new SharedCache(sharing, tensor, heads, attention.headSize(), attention.valueHeadSize());
            case LatentAttention attention ->
                new SharedCache(
                        sharing,
                        tensor,
                        heads,
                        attention.keyValueRank() + attention.ropeHeadSize(),
                        attention.keyValueRank());
            case CompressedAttention alone -> none(tensor);
            case LinearAttention alone -> none(tensor);
            case TokenMixer.None alone -> none(tensor);
        };
    }

    private static SharedCache none(int tensor) {
        return new SharedCache(1, tensor, 0, 0, 0);
    }

    /** Books the messages of a pass over {@code tokens} with a cache, and the scaling of what the ranks found. */
    void add(Kernels kernels, Links links, double tokens, int tensorIslands, Tally tally) {
        if (ranks == 1) {
            return;
        }
        // Ranks of a group follow each other, and the tensor group lies evenly on its islands.
        int islands = Math.ceilDiv(ranks * tensorIslands, tensor);
        double outputs = tokens * heads * output * BYTES;
        links.halfAllReduce(tally, Component.CACHE_EXCHANGE, tokens * heads * query * BYTES, ranks, islands);
        links.halfAllReduce(tally, Component.CACHE_EXCHANGE, tokens * heads * ranks * SUM_BYTES, ranks, islands);
        kernels.elementWise(tally, Component.ELEMENT_WISE, 2 * outputs, 1);
        links.halfAllReduce(tally, Component.CACHE_EXCHANGE, outputs, ranks, islands);
    }
}
