package dev.meshwright.placement;

/**
 * Descent by swaps: of all swaps between a slot of the slowest rank and a slot of another rank, the one that leaves the
 * two ranks fastest is made, until none makes the slowest rank faster or the lower bound is reached. Replica counts stay.
 * Each swap lowers the sorted vector of rank times, so it ends.
 */
public final class SwapDescent {
    private SwapDescent() {}

    /** The improved placement, never worse than {@code physicalToLogical}; feasible if that is. */
    public static int[] descend(LayerProblem layer, int[] physicalToLogical) {
        LayerState state = layer.start(physicalToLogical);
        int rank = state.slowestRank();
        while (state.score().nanoseconds() > layer.lowerBoundNanoseconds() && improve(layer, state, rank)) {
            rank = state.slowestRank();
        }
        return state.physicalToLogical();
    }

    private static boolean improve(LayerProblem layer, LayerState state, int rank) {
        long best = state.score().nanoseconds();
        int bestSlot = -1;
        int bestOther = -1;
        int first = rank * layer.slotsPerRank();
        int end = first + layer.slotsPerRank();
        for (int slot = first; slot < end; slot++) {
            for (int other = 0; other < layer.slots(); other++) {
                if (other == first) {
                    other = end - 1;
                    continue;
                }
                long nanoseconds = state.nanosecondsAfterSwap(slot, other);
                if (nanoseconds < best && maySwap(layer, state, slot, other)) {
                    best = nanoseconds;
                    bestSlot = slot;
                    bestOther = other;
                }
            }
        }
        if (bestSlot < 0) {
            return false;
        }
        swap(state, bestSlot, bestOther);
        return true;
    }

    private static boolean maySwap(LayerProblem layer, LayerState state, int slot, int other) {
        return !layer.distinctRanks()
                || (state.hostedOn(layer.rankOf(other), state.expert(slot)) == 0
                        && state.hostedOn(layer.rankOf(slot), state.expert(other)) == 0);
    }

    private static void swap(LayerState state, int slot, int other) {
        int expert = state.expert(slot);
        state.host(slot, state.expert(other));
        state.host(other, expert);
    }
}
