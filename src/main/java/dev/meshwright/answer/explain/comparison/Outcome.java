package dev.meshwright.answer.explain.comparison;

import dev.meshwright.base.quantity.Dimension;

/** A figure that plans are compared by. */
public enum Outcome {
    THROUGHPUT("throughput", "throughput", Dimension.TOKENS_PER_SECOND, true),
    PER_GPU("perGpu", "throughput of a GPU", Dimension.TOKENS_PER_SECOND, true),
    GPUS("gpus", "GPUs in use", Dimension.COUNT, false),
    TIME_TO_FIRST_TOKEN("timeToFirstToken", "time to first token", Dimension.SECONDS, false),
    TIME_TO_FIRST_TOKEN_P99("timeToFirstToken.p99", "time to first token, p99", Dimension.SECONDS, false),
    TIME_PER_OUTPUT_TOKEN("timePerOutputToken", "time per output token", Dimension.SECONDS, false),
    TIME_PER_OUTPUT_TOKEN_P99("timePerOutputToken.p99", "time per output token, p99", Dimension.SECONDS, false),
    END_TO_END("endToEnd", "end to end", Dimension.SECONDS, false),
    STEP("stepTime", "one step", Dimension.SECONDS, false),
    ROOFLINE("efficiency", "share of the roofline", Dimension.FRACTION, true),
    MEMORY("memory", "fullest GPU", Dimension.BYTES, false),
    CACHE("cache", "tokens that the cache has room for", Dimension.COUNT, true),
    TOKENS_PER_JOULE("tokensPerJoule", "tokens per joule", Dimension.COUNT, true),
    COST("cost", "money per million tokens", Dimension.COUNT, false);

    private final String id;
    private final String label;
    private final Dimension dimension;
    private final boolean moreIsBetter;

    Outcome(String id, String label, Dimension dimension, boolean moreIsBetter) {
        this.id = id;
        this.label = label;
        this.dimension = dimension;
        this.moreIsBetter = moreIsBetter;
    }

    /** The field name in JSON. */
    public String id() {
        return id;
    }

    /** For people. */
    public String label() {
        return label;
    }

    /** What it counts. */
    public Dimension dimension() {
        return dimension;
    }

    /** Whether a plan with more of it is the better one. */
    public boolean moreIsBetter() {
        return moreIsBetter;
    }
}
