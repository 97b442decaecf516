package dev.meshwright.placement;

/**
 * Descent by swaps: of all swaps between a slot of the slowest rank and a slot of another rank, the one that leaves the
 * two ranks fastest is made, until none makes the slowest rank faster or the lower bound is reached. Replica counts stay,
 * and with them the cost of every slot, so that a trial is a subtraction. Each swap lowers the sorted vector of rank times,
 * so it ends.
 */
public final class SwapDescent {

    private final LayerProblem layer;
    private final int perRank;
    private final int[] expertOf;
    private final long[] slotNanoseconds;
    private final long[] rankNanoseconds;

    private SwapDescent(LayerProblem layer, int[] physicalToLogical) {
        this.layer = layer;
        perRank = layer.slotsPerRank();
        expertOf = physicalToLogical.clone();
        slotNanoseconds = layer.slotNanoseconds(expertOf);
        rankNanoseconds = new long[layer.ranks()];
        for (int slot = 0; slot < expertOf.length; slot++) {
            rankNanoseconds[slot / perRank] += slotNanoseconds[slot];
        }
    }

    /** The improved placement, never worse than {@code physicalToLogical}; feasible if that is. */
    public static int[] descend(LayerProblem layer, int[] physicalToLogical) {
        SwapDescent descent = new SwapDescent(layer, physicalToLogical);
        int rank = descent.slowestRank();
        while (descent.rankNanoseconds[rank] > layer.lowerBoundNanoseconds() && descent.improve(rank)) {
            rank = descent.slowestRank();
        }
        return descent.expertOf;
    }

    private int slowestRank() {
        int slowest = 0;
        for (int rank = 1; rank < rankNanoseconds.length; rank++) {
            slowest = rankNanoseconds[rank] > rankNanoseconds[slowest] ? rank : slowest;
        }
        return slowest;
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
        exchange(bestSlot, bestOther);
        return true;
    }

    private boolean mayExchange(int slot, int other) {
        return !layer.distinctRanks()
                || !hosts(slot / perRank, expertOf[other]) && !hosts(other / perRank, expertOf[slot]);
    }

    private boolean hosts(int rank, int expert) {
        for (int slot = rank * perRank; slot < (rank + 1) * perRank; slot++) {
            if (expertOf[slot] == expert) {
                return true;
            }
        }
        return false;
    }

    private void exchange(int slot, int other) {
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
