package dev.meshwright.facts.model;

import dev.meshwright.facts.model.Projection.Role;
import dev.meshwright.facts.model.Projection.Split;
import java.util.ArrayList;
import java.util.List;

/**
 * Multi-head latent attention (DeepSeek-V2): keys and values are expanded from one small latent vector per token, and
 * only that vector and one shared rotary key are cached.
 *
 * @param heads query heads, a
 * @param queryRank rank of the query down-projection, r_q; 0 where queries are projected directly
 * @param keyValueRank rank of the key-value latent, r_kv
 * @param nopeHeadSize width of a head's part without rotary embedding, d_n
 * @param ropeHeadSize width of the rotary part, shared by all heads of a token, d_r
 * @param valueHeadSize width of a value head, d_v
 * @param indexer chooses the visible positions (DeepSeek sparse attention); {@link SparseIndexer#NONE} for all
 * @param outputGate whether a gate as wide as the values multiplies the head outputs
 */
public record LatentAttention(
        int heads,
        int queryRank,
        int keyValueRank,
        int nopeHeadSize,
        int ropeHeadSize,
        int valueHeadSize,
        SparseIndexer indexer,
        boolean outputGate)
        implements TokenMixer {

    /** Latent attention without an output gate. */
    public LatentAttention(
            int heads,
            int queryRank,
            int keyValueRank,
            int nopeHeadSize,
            int ropeHeadSize,
            int valueHeadSize,
            SparseIndexer indexer) {
        this(heads, queryRank, keyValueRank, nopeHeadSize, ropeHeadSize, valueHeadSize, indexer, false);
    }

    private int queryHeadSize() {
        return nopeHeadSize + ropeHeadSize;
    }

    @Override
    public boolean indexed() {
        return !indexer.equals(SparseIndexer.NONE);
    }

    @Override
    public List<Projection> projections(int hidden) {
        List<Projection> matrices = new ArrayList<>();
        long queryWidth = (long) heads * queryHeadSize();
        if (queryRank > 0) {
            matrices.add(new Projection(Role.QUERY_KEY_VALUE, hidden, queryRank, Split.REPLICATED));
            matrices.add(new Projection(Role.QUERY_KEY_VALUE, queryRank, queryWidth, Split.COLUMN));
        } else {
            matrices.add(new Projection(Role.QUERY_KEY_VALUE, hidden, queryWidth, Split.COLUMN));
        }
        matrices.add(new Projection(Role.QUERY_KEY_VALUE, hidden, keyValueRank + ropeHeadSize, Split.REPLICATED));
        long expanded = (long) heads * (nopeHeadSize + valueHeadSize);
        matrices.add(new Projection(Role.QUERY_KEY_VALUE, keyValueRank, expanded, Split.COLUMN));
        matrices.addAll(indexer.projections(hidden, queryRank > 0 ? queryRank : hidden));
        if (outputGate) {
            matrices.add(new Projection(Role.QUERY_KEY_VALUE, hidden, (long) heads * valueHeadSize, Split.COLUMN));
        }
        matrices.add(new Projection(Role.ATTENTION_OUTPUT, (long) heads * valueHeadSize, hidden, Split.ROW));
        return List.copyOf(matrices);
    }

    /** Positions without a scorer of its own are those of an earlier layer. */
    @Override
    public boolean dependsOnEarlierLayer() {
        return !indexer.present() && indexer.topPositions() > 0;
    }

    /** Norms on the two latents. */
    @Override
    public long otherParameters(int hidden) {
        return (long) queryRank + keyValueRank + indexer.otherParameters();
    }

    /**
     * Expanded heads in prefill: {@code 2*a*(d_n+d_r+d_v)} per visible position; on the compressed cache in decode:
     * {@code 2*a*(2*r_kv+d_r)}, the up-projection having moved to the query and output side with the same FLOP.
     */
    @Override
    public double coreFlopsPerToken(double context, boolean cached) {
        double perPosition = cached
                ? 2.0 * heads * (2L * keyValueRank + ropeHeadSize)
                : 2.0 * heads * (queryHeadSize() + valueHeadSize);
        return perPosition * indexer.visible(context) + indexer.coreFlopsPerToken(context);
    }

    /** Expanded heads, each token seeing the positions before it, at most {@code topPositions} of them. */
    @Override
    public double causalCoreFlopsPerToken(long sequence) {
        double perPosition = 2.0 * heads * (queryHeadSize() + valueHeadSize);
        long limit = indexer.topPositions() > 0 ? indexer.topPositions() : sequence;
        return perPosition * CausalMean.ofMinimum(sequence, limit) + indexer.coreFlopsPerToken(sequence / 2.0);
    }

    /** {@code r_kv + d_r} per position, the same on every tensor rank: the latent is not divided by heads. */
    @Override
    public double cacheElements(double context, int tensor) {
        return (double) (keyValueRank + ropeHeadSize + indexer.cacheElementsPerPosition()) * context;
    }

    /**
     * Dense: the elements in the format of the cache. Sparse: kernels keep the latent in 8 bits with an FP32 scale per 128
     * elements beside a rotary key in 16 bits (656 bytes for DeepSeek-V3.2; {@code fp8_ds_mla}), or all in 16 (1,152), and
     * index keys in a format of their own.
     */
    @Override
    public double cacheBytes(double context, int tensor, Precision cache) {
        double width = cache.bytesPerElement();
        boolean sparse = indexer.topPositions() > 0;
        double latent = sparse && width < 2
                ? keyValueRank * width + 4.0 * Math.ceilDiv(keyValueRank, 128) + 2.0 * ropeHeadSize
                : (keyValueRank + ropeHeadSize) * width;
        return (latent + indexer.cacheBytesPerPosition()) * context;
    }

    /** The latent is the same on every tensor rank. */
    @Override
    public int cacheCopies(int tensor) {
        return indexer.topPositions() > 0 ? 1 : tensor;
    }

    @Override
    public double stateBytes(int tensor) {
        return 0;
    }
}
