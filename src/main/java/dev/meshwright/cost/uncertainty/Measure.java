package dev.meshwright.cost.uncertainty;

/** What a measurement gives and a prediction answers. Throughput is better when larger, the others when smaller. */
public enum Measure {
    /** Seconds from a request to its first token, mean over requests. */
    TIME_TO_FIRST_TOKEN("time to first token"),
    /** Seconds between tokens of a request after the first, mean over requests. */
    TIME_PER_OUTPUT_TOKEN("time per output token"),
    /** Tokens per second and GPU. */
    THROUGHPUT("throughput"),
    /** Seconds of one training step, optimizer included. */
    STEP_TIME("step time"),
    /** Seconds of one layer's forward pass in training. */
    LAYER_TIME("layer time"),
    /** Bytes in use on the fullest GPU. */
    MEMORY("memory"),
    /** Bytes of weights on a GPU of an engine that was started. */
    WEIGHTS("weights"),
    /** Bytes that an engine has for its cache on a GPU. */
    CACHE_ROOM("room for the cache"),
    /** Tokens that the cache of an attention rank holds. */
    CACHE_TOKENS("tokens of cache"),
    /** Time per output token without guessed tokens over that with them. */
    SPEED_UP("speed-up");

    private final String words;

    Measure(String words) {
        this.words = words;
    }

    /** Name in tables. */
    public String words() {
        return words;
    }
}
