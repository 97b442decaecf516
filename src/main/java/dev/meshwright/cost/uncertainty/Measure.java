package dev.meshwright.cost.uncertainty;

import dev.meshwright.base.quantity.Dimension;

/** What a measurement gives and a prediction answers. Throughput is better when larger, the others when smaller. */
public enum Measure {
    /** Seconds from a request to its first token, mean over requests. */
    TIME_TO_FIRST_TOKEN("time to first token", Dimension.SECONDS),
    /** Seconds between tokens of a request after the first, mean over requests. */
    TIME_PER_OUTPUT_TOKEN("time per output token", Dimension.SECONDS),
    /** Tokens per second and GPU. */
    THROUGHPUT("throughput", Dimension.TOKENS_PER_SECOND),
    /** Seconds of one training step, optimizer included. */
    STEP_TIME("step time", Dimension.SECONDS),
    /** Seconds of one layer's forward pass in training. */
    LAYER_TIME("layer time", Dimension.SECONDS),
    /** Bytes in use on the fullest GPU. */
    MEMORY("memory", Dimension.BYTES),
    /** Bytes of weights on a GPU of an engine that was started. */
    WEIGHTS("weights", Dimension.BYTES),
    /** Bytes that an engine has for its cache on a GPU. */
    CACHE_ROOM("room for the cache", Dimension.BYTES),
    /** Tokens that the cache of an attention rank holds. */
    CACHE_TOKENS("tokens of cache", Dimension.COUNT),
    /** Time per output token without guessed tokens over that with them. */
    SPEED_UP("speed-up", Dimension.COUNT);

    private final String words;
    private final Dimension dimension;

    Measure(String words, Dimension dimension) {
        this.words = words;
        this.dimension = dimension;
    }

    /** Whether engines log it at their start. */
    public boolean ofStarts() {
        return switch (this) {
            case WEIGHTS, CACHE_ROOM, CACHE_TOKENS -> true;
            case TIME_TO_FIRST_TOKEN, TIME_PER_OUTPUT_TOKEN, THROUGHPUT, STEP_TIME, LAYER_TIME, MEMORY, SPEED_UP ->
                false;
        };
    }

    /** What it counts. */
    public Dimension dimension() {
        return dimension;
    }

    /** Name in tables. */
    public String words() {
        return words;
    }
}
