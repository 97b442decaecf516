package dev.meshwright.cost.evaluation;

import java.util.Arrays;

/**
 * The parts of a pass through the model that are timed apart, in the order a token meets them.
 *
 * <p>"Column" and "row" say how tensor parallelism cuts the matrix.
 */
public enum Component {
    EMBEDDING("embedding", "embedding", Kind.COMPUTE),
    QUERY_KEY_VALUE("queryKeyValue", "attention QKV (column)", Kind.COMPUTE),
    INDEXER("indexer", "attention indexer", Kind.COMPUTE),
    ATTENTION_CORE("attentionCore", "attention core", Kind.COMPUTE),
    CONTEXT_EXCHANGE("contextExchange", "context-parallel keys and values", Kind.COMMUNICATION),
    CACHE_EXCHANGE("cacheExchange", "context-parallel queries and outputs", Kind.COMMUNICATION),
    ATTENTION_OUTPUT("attentionOutput", "attention output (row)", Kind.COMPUTE),
    ATTENTION_ALL_REDUCE("attentionAllReduce", "attention all-reduce", Kind.COMMUNICATION),
    DENSE_IN("denseIn", "dense FC1 (column)", Kind.COMPUTE),
    DENSE_OUT("denseOut", "dense FC2 (row)", Kind.COMPUTE),
    ROUTER("router", "router", Kind.COMPUTE),
    DISPATCH("dispatch", "expert dispatch", Kind.COMMUNICATION),
    EXPERTS("experts", "routed experts FC1 + FC2", Kind.COMPUTE),
    COMBINE("combine", "expert combine", Kind.COMMUNICATION),
    SHARED_IN("sharedIn", "shared experts FC1 (column)", Kind.COMPUTE),
    SHARED_OUT("sharedOut", "shared experts FC2 (row)", Kind.COMPUTE),
    FEED_FORWARD_ALL_REDUCE("feedForwardAllReduce", "feed-forward all-reduce", Kind.COMMUNICATION),
    ELEMENT_WISE("elementWise", "norms and residuals", Kind.COMPUTE),
    WEIGHT_GATHER("weightGather", "sharded weights and gradients", Kind.COMMUNICATION),
    GRADIENT_SUM("gradientSum", "sums of weight gradients", Kind.COMPUTE),
    LAYER_OVERHEAD("layerOverhead", "layer overhead", Kind.OVERHEAD),
    LAUNCH_WAIT("launchWait", "wait for kernel launches", Kind.OVERHEAD),
    ROUTING_WAIT("routingWait", "wait for token counts", Kind.OVERHEAD),
    LM_HEAD("head", "LM head (column)", Kind.COMPUTE),
    DRAFT_MODEL("draftModel", "draft model", Kind.COMPUTE),
    PIPELINE_HOP("pipelineHop", "pipeline hop", Kind.COMMUNICATION),
    GRADIENT_SYNC("gradientSync", "gradient synchronisation", Kind.COMMUNICATION),
    OPTIMIZER("optimizer", "optimizer step", Kind.COMPUTE);

    private static final Component[] VALUES = values();

    private static final int[][] ORDINALS = Arrays.stream(Kind.values())
            .map(kind -> Arrays.stream(VALUES)
                    .filter(component -> component.kind == kind)
                    .mapToInt(Component::ordinal)
                    .toArray())
            .toArray(int[][]::new);

    /** Number of components, for arrays indexed by {@link #ordinal()}. */
    public static final int COUNT = VALUES.length;

    private final String id;
    private final String label;
    private final Kind kind;

    Component(String id, String label, Kind kind) {
        this.id = id;
        this.label = label;
        this.kind = kind;
    }

    /** What keeps the hardware busy. */
    public enum Kind {
        COMPUTE,
        COMMUNICATION,
        OVERHEAD
    }

    /** The field name in plans and quantities. */
    public String id() {
        return id;
    }

    /** The name for people. */
    public String label() {
        return label;
    }

    /** What keeps the hardware busy. */
    public Kind kind() {
        return kind;
    }

    /** Whether it happens once per optimizer step, not in every micro-batch. */
    public boolean oncePerStep() {
        return this == GRADIENT_SYNC || this == OPTIMIZER;
    }

    /** The component with that {@link #ordinal()}. */
    public static Component at(int ordinal) {
        return VALUES[ordinal];
    }

    /** {@link #ordinal()} of the components of a kind, in order; not to be changed. */
    public static int[] ordinals(Kind kind) {
        return ORDINALS[kind.ordinal()];
    }
}
