package dev.meshwright.placement.experts.descent;

import dev.meshwright.placement.experts.PlainLayer;

/**
 * Descent by swaps: of all swaps between a slot of the slowest rank and a slot of another rank, the one that leaves the
 * two ranks fastest is made, until none makes the slowest rank faster or the lower bound is reached. Replica counts stay,
 * and with them the cost of every slot, so that a trial is a subtraction. Each swap lowers the sorted vector of rank times,
 * so it ends.
 */
public final class SwapDescent {

    private final PlainLayer layer;
    private final int perRank;
    private final SlotTimes times;
    // The times' own arrays, read in every trial.
    private final int[] expertOf;
    private final long[] slotNanoseconds;
    private final long[] rankNanoseconds;

    private SwapDescent(PlainLayer layer, int[] physicalToLogical) {
        this.layer = layer;
        perRank = layer.slotsPerRank();
        times = new SlotTimes(layer, physicalToLogical);
        expertOf = times.expertOf;
        slotNanoseconds = times.slotNanoseconds;
        rankNanoseconds = times.rankNanoseconds;
    }

    /** The improved placement, never worse than {@code physicalToLogical}; feasible if that is. */
    public static int[] descend(PlainLayer layer, int[] physicalToLogical) {
        SwapDescent descent = new SwapDescent(layer, physicalToLogical);
        int rank = descent.times.slowestRank();
        while (descent.rankNanoseconds[rank] > layer.lowerBoundNanoseconds() && descent.improve(rank)) {
            rank = descent.times.slowestRank();
        }
        return descent.expertOf;
    }

    private boolean improve(int rank) {
        long slowest = rankNanoseconds[rank];
        long best = slowest;
        int bestSlot = -1;
        int bestOther = -1;
        int first = rank * perRank;
        for (int slot = first; slot < first + perRank; slot++) {
            long mine = slotNanoseconds[slot];
            for (int otherRank = 0; otherRank < rankNanoseconds.length; otherRank++) {
                // The other rank must stay below the best, and both together cannot come below their mean.
                if (rankNanoseconds[otherRank] >= best || (slowest + rankNanoseconds[otherRank]) / 2 >= best) {
                    continue;
                }
                for (int other = otherRank * perRank; other < (otherRank + 1) * perRank; other++) {
                    long delta = mine - slotNanoseconds[other];
                    long after = Math.max(slowest - delta, rankNanoseconds[otherRank] + delta);
                    if (after < best && mayExchange(slot, other)) {
                        best = after;
                        bestSlot = slot;
                        bestOther = other;
                    }
                }
            }
        }
        if (bestSlot < 0) {
            return false;
        }
        times.exchange(bestSlot, bestOther);
        return true;
    }

    private boolean mayExchange(int slot, int other) {
        return !layer.distinctRanks()
                || (!hosts(slot / perRank, expertOf[other]) && !hosts(other / perRank, expertOf[slot]));
    }

    private boolean hosts(int rank, int expert) {
        for (int slot = rank * perRank; slot < (rank + 1) * perRank; slot++) {
            if (expertOf[slot] == expert) {
                return true;
            }
        }
        return false;
    }
}
