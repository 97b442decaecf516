package dev.meshwright.placement.experts.descent;

import dev.meshwright.placement.experts.ExpertLayer;
import dev.meshwright.placement.experts.LayerScore;
import dev.meshwright.placement.experts.LayerState;

/**
 * Descent from the placement in force under a limit on moves. Each round makes the best swap of a slot of the slowest rank.
 * Where none helps, or one slot takes half of that rank's time, a further replica of its expert in place of a replica of
 * another one is made instead if it gains more per moved slot. Ends when no move is left or none helps. One profile decides: the one that is slowest against its bound, as
 * {@link LayerState#slowestRank} says.
 */
public final class LimitedDescent {

    private final ExpertLayer layer;
    private final LayerState state;
    private final boolean replicates;

    private LimitedDescent(ExpertLayer layer, int[] current) {
        this.layer = layer;
        state = layer.start(current);
        replicates = layer.slots() > layer.experts() && layer.problem().groups() == 0;
    }

    /** Never worse than {@code current}, and at most {@code layer.maxMoves()} moves away from it. */
    public static int[] descend(ExpertLayer layer, int[] current) {
        return new LimitedDescent(layer, current).run(current);
    }

    private int[] run(int[] current) {
        LayerScore best = state.score();
        int[] placed = current.clone();
        // Each round lowers the slowest rank or the number of ranks that are as slow.
        while (improve(best)) {
            LayerScore score = state.score();
            if (score.compareTo(best) >= 0) {
                break;
            }
            best = score;
            placed = state.physicalToLogical();
        }
        return placed;
    }

    private boolean improve(LayerScore before) {
        int rank = state.slowestRank();
        int[] swap = bestSwap(rank, before);
        if (replicates && (swap.length == 0 || 2 * cost(costliest(rank)) >= before.nanoseconds())) {
            LayerScore swapped = swap.length == 0 ? before : tried(swap[0], swap[1]);
            int slot = bestReplica(rank, before, (before.nanoseconds() - swapped.nanoseconds()) / 2.0);
            if (slot >= 0) {
                state.host(slot, costliest(rank));
                return true;
            }
        }
        if (swap.length == 0) {
            return false;
        }
        exchange(swap[0], swap[1]);
        return true;
    }

    /** The two slots whose swap leaves their ranks fastest; empty if none helps. */
    private int[] bestSwap(int rank, LayerScore before) {
        int first = rank * layer.slotsPerRank();
        long best = before.nanoseconds();
        int[] slots = {};
        for (int slot = first; slot < first + layer.slotsPerRank(); slot++) {
            for (int other = 0; other < layer.slots(); other++) {
                int otherRank = layer.rankOf(other);
                if (otherRank == rank
                        || !accepts(otherRank, state.expert(slot))
                        || !accepts(rank, state.expert(other))) {
                    continue;
                }
                long after = state.nanosecondsAfterSwap(slot, other);
                if (after < best) {
                    best = after;
                    slots = new int[] {slot, other};
                }
            }
        }
        return slots;
    }

    /** The slot elsewhere that best hosts the costliest expert of the rank; -1 if none gains more than {@code least}. */
    private int bestReplica(int rank, LayerScore before, double least) {
        int expert = costliest(rank);
        int best = -1;
        double bestGain = least;
        for (int slot = 0; slot < layer.slots(); slot++) {
            int leaving = state.expert(slot);
            if (leaving == expert || state.replicas(leaving) < 2 || !accepts(layer.rankOf(slot), expert)) {
                continue;
            }
            state.host(slot, expert);
            LayerScore after = state.score();
            state.host(slot, leaving);
            double gain = before.nanoseconds() - after.nanoseconds();
            if (gain > bestGain && after.violations() <= before.violations()) {
                bestGain = gain;
                best = slot;
            }
        }
        return best;
    }

    private int costliest(int rank) {
        int first = rank * layer.slotsPerRank();
        int costliest = state.expert(first);
        for (int slot = first + 1; slot < first + layer.slotsPerRank(); slot++) {
            int expert = state.expert(slot);
            costliest = cost(expert) > cost(costliest) ? expert : costliest;
        }
        return costliest;
    }

    /** What a slot of the expert costs, blended over the profiles. */
    private long cost(int expert) {
        long[] costs = new long[layer.profiles().size()];
        for (int profile = 0; profile < costs.length; profile++) {
            costs[profile] = layer.profiles().get(profile).slotNanoseconds(expert, state.replicas(expert));
        }
        return layer.blend(costs);
    }

    private boolean accepts(int rank, int expert) {
        return !layer.distinctRanks() || state.hostedOn(rank, expert) == 0;
    }

    private LayerScore tried(int slot, int other) {
        exchange(slot, other);
        LayerScore score = state.score();
        exchange(slot, other);
        return score;
    }

    private void exchange(int slot, int other) {
        int expert = state.expert(slot);
        int otherExpert = state.expert(other);
        state.host(slot, otherExpert);
        state.host(other, expert);
    }
}
