package dev.meshwright.cost.uncertainty;

/** What ran when something was measured: rows of one phase answer to the cost model in the same way. */
public enum Phase {
    /** Requests at a fixed number in flight behind one engine. */
    SERVING("serving"),
    /** Steps of training whose source states everything. */
    TRAINING("training"),
    /** Steps of training whose source leaves open what had to be assumed. */
    TRAINING_PARTLY_STATED("training-partly-stated"),
    /** Steps of models cut to a few layers. */
    TRAINING_CUT_MODELS("training-cut-models"),
    /** Steps that a source computed and did not measure. */
    TRAINING_COMPUTED_BY_SOURCE("training-computed-by-source"),
    /** Steps of fine-tuning. */
    TRAINING_FINE_TUNING("training-fine-tuning"),
    /** The forward pass of a single mixture. */
    MIXTURE_LAYER("mixture-layer"),
    /** Units that read prompts with experts spread over many GPUs. */
    PREFILL("prefill"),
    /** Units that write tokens with experts spread over many GPUs. */
    DECODE("decode"),
    /** A batch of prompts on one deployment. */
    PROMPT_LATENCY("prefill-latency"),
    /** A decode step of one deployment. */
    TOKEN_LATENCY("decode-latency"),
    /** Batches that start and end together. */
    STATIC_BATCH("static-batch"),
    /** A fixed number of requests in flight, measured by what they give together. */
    IN_FLIGHT_BATCHING("in-flight-batching"),
    /** More requests than the engine admits. */
    MAXIMAL_LOAD("maximal-load"),
    /** The start of an engine, before any request. */
    ENGINE_START("engine-start");

    private final String words;

    Phase(String words) {
        this.words = words;
    }

    /** Name in tables, documents and the file of residuals. */
    public String words() {
        return words;
    }
}
