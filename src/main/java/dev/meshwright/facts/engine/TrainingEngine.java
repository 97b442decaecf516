package dev.meshwright.facts.engine;

/** Frameworks for training whose space of layouts is known. */
public enum TrainingEngine {
    MEGATRON("megatron");

    private final String label;

    TrainingEngine(String label) {
        this.label = label;
    }

    /** The name as problem files spell it. */
    public String label() {
        return label;
    }
}
