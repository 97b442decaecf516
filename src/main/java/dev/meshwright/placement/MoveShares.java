package dev.meshwright.placement;

import java.util.Arrays;

/** How many of the allowed moves each layer gets. */
final class MoveShares {

    private MoveShares() {}

    /** [layer] moves, as even as whole numbers can be; without a migration no limit. */
    static long[] of(PlacementProblem problem) {
        long[] shares = new long[problem.layers()];
        if (problem.migration().isEmpty()) {
            Arrays.fill(shares, Long.MAX_VALUE);
            return shares;
        }
        long all = Math.min(problem.migration().get().maxMoves(), (long) problem.layers() * problem.slots());
        Arrays.setAll(shares, layer -> all * (layer + 1) / shares.length - all * layer / shares.length);
        return shares;
    }
}
