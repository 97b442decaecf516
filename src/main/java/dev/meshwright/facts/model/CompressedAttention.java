package dev.meshwright.facts.model;

import dev.meshwright.facts.model.Projection.Role;
import dev.meshwright.facts.model.Projection.Split;
import java.util.ArrayList;
import java.util.List;

/**
 * Attention over one shared key-value head, a sliding window and a compressed past (DeepSeek-V4): every
 * {@code compression} tokens are pooled into one entry; a sparse indexer picks among the entries where the past is long.
 *
 * @param heads query heads, a
 * @param headSize width of a head and of the one shared key-value vector, d
 * @param queryRank rank of the query down-projection
 * @param outputGroups groups of heads whose outputs are first projected to {@code outputRank} each
 * @param outputRank rank of the grouped output projection
 * @param window positions seen uncompressed
 * @param compression tokens pooled into one entry; 0 for a layer with the window alone
 * @param indexer picks compressed entries; {@link SparseIndexer#NONE} sees all of them
 */
public record CompressedAttention(
        int heads,
        int headSize,
        int queryRank,
        int outputGroups,
        int outputRank,
        int window,
        int compression,
        SparseIndexer indexer)
        implements TokenMixer {

    /**
     * Entries of at most this many tokens are chosen by an indexer, longer ones are few enough to be all seen: DeepSeek-V4
     * has entries of 4 and of 128 tokens (its configuration class), and any bound between the two tells them apart.
     */
    public static final int MOST_TOKENS_PER_INDEXED_ENTRY = 16;

    @Override
    public boolean indexed() {
        return true;
    }

    @Override
    public List<Projection> projections(int hidden) {
        List<Projection> matrices = new ArrayList<>();
        long queryWidth = (long) heads * headSize;
        matrices.add(new Projection(Role.QUERY_KEY_VALUE, hidden, queryRank, Split.REPLICATED));
        matrices.add(new Projection(Role.QUERY_KEY_VALUE, queryRank, queryWidth, Split.COLUMN));
        matrices.add(new Projection(Role.QUERY_KEY_VALUE, hidden, headSize, Split.REPLICATED));
        if (compression > 0) {
            // Values and pooling gates of the compressor.
            matrices.add(new Projection(Role.QUERY_KEY_VALUE, hidden, 2L * overlap() * headSize, Split.REPLICATED));
        }
        if (indexer.present()) {
            long scoreWidth = (long) indexer.heads() * indexer.headSize();
            long compressor = 2L * overlap() * indexer.headSize();
            matrices.add(new Projection(Role.INDEXER, queryRank, scoreWidth, Split.REPLICATED));
            matrices.add(new Projection(Role.INDEXER, hidden, compressor + indexer.heads(), Split.REPLICATED));
        }
        matrices.add(new Projection(
                Role.ATTENTION_OUTPUT, queryWidth / outputGroups, (long) outputGroups * outputRank, Split.COLUMN));
        matrices.add(new Projection(Role.ATTENTION_OUTPUT, (long) outputGroups * outputRank, hidden, Split.ROW));
        return List.copyOf(matrices);
    }

    /**
     * 2 where an entry pools its own tokens and those of the entry before, each with a projection of its own; the
     * layers with an indexer do, the heavily compressed ones do not.
     */
    private int overlap() {
        return indexer.present() ? 2 : 1;
    }

    /** Norms on the query latent and the key-value vector, attention sinks; compressor norms and position biases. */
    @Override
    public long otherParameters(int hidden) {
        long compressor = compression > 0 ? headSize * (1L + (long) overlap() * compression) : 0;
        long index = indexer.present() ? indexer.headSize() * (1L + (long) overlap() * compression) : 0;
        return (long) queryRank + headSize + heads + compressor + index;
    }

    @Override
    public double coreFlopsPerToken(double context, boolean cached) {
        return attendedFlopsPerToken(context) + indexer.coreFlopsPerToken(entries(context));
    }

    @Override
    public double causalCoreFlopsPerToken(long sequence) {
        double entries = compression > 0 ? (double) sequence / compression : 0;
        double limit = indexer.topPositions() > 0 ? indexer.topPositions() : Math.max(entries, 1);
        double seen = CausalMean.ofMinimum(sequence, window) + CausalMean.ofMinimum(entries, limit);
        return 4.0 * heads * headSize * seen + indexer.coreFlopsPerToken(entries / 2);
    }

    /** Key and value are one vector of {@code d} elements, the same on every tensor rank. */
    @Override
    public double cacheElements(double context, int tensor) {
        double entries = compression > 0 ? context / compression : 0;
        return headSize * (Math.min(context, window) + entries) + indexer.cacheElementsPerPosition() * entries;
    }

    /** Rotary elements of an entry, kept in 16 bits whatever the format of the cache (DeepSeek-V4's {@code qk_rope_head_dim}). */
    private static final int ROPE = 64;

    /** Scales of an entry in 8 bits, in bytes: 7 of 64 elements each, and padding. */
    private static final int SCALES = 8;

    /** Bytes of an entry, of a window or compressed: in 8 bits {@code (d - 64) + 2 x 64 + 8}, 584 for d = 512. */
    public double entryBytes(Precision cache) {
        return cache.bytesPerElement() < 2
                ? (headSize - ROPE) * cache.bytesPerElement() + 2.0 * ROPE + SCALES
                : headSize * cache.bytesPerElement();
    }

    /** Bytes of an index key, in 8 bits with an FP32 scale per 128 elements whatever the format of the cache. */
    public double indexBytes() {
        return indexer.cacheBytesPerPosition();
    }

    @Override
    public double cacheBytes(double context, int tensor, Precision cache) {
        double entries = compression > 0 ? context / compression : 0;
        return entryBytes(cache) * (Math.min(context, window) + entries) + indexBytes() * entries;
    }

    /** FLOP per token of the heads: scores and values of the window and of the entries that are seen. */
    public double attendedFlopsPerToken(double context) {
        return 4.0 * heads * headSize * visible(context);
    }

    /** Compressed entries of {@code context} tokens. */
    public double entries(double context) {
        return compression > 0 ? context / compression : 0;
    }

    @Override
    public int cacheCopies(int tensor) {
        return 1;
    }

    @Override
    public double stateBytes(int tensor) {
        return 0;
    }

    private double visible(double context) {
        double entries = compression > 0 ? indexer.visible(context / compression) : 0;
        return Math.min(context, window) + entries;
    }
}
