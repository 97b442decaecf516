package dev.meshwright.placement.experts.start;

import dev.meshwright.placement.experts.PlainLayer;
import java.util.Arrays;

/**
 * Longest processing time first (Graham 1969) with equally many slots per rank: the costliest replica goes to the rank
 * with the least time so far that still has a free slot and does not hold the expert already.
 */
public final class GreedyPacking {
    private final PlainLayer layer;
    private final int[] physicalToLogical;
    private final int[] used;
    private final long[] rankNanoseconds;
    private final boolean[][] holds;

    /**
     * Ranks with a free slot by {@code nanoseconds x ranks + rank}, so that the least busy comes first, and of equals the
     * first; entries that a later one outdates stay until they come up.
     */
    private final LongHeap open;

    private long[] held = new long[8];

    private GreedyPacking(PlainLayer layer) {
        this.layer = layer;
        physicalToLogical = new int[layer.slots()];
        used = new int[layer.ranks()];
        rankNanoseconds = new long[layer.ranks()];
        holds = new boolean[layer.ranks()][layer.experts()];
        open = new LongHeap(2 * layer.ranks());
        for (int rank = 0; rank < used.length; rank++) {
            open.add(rank);
        }
    }

    /**
     * Places the replicas of all experts.
     *
     * @param replicas [expert], each at least 1, the slots in sum
     * @return [slot] expert
     */
    public static int[] place(PlainLayer layer, int[] replicas) {
        long[] nanoseconds = new long[layer.experts()];
        Arrays.setAll(nanoseconds, expert -> layer.slotNanoseconds(expert, replicas[expert]));
        int[] order = Order.descending(nanoseconds);
        GreedyPacking packing = new GreedyPacking(layer);
        for (int expert : order) {
            for (int replica = 0; replica < replicas[expert]; replica++) {
                packing.add(expert, nanoseconds[expert], replicas);
            }
        }
        return packing.physicalToLogical;
    }

    private void add(int expert, long nanoseconds, int[] replicas) {
        int rank = leastBusy(layer.distinctRanks() ? expert : -1);
        if (rank < 0) {
            int free = leastBusy(-1);
            makeWay(expert, nanoseconds, free, replicas);
        } else {
            put(rank, used[rank]++, expert, nanoseconds);
        }
    }

    private int leastBusy(int excludedExpert) {
        int passed = 0;
        int best = -1;
        while (best < 0 && !open.isEmpty()) {
            long next = open.removeLeast();
            int rank = (int) (next % used.length);
            boolean current = used[rank] < layer.slotsPerRank() && rankNanoseconds[rank] == next / used.length;
            if (current) {
                held = passed < held.length ? held : Arrays.copyOf(held, 2 * passed);
                held[passed++] = next;
                best = excludedExpert < 0 || !holds[rank][excludedExpert] ? rank : -1;
            }
        }
        for (int i = 0; i < passed; i++) {
            open.add(held[i]);
        }
        return best;
    }

    /**
     * All ranks with a free slot hold the expert already. Some full rank does not (there are at least as many ranks as
     * replicas), and one of its experts is not on the free rank (which holds fewer): that one moves over and makes way.
     */
    private void makeWay(int expert, long nanoseconds, int free, int[] replicas) {
        for (int rank = 0; rank < used.length; rank++) {
            if (holds[rank][expert]) {
                continue;
            }
            for (int slot = rank * layer.slotsPerRank(); slot < (rank + 1) * layer.slotsPerRank(); slot++) {
                int moved = physicalToLogical[slot];
                if (!holds[free][moved]) {
                    long movedNanoseconds = layer.slotNanoseconds(moved, replicas[moved]);
                    rankNanoseconds[rank] -= movedNanoseconds;
                    holds[rank][moved] = false;
                    put(free, used[free]++, moved, movedNanoseconds);
                    put(rank, slot - rank * layer.slotsPerRank(), expert, nanoseconds);
                    return;
                }
            }
        }
        throw new IllegalStateException("No rank can take expert %d.".formatted(expert));
    }

    private void put(int rank, int position, int expert, long nanoseconds) {
        physicalToLogical[rank * layer.slotsPerRank() + position] = expert;
        rankNanoseconds[rank] += nanoseconds;
        holds[rank][expert] = true;
        if (used[rank] < layer.slotsPerRank()) {
            open.add(rankNanoseconds[rank] * used.length + rank);
        }
    }
}
