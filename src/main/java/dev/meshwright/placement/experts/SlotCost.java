package dev.meshwright.placement.experts;

/**
 * The time that a rank spends on one expert slot in one step. The cost model supplies it (streaming the weights of a
 * touched expert, then computing its tokens), so that placement balances time and not just tokens.
 */
@FunctionalInterface
public interface SlotCost {

    /**
     * What one slot takes in a step.
     *
     * @param layer index of the MoE layer in the problem
     * @param share what this slot receives of the layer's routed assignments, 0 to 1: the expert's share divided by its
     *     replicas
     * @return nanoseconds per step, not negative, and not decreasing in {@code share}
     */
    long nanoseconds(int layer, double share);

    /**
     * A number that only layers share in which the same share costs the same. Such layers are one problem where their
     * shares differ in order alone.
     *
     * @param layer index of the MoE layer in the problem
     * @return by default the layer's own number, which no other layer has
     */
    default int kind(int layer) {
        return layer;
    }

    /**
     * Time proportional to the routed assignments: what compute-bound prefill looks like, and the objective under which
     * published load balancers are compared.
     *
     * @param layerNanoseconds what one rank would need for all of the layer's assignments
     */
    static SlotCost proportional(long layerNanoseconds) {
        return (layer, share) -> Math.round(share * layerNanoseconds);
    }
}
