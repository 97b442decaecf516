package dev.meshwright.placement.experts.start;

import dev.meshwright.placement.experts.PlainLayer;

/** Experts in order, redundant slots starting over at expert 0: what engines do before any load is known. */
public final class Contiguous {
    private Contiguous() {}

    /** Replicas are a whole round of experts apart, so never on one rank while a rank has at most as many slots. */
    public static int[] place(PlainLayer layer) {
        int[] physicalToLogical = new int[layer.slots()];
        for (int slot = 0; slot < physicalToLogical.length; slot++) {
            physicalToLogical[slot] = slot % layer.experts();
        }
        return physicalToLogical;
    }
}
