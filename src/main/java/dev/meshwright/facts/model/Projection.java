package dev.meshwright.facts.model;

/**
 * One weight matrix that every token of a layer passes through.
 *
 * @param role what the matrix does in its layer
 * @param inputWidth elements per token that it reads
 * @param outputWidth elements per token that it writes
 * @param split how tensor parallelism cuts it
 */
public record Projection(Role role, long inputWidth, long outputWidth, Split split) {

    /** What a matrix does in its layer. */
    public enum Role {
        /** Query, key and value (for latent attention: the down- and up-projections too). */
        QUERY_KEY_VALUE,
        /** From the heads back to the hidden state. */
        ATTENTION_OUTPUT,
        /** Scores that choose the keys of sparse attention. */
        INDEXER,
        /** First feed-forward matrix; gate and up together where the feed-forward is gated. */
        FEED_FORWARD_IN,
        /** Second feed-forward matrix, back to the hidden state. */
        FEED_FORWARD_OUT,
        /** Scores that choose the experts. */
        ROUTER
    }

    /** How tensor parallelism cuts a matrix. */
    public enum Split {
        /** Output columns are divided: each rank holds {@code outputWidth / t} columns. */
        COLUMN,
        /** Input rows are divided: each rank holds {@code inputWidth / t} rows and the results are summed. */
        ROW,
        /** Every rank holds the whole matrix. */
        REPLICATED
    }

    /** Weights of the matrix; {@code inputWidth * outputWidth}. */
    public long parameters() {
        return inputWidth * outputWidth;
    }

    /** Weights on one of {@code tensor} ranks. */
    public double parametersPerRank(int tensor) {
        return split == Split.REPLICATED ? parameters() : (double) parameters() / tensor;
    }
}
