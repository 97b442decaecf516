package dev.meshwright.facts.model;

import dev.meshwright.facts.model.Projection.Role;
import dev.meshwright.facts.model.Projection.Split;
import java.util.List;

/**
 * The small scorer of sparse attention that picks the {@code topPositions} positions a token attends to (DeepSeek-V3.2).
 *
 * @param heads index heads; 0 means no scorer: every position is visible, or, with {@code topPositions}, those that an
 *     earlier layer chose (GLM-5.2 shares one choice among several layers)
 * @param headSize width of an index head
 * @param topPositions positions that are kept; 0 for all
 */
public record SparseIndexer(int heads, int headSize, int topPositions) {

    /** No indexer: attention is dense. */
    public static final SparseIndexer NONE = new SparseIndexer(0, 0, 0);

    /** Reuses the positions that an earlier layer chose. */
    public static SparseIndexer shared(int topPositions) {
        return new SparseIndexer(0, 0, topPositions);
    }

    /** Whether the layer scores positions itself. */
    public boolean present() {
        return heads > 0;
    }

    /** Queries from {@code queryInput} elements, one shared key and the head weights from the hidden state. */
    List<Projection> projections(int hidden, int queryInput) {
        if (!present()) {
            return List.of();
        }
        return List.of(
                new Projection(Role.INDEXER, queryInput, (long) heads * headSize, Split.REPLICATED),
                new Projection(Role.INDEXER, hidden, (long) headSize + heads, Split.REPLICATED));
    }

    /** Layer norm (weight and bias) on the index key. */
    long otherParameters() {
        return present() ? 2L * headSize : 0;
    }

    /** Scores of all positions: {@code 2*heads*headSize} each. */
    double coreFlopsPerToken(double context) {
        return 2.0 * heads * headSize * context;
    }

    /** Positions that attention sees out of {@code context}. */
    double visible(double context) {
        return topPositions > 0 ? Math.min(context, topPositions) : context;
    }

    /**
     * Bytes of index key that a position adds to the cache: 8 bits and an FP32 scale per 128 elements, whatever the format of
     * the cache (132 for DeepSeek-V3.2; start-up logs of vLLM and SGLang).
     */
    public double cacheBytesPerPosition() {
        return present() ? headSize + 4.0 * Math.ceilDiv(headSize, 128) : 0;
    }

    /** Elements of index key that a position adds to the cache. */
    int cacheElementsPerPosition() {
        return present() ? headSize : 0;
    }
}
