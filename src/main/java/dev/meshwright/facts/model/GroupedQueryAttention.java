package dev.meshwright.facts.model;

import dev.meshwright.facts.model.Projection.Role;
import dev.meshwright.facts.model.Projection.Split;
import java.util.ArrayList;
import java.util.List;

/**
 * Softmax attention with {@code heads} query heads that share {@code keyValueHeads} key and value heads (multi-head
 * when equal, multi-query when one).
 *
 * @param heads query heads, a
 * @param keyValueHeads key and value heads, g
 * @param headSize width of one head, d
 * @param window positions a token may look back on; 0 for all of them
 * @param bias whether query, key and value projections carry biases
 * @param outputBias whether the output projection carries a bias
 * @param queryKeyNormParameters weights of the norms on queries and keys; 0 without them
 * @param outputGate whether a gate as wide as the queries multiplies the head outputs
 * @param sinks whether each head has a learned attention sink
 * @param valueHeadSize width of one value head, d_v; the same as {@code headSize} in nearly all models
 * @param keysAreValues whether the keys serve as values too, so that there is no value projection
 * @param indexer chooses the visible positions of sparse attention; {@link SparseIndexer#NONE} for all
 * @param queryRank width of a normed vector that all query heads are expanded from (Step-3's multi-matrix
 *     factorization); 0 where queries are projected directly
 * @param sharesEarlierCache whether keys and values are those of an earlier layer (cross-layer attention), so that there
 *     is neither a projection nor a cache for them
 * @param idleHeads heads with query and output weights that a given token does not use, beside the {@code heads} it does
 *     (JetMoE chooses two of eight attention experts); 0 where every token uses all
 */
public record GroupedQueryAttention(
        int heads,
        int keyValueHeads,
        int headSize,
        int window,
        boolean bias,
        boolean outputBias,
        int queryKeyNormParameters,
        boolean outputGate,
        boolean sinks,
        int valueHeadSize,
        boolean keysAreValues,
        SparseIndexer indexer,
        int queryRank,
        boolean sharesEarlierCache,
        int idleHeads)
        implements TokenMixer {

    /** Attention that projects its queries directly and has keys and values of its own. */
    public GroupedQueryAttention(
            int heads,
            int keyValueHeads,
            int headSize,
            int window,
            boolean bias,
            boolean outputBias,
            int queryKeyNormParameters,
            boolean outputGate,
            boolean sinks,
            int valueHeadSize,
            boolean keysAreValues,
            SparseIndexer indexer) {
        this(
                heads,
                keyValueHeads,
                headSize,
                window,
                bias,
                outputBias,
                queryKeyNormParameters,
                outputGate,
                sinks,
                valueHeadSize,
                keysAreValues,
                indexer,
                0,
                false,
                0);
    }

    /** Attention whose value heads are as wide as its key heads and that sees every position in its window. */
    public GroupedQueryAttention(
            int heads,
            int keyValueHeads,
            int headSize,
            int window,
            boolean bias,
            boolean outputBias,
            int queryKeyNormParameters,
            boolean outputGate,
            boolean sinks) {
        this(
                heads,
                keyValueHeads,
                headSize,
                window,
                bias,
                outputBias,
                queryKeyNormParameters,
                outputGate,
                sinks,
                headSize,
                false,
                SparseIndexer.NONE);
    }

    /** Plain attention: no window, biases, norms, gate or sinks. */
    public GroupedQueryAttention(int heads, int keyValueHeads, int headSize) {
        this(heads, keyValueHeads, headSize, 0, false, false, 0, false, false);
    }

    /** The same attention with another window. */
    public GroupedQueryAttention withWindow(int other) {
        return new GroupedQueryAttention(
                heads,
                keyValueHeads,
                headSize,
                other,
                bias,
                outputBias,
                queryKeyNormParameters,
                outputGate,
                sinks,
                valueHeadSize,
                keysAreValues,
                indexer,
                queryRank,
                sharesEarlierCache,
                idleHeads);
    }

    @Override
    public boolean dependsOnEarlierLayer() {
        return sharesEarlierCache;
    }

    private long queryWidth() {
        return (long) heads * headSize;
    }

    private long outputWidth() {
        return (long) heads * valueHeadSize;
    }

    private long keyValueWidth() {
        if (sharesEarlierCache) {
            return 0;
        }
        return (long) keyValueHeads * (keysAreValues ? headSize : headSize + valueHeadSize);
    }

    /**
     * {@code h -> a*d + g*(d+d_v)} (and {@code a*d_v} more with an output gate), then {@code a*d_v -> h}; with a query
     * rank r {@code h -> r} and {@code r -> a*d} instead of {@code h -> a*d}.
     */
    @Override
    public boolean indexed() {
        return !indexer.equals(SparseIndexer.NONE);
    }

    @Override
    public List<Projection> projections(int hidden) {
        long queries = outputGate ? queryWidth() + outputWidth() : queryWidth();
        List<Projection> matrices = new ArrayList<>();
        if (queryRank > 0) {
            matrices.add(new Projection(Role.QUERY_KEY_VALUE, hidden, queryRank, Split.REPLICATED));
            matrices.add(new Projection(Role.QUERY_KEY_VALUE, queryRank, queryWidth(), Split.COLUMN));
            queries -= queryWidth();
        }
        matrices.add(new Projection(Role.QUERY_KEY_VALUE, hidden, queries + keyValueWidth(), Split.COLUMN));
        matrices.addAll(indexer.projections(hidden, hidden));
        matrices.add(new Projection(Role.ATTENTION_OUTPUT, outputWidth(), hidden, Split.ROW));
        return List.copyOf(matrices);
    }

    @Override
    public long otherParameters(int hidden) {
        long biases = (bias ? queryWidth() + keyValueWidth() : 0) + (outputBias ? hidden : 0);
        return biases
                + queryKeyNormParameters
                + queryRank
                + idleParameters(hidden)
                + (sinks ? heads : 0)
                + indexer.otherParameters();
    }

    /** Query and output weights of the idle heads, which are held but not multiplied. */
    @Override
    public long idleParameters(int hidden) {
        return (long) hidden * idleHeads * (headSize + valueHeadSize);
    }

    /** Scores and values: {@code 2*a*(d+d_v)} per visible position. */
    @Override
    public double coreFlopsPerToken(double context, boolean cached) {
        return 2.0 * (queryWidth() + outputWidth()) * indexer.visible(windowed(context))
                + indexer.coreFlopsPerToken(windowed(context));
    }

    @Override
    public double causalCoreFlopsPerToken(long sequence) {
        double mean = CausalMean.ofMinimum(sequence, window > 0 ? window : sequence);
        double seen = indexer.topPositions() > 0 ? CausalMean.ofMinimum(sequence, indexer.topPositions()) : mean;
        return 2.0 * (queryWidth() + outputWidth()) * Math.min(seen, mean) + indexer.coreFlopsPerToken(mean);
    }

    /** {@code max(1, ceil(g/t))*(d+d_v)} per position: a rank keeps at least one whole key-value head. */
    @Override
    public double cacheElements(double context, int tensor) {
        if (sharesEarlierCache) {
            return 0;
        }
        int headsPerRank = Math.max(1, Math.ceilDiv(keyValueHeads, tensor));
        double perPosition = (double) headsPerRank * (headSize + valueHeadSize) + indexer.cacheElementsPerPosition();
        return perPosition * windowed(context);
    }

    /** Ranks beyond the key-value heads hold copies of them, {@code t / g}. */
    @Override
    public int cacheCopies(int tensor) {
        return window > 0 || indexer.topPositions() > 0 ? 1 : Math.max(1, tensor / keyValueHeads);
    }

    @Override
    public double stateBytes(int tensor) {
        return 0;
    }

    private double windowed(double context) {
        return window > 0 ? Math.min(context, window) : context;
    }
}
