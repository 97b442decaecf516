package dev.meshwright.placement;

/**
 * Descent from the placement in force under a limit on moves: each round makes the swap or the change of one replica that
 * lowers the slowest rank most per moved slot, until no move is left or none helps. One profile decides: the one that is
 * slowest against its bound, as {@link LayerState#slowestRank} says.
 */
final class LimitedDescent {

    private LimitedDescent() {}

    /** Never worse than {@code current}, and at most {@code layer.maxMoves()} moves away from it. */
    static int[] descend(PlacementLayer layer, int[] current) {
        LayerState state = layer.start(current);
        LayerScore best = state.score();
        int[] placed = current.clone();
        // Each round lowers the slowest rank or the number of ranks that are as slow.
        while (improve(layer, state)) {
            LayerScore score = state.score();
            if (score.compareTo(best) >= 0) {
                break;
            }
            best = score;
            placed = state.physicalToLogical();
        }
        return placed;
    }

    private static boolean improve(PlacementLayer layer, LayerState state) {
        int rank = state.slowestRank();
        LayerScore before = state.score();
        int first = rank * layer.slotsPerRank();
        double bestGain = 0;
        int bestSlot = -1;
        int bestOther = -1;
        for (int slot = first; slot < first + layer.slotsPerRank(); slot++) {
            for (int other = 0; other < layer.slots(); other++) {
                if (layer.rankOf(other) == rank
                        || layer.distinctRanks()
                                && (state.hostedOn(layer.rankOf(other), state.expert(slot)) > 0
                                        || state.hostedOn(rank, state.expert(other)) > 0)) {
                    continue;
                }
                double gain = before.nanoseconds() - state.nanosecondsAfterSwap(slot, other);
                if (gain > bestGain) {
                    bestGain = gain;
                    bestSlot = slot;
                    bestOther = other;
                }
            }
        }
        if (bestSlot < 0) {
            return false;
        }
        int expert = state.expert(bestSlot);
        int otherExpert = state.expert(bestOther);
        state.host(bestSlot, otherExpert);
        state.host(bestOther, expert);
        return true;
    }
}
