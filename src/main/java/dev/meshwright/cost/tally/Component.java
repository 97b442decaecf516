package dev.meshwright.cost.tally;

/**
 * The parts of a pass through the model that are timed apart, in the order a token meets them.
 *
 * <p>"Column" and "row" say how tensor parallelism cuts the matrix.
 */
public enum Component {
    EMBEDDING("embedding", Kind.COMPUTE),
    QUERY_KEY_VALUE("attention QKV (column)", Kind.COMPUTE),
    INDEXER("attention indexer", Kind.COMPUTE),
    ATTENTION_CORE("attention core", Kind.COMPUTE),
    ATTENTION_OUTPUT("attention output (row)", Kind.COMPUTE),
    ATTENTION_ALL_REDUCE("attention all-reduce", Kind.COMMUNICATION),
    DENSE_IN("dense FC1 (column)", Kind.COMPUTE),
    DENSE_OUT("dense FC2 (row)", Kind.COMPUTE),
    ROUTER("router", Kind.COMPUTE),
    DISPATCH("expert dispatch", Kind.COMMUNICATION),
    EXPERTS("routed experts FC1 + FC2", Kind.COMPUTE),
    COMBINE("expert combine", Kind.COMMUNICATION),
    SHARED_IN("shared experts FC1 (column)", Kind.COMPUTE),
    SHARED_OUT("shared experts FC2 (row)", Kind.COMPUTE),
    FEED_FORWARD_ALL_REDUCE("feed-forward all-reduce", Kind.COMMUNICATION),
    ELEMENT_WISE("norms and residuals", Kind.COMPUTE),
    LAYER_OVERHEAD("layer overhead", Kind.OVERHEAD),
    LM_HEAD("LM head (column)", Kind.COMPUTE),
    PIPELINE_HOP("pipeline hop", Kind.COMMUNICATION),
    GRADIENT_SYNC("gradient synchronisation", Kind.COMMUNICATION),
    OPTIMIZER("optimizer step", Kind.COMPUTE),
    STEP_OVERHEAD("step overhead", Kind.OVERHEAD);

    private static final Component[] VALUES = values();

    /** Number of components, for arrays indexed by {@link #ordinal()}. */
    public static final int COUNT = VALUES.length;

    private final String label;
    private final Kind kind;

    Component(String label, Kind kind) {
        this.label = label;
        this.kind = kind;
    }

    /** What keeps the hardware busy. */
    public enum Kind {
        COMPUTE,
        COMMUNICATION,
        OVERHEAD
    }

    /** The name for people. */
    public String label() {
        return label;
    }

    /** What keeps the hardware busy. */
    public Kind kind() {
        return kind;
    }

    /** The component with that {@link #ordinal()}. */
    public static Component at(int ordinal) {
        return VALUES[ordinal];
    }
}
