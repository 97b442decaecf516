package dev.meshwright.cost.evaluation;

/** The rows of a GPU's memory bill. */
public enum MemoryComponent {
    ATTENTION_WEIGHTS("weights.attention"),
    DENSE_WEIGHTS("weights.dense"),
    SHARED_WEIGHTS("weights.sharedExperts"),
    EXPERT_WEIGHTS("weights.experts"),
    ROUTER_AND_NORM_WEIGHTS("weights.routersAndNorms"),
    EMBEDDING_WEIGHTS("weights.embedding"),
    HEAD_WEIGHTS("weights.head"),
    GRADIENTS("training.gradients"),
    OPTIMIZER("training.optimizer"),
    CACHE("cache.keyValue"),
    STATE("cache.state"),
    ACTIVATIONS("activations.layers"),
    LOGITS("activations.logits"),
    GRAPHS("graphs"),
    DISPATCH_BUFFERS("buffers.dispatch"),
    COLLECTIVE_BUFFERS("buffers.collectives"),
    RUNTIME("runtime");

    private static final MemoryComponent[] VALUES = values();

    /** Number of components, for arrays indexed by {@link #ordinal()}. */
    public static final int COUNT = VALUES.length;

    private final String label;

    MemoryComponent(String label) {
        this.label = label;
    }

    /** The field name in plans. */
    public String label() {
        return label;
    }

    /** The component with that {@link #ordinal()}. */
    public static MemoryComponent at(int ordinal) {
        return VALUES[ordinal];
    }
}
