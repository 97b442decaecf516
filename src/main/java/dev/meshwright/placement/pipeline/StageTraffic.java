package dev.meshwright.placement.pipeline;

/**
 * What the network adds to a micro-batch.
 *
 * @param spanCost the expert-parallel exchange of a layer, by the number of nodes that its stage lies on
 * @param hopWithinNodeNanoseconds from a stage to the next, all pairs of groups within a node
 * @param hopBetweenNodesNanoseconds from a stage to the next, any pair of groups on different nodes
 */
public record StageTraffic(SpanCost spanCost, long hopWithinNodeNanoseconds, long hopBetweenNodesNanoseconds) {

    /** Time of a layer's exchange among the GPUs of a stage. */
    @FunctionalInterface
    public interface SpanCost {
        /**
         * What the exchange of a layer takes.
         *
         * @param layer index of the layer
         * @param nodes how many nodes the stage of one replica lies on, 1 or more
         * @return nanoseconds per micro-batch, not negative, not decreasing in {@code nodes}
         */
        long nanoseconds(int layer, int nodes);
    }

    /** No traffic at all. */
    public static StageTraffic none() {
        return new StageTraffic((layer, nodes) -> 0, 0, 0);
    }

    public StageTraffic {
        if (hopWithinNodeNanoseconds < 0 || hopBetweenNodesNanoseconds < hopWithinNodeNanoseconds) {
            throw new IllegalArgumentException(
                    "A hop between nodes (%d ns) must not be cheaper than one within a node (%d ns), nor negative."
                            .formatted(hopBetweenNodesNanoseconds, hopWithinNodeNanoseconds));
        }
    }
}
