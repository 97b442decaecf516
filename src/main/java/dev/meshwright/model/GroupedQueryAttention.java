package dev.meshwright.model;

import dev.meshwright.model.Projection.Role;
import dev.meshwright.model.Projection.Split;
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
        boolean sinks)
        implements TokenMixer {

    /** Plain attention: no window, biases, norms, gate or sinks. */
    public GroupedQueryAttention(int heads, int keyValueHeads, int headSize) {
        this(heads, keyValueHeads, headSize, 0, false, false, 0, false, false);
    }

    private long queryWidth() {
        return (long) heads * headSize;
    }

    private long keyValueWidth() {
        return 2L * keyValueHeads * headSize;
    }

    /** {@code h -> a*d + 2*g*d} (and {@code a*d} more with an output gate), then {@code a*d -> h}. */
    @Override
    public List<Projection> projections(int hidden) {
        long queries = outputGate ? 2 * queryWidth() : queryWidth();
        return List.of(
                new Projection(Role.QUERY_KEY_VALUE, hidden, queries + keyValueWidth(), Split.COLUMN),
                new Projection(Role.ATTENTION_OUTPUT, queryWidth(), hidden, Split.ROW));
    }

    @Override
    public long otherParameters(int hidden) {
        long biases = (bias ? queryWidth() + keyValueWidth() : 0) + (outputBias ? hidden : 0);
        return biases + queryKeyNormParameters + (sinks ? heads : 0);
    }

    /** Scores and values: {@code 4*a*d} per visible position. */
    @Override
    public double coreFlopsPerToken(double context, boolean cached) {
        return 4.0 * queryWidth() * visible(context);
    }

    /** {@code 2*max(1, ceil(g/t))*d} per position: a rank keeps at least one whole key-value head. */
    @Override
    public double cacheElements(double context, int tensor) {
        int headsPerRank = Math.max(1, Math.ceilDiv(keyValueHeads, tensor));
        return 2.0 * headsPerRank * headSize * visible(context);
    }

    @Override
    public double stateBytes(int tensor) {
        return 0;
    }

    private double visible(double context) {
        return window > 0 ? Math.min(context, window) : context;
    }
}
