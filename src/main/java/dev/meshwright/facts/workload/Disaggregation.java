package dev.meshwright.facts.workload;

import java.util.Locale;

/** Whether prompts and answers of a serving workload share GPUs. */
public enum Disaggregation {
    /** Every instance reads prompts and writes answers. */
    AGGREGATED,
    /** A pool of instances reads prompts and hands their cache over to another pool, which writes the answers. */
    DISAGGREGATED,
    /** Whichever of the two is better. */
    BEST;

    /** The name as problem files spell it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
