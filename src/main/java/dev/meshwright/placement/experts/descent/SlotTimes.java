package dev.meshwright.placement.experts.descent;

import dev.meshwright.placement.experts.PlainLayer;

/**
 * Times of slots and ranks while experts only change places: replica counts stay, and with them what an expert's slots
 * cost, so that an exchange is a subtraction.
 */
final class SlotTimes {

    private final int perRank;
    /** [slot] to expert. */
    final int[] expertOf;
    /** [slot] */
    final long[] slotNanoseconds;
    /** [rank] */
    final long[] rankNanoseconds;

    SlotTimes(PlainLayer layer, int[] physicalToLogical) {
        perRank = layer.slotsPerRank();
        expertOf = physicalToLogical.clone();
        slotNanoseconds = layer.slotNanoseconds(expertOf);
        rankNanoseconds = new long[layer.ranks()];
        for (int slot = 0; slot < expertOf.length; slot++) {
            rankNanoseconds[slot / perRank] += slotNanoseconds[slot];
        }
    }

    int slowestRank() {
        int slowest = 0;
        for (int rank = 1; rank < rankNanoseconds.length; rank++) {
            slowest = rankNanoseconds[rank] > rankNanoseconds[slowest] ? rank : slowest;
        }
        return slowest;
    }

    /** Two slots exchange their experts. */
    void exchange(int slot, int other) {
        int expert = expertOf[slot];
        expertOf[slot] = expertOf[other];
        expertOf[other] = expert;
        long delta = slotNanoseconds[slot] - slotNanoseconds[other];
        slotNanoseconds[slot] -= delta;
        slotNanoseconds[other] += delta;
        rankNanoseconds[slot / perRank] -= delta;
        rankNanoseconds[other / perRank] += delta;
    }
}
