package dev.meshwright.question.place;

import dev.meshwright.placement.experts.ExpertPlacement;

/**
 * Slots whose expert comes to a rank that did not hold it: where it lies within a rank costs nothing.
 *
 * @param all of them, over all layers
 * @param ofBusiest those of the rank that receives most
 */
record Moves(long all, long ofBusiest) {

    static Moves of(ExpertPlacement before, ExpertPlacement after, int ranks) {
        long[] received = new long[ranks];
        int slotsPerRank = after.slots() / ranks;
        for (int layer = 0; layer < after.layers(); layer++) {
            int[] from = before.layer(layer);
            int[] to = after.layer(layer);
            for (int rank = 0; rank < ranks; rank++) {
                int start = rank * slotsPerRank;
                boolean[] taken = new boolean[slotsPerRank];
                for (int slot = start; slot < start + slotsPerRank; slot++) {
                    received[rank] += held(from, to[slot], start, taken) ? 0 : 1;
                }
            }
        }
        long all = 0;
        long busiest = 0;
        for (long ofRank : received) {
            all += ofRank;
            busiest = Math.max(busiest, ofRank);
        }
        return new Moves(all, busiest);
    }

    /** Whether a slot of the rank held the expert that no other slot has taken over. */
    private static boolean held(int[] from, int expert, int start, boolean[] taken) {
        for (int slot = 0; slot < taken.length; slot++) {
            if (!taken[slot] && from[start + slot] == expert) {
                taken[slot] = true;
                return true;
            }
        }
        return false;
    }
}
