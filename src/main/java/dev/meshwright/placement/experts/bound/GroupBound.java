package dev.meshwright.placement.experts.bound;

import java.util.Arrays;
import java.util.function.ToLongFunction;

/**
 * A lower bound where each group of experts stays on one node: a node's ranks cannot beat the bound of its own groups, and
 * of all ways to deal the groups out to the nodes the best one leaves the slowest node fastest. Exact over the deals by
 * dynamic programming over sets of groups; the bound of each node is that of {@link ReplicationBound}.
 */
public final class GroupBound {

    /** With more groups than this the sets are too many; then only the mean and the bound without groups are known. */
    private static final int MOST_GROUPS = 16;

    private final ToLongFunction<int[]> boundOfNode;
    private final int experts;
    private final int groups;
    private final int perNode;

    private GroupBound(ToLongFunction<int[]> boundOfNode, int experts, int nodes, int groups) {
        this.boundOfNode = boundOfNode;
        this.experts = experts;
        this.groups = groups;
        perNode = groups / nodes;
    }

    /**
     * Nanoseconds of the slowest rank that no placement with whole groups beats.
     *
     * @param free the bound where groups are free
     * @param boundOfNode the bound of a node that hosts the experts given
     */
    public static long nanoseconds(long free, ToLongFunction<int[]> boundOfNode, int experts, int nodes, int groups) {
        return groups > MOST_GROUPS || nodes == 1
                ? free
                : Math.max(free, new GroupBound(boundOfNode, experts, nodes, groups).best());
    }

    private long best() {
        // [set of groups] the slowest node's bound when these groups fill whole nodes; the lowest free group is dealt
        // first.
        long[] best = new long[1 << groups];
        Arrays.fill(best, Long.MAX_VALUE);
        best[0] = 0;
        long[] ofNode = new long[1 << groups];
        Arrays.fill(ofNode, -1);
        for (int dealt = 0; dealt < best.length; dealt++) {
            if (best[dealt] == Long.MAX_VALUE) {
                continue;
            }
            int free = ~dealt & best.length - 1;
            int lowest = Integer.lowestOneBit(free);
            for (int node = free; node > 0; node = node - 1 & free) {
                if ((node & lowest) != 0 && Integer.bitCount(node) == perNode) {
                    if (ofNode[node] < 0) {
                        ofNode[node] = bound(node);
                    }
                    best[dealt | node] = Math.min(best[dealt | node], Math.max(best[dealt], ofNode[node]));
                }
            }
        }
        return best[best.length - 1];
    }

    private long bound(int node) {
        int expertsPerGroup = experts / groups;
        int[] hosted = new int[perNode * expertsPerGroup];
        int count = 0;
        for (int group = 0; group < groups; group++) {
            for (int expert = 0; (node >> group & 1) != 0 && expert < expertsPerGroup; expert++) {
                hosted[count++] = group * expertsPerGroup + expert;
            }
        }
        return boundOfNode.applyAsLong(hosted);
    }
}
