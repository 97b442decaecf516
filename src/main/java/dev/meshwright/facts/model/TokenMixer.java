package dev.meshwright.facts.model;

import java.util.List;

/**
 * The part of a layer in which tokens see each other: attention, a linear recurrence, or nothing.
 *
 * <p>A mixer is described by the matrices every token passes through and by its core, the part whose cost depends on
 * the context: scores and values of attention, or a state update.
 */
public sealed interface TokenMixer
        permits GroupedQueryAttention, LatentAttention, CompressedAttention, LinearAttention, TokenMixer.None {

    /** The matrices of the mixer in the order a token passes them. */
    List<Projection> projections(int hidden);

    /** Weights outside the matrices: biases, norms inside the mixer, convolution kernels, sinks. */
    long otherParameters(int hidden);

    /**
     * FLOP per token of the core, when a token sees {@code context} tokens on average.
     *
     * @param context mean number of visible positions before any window: S/2 in causal prefill of S tokens, S in decode
     * @param cached whether the keys and values come from the cache (decode), where latent attention works on the
     *     compressed cache instead of on expanded heads
     */
    double coreFlopsPerToken(double context, boolean cached);

    /**
     * FLOP per token of the core over a whole causal sequence without a cache: the exact mean over its positions, where
     * {@link #coreFlopsPerToken} at the mean context overrates windows (a token near the start sees less than a window).
     *
     * @param sequence tokens of the sequence, S
     */
    default double causalCoreFlopsPerToken(long sequence) {
        return coreFlopsPerToken(sequence / 2.0, false);
    }

    /**
     * Elements that the KV cache of this layer holds for a sequence of {@code context} tokens on one of {@code tensor}
     * ranks.
     */
    double cacheElements(double context, int tensor);

    /** Bytes that the KV cache of this layer takes for a sequence of {@code context} tokens on one of {@code tensor} ranks. */
    default double cacheBytes(double context, int tensor, Precision cache) {
        return cacheElements(context, tensor) * cache.bytesPerElement();
    }

    /**
     * How many of {@code tensor} ranks hold the same keys and values of a sequence, which a group of them may share out by
     * positions instead (decode context parallelism). 1 where each has its own, or where no engine shares them: windows,
     * compressed entries and positions chosen by an indexer. 0 where there is no cache.
     */
    int cacheCopies(int tensor);

    /** Bytes of fixed state per sequence on one of {@code tensor} ranks, whatever its length; 0 for attention. */
    double stateBytes(int tensor);

    /** Weights among the other ones that a given token does not use; 0 unless the mixer chooses among experts. */
    default long idleParameters(int hidden) {
        return 0;
    }

    /**
     * Whether the mixer uses what an earlier layer chose or keeps, so that a pipeline stage cannot begin with it: positions
     * (GLM-5.2) or keys and values (Hunyuan-Large, Gemma 3n).
     */
    default boolean dependsOnEarlierLayer() {
        return false;
    }

    /** Whether index heads choose positions by scores, which run in 8 bits where a GPU has them. */
    default boolean indexed() {
        return false;
    }

    /** Attention heads, the largest useful tensor degree; 0 where the mixer has none. */
    int heads();

    /** Heads of keys and values that a tensor degree shares out; 0 where there are none of their own. */
    default int keyValueHeads() {
        return 0;
    }

    /** All weights of the mixer. */
    default long parameters(int hidden) {
        long sum = otherParameters(hidden);
        for (Projection projection : projections(hidden)) {
            sum += projection.parameters();
        }
        return sum;
    }

    /** No mixer: a block that is only a feed-forward part, as in hybrid models that list them separately. */
    record None() implements TokenMixer {
        @Override
        public List<Projection> projections(int hidden) {
            return List.of();
        }

        @Override
        public long otherParameters(int hidden) {
            return 0;
        }

        @Override
        public double coreFlopsPerToken(double context, boolean cached) {
            return 0;
        }

        @Override
        public double cacheElements(double context, int tensor) {
            return 0;
        }

        @Override
        public int cacheCopies(int tensor) {
            return 0;
        }

        @Override
        public double stateBytes(int tensor) {
            return 0;
        }

        @Override
        public int heads() {
            return 0;
        }
    }
}
