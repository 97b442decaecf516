package dev.meshwright.facts.problem;

import java.util.Locale;

/** What is best among the layouts that meet the targets. */
public enum Objective {
    /** Most tokens per second of the whole cluster. */
    THROUGHPUT,
    /** Shortest time: per output token in decode and serving, to the first token in prefill, per step in training. */
    LATENCY,
    /** Fewest GPUs. */
    GPUS,
    /** Least money per token, for the GPUs that a layout uses: those it leaves out are not paid. */
    COST;

    /** The name as problem files spell it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
