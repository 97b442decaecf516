package dev.meshwright.cost.evaluation;

/** Why degrees cannot work at all. */
public enum Infeasibility {
    MEMORY("does not fit into GPU memory"),
    TIME_TO_FIRST_TOKEN("misses the time-to-first-token target"),
    TIME_PER_OUTPUT_TOKEN("misses the time-per-output-token target"),
    THROUGHPUT("misses the throughput target");

    private final String label;

    Infeasibility(String label) {
        this.label = label;
    }

    /** For people. */
    public String label() {
        return label;
    }
}
