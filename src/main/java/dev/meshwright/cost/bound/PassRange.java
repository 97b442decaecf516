package dev.meshwright.cost.bound;

import dev.meshwright.cost.serving.PassTimes;

/**
 * What a micro-batch's pass takes at least, for every batch of a box.
 *
 * <p>A pass over more sequences takes no less time, and no more time per sequence, since all kernels and messages do:
 * {@code T(B) >= T(B1)} and {@code T(B) / B >= T(B2) / B2} for B from B1 to B2. Steps that grow past captured graphs jump: the
 * second holds only where both ends are launched alike. With m micro-batches n = m B sequences are in flight:
 *
 * <pre>
 *   m longest(B) / n = longest(B) / B >= longest(B2) / B2         way(B) / n >= way(B1) / n_hi, way(B2) / (B2 m2)
 * </pre>
 *
 * @param box of batches
 * @param small pass over its smallest micro-batch
 * @param large pass over its largest
 * @param alike whether time per sequence may be compared
 */
record PassRange(BatchBox box, PassTimes small, PassTimes large, boolean alike) {

    /** The same for a narrower box: its largest micro-batch takes no less per sequence than that of this one. */
    PassRange narrowed(BatchBox narrower) {
        double share = (double) narrower.largest() / box.largest();
        return new PassRange(
                narrower, small, new PassTimes(large.sumSeconds() * share, large.maxSeconds() * share), alike);
    }

    /** Seconds of a cycle of all micro-batches. */
    double cycle() {
        return Math.max(box.fewest() * small.maxSeconds(), small.sumSeconds());
    }

    /** Seconds of a cycle per sequence in flight. */
    double cyclePerSequence() {
        return Math.max(longestPerSequence(), wayPerSequence());
    }

    /** Seconds in the longest stage per sequence of the micro-batch. */
    double longestPerSequence() {
        double atSmallest = small.maxSeconds() / box.largest();
        return alike ? Math.max(atSmallest, large.maxSeconds() / box.largest()) : atSmallest;
    }

    /** Seconds of the whole way per sequence in flight. */
    double wayPerSequence() {
        double atSmallest = small.sumSeconds() / box.inFlight();
        return alike ? Math.max(atSmallest, large.sumSeconds() / ((double) box.largest() * box.most())) : atSmallest;
    }
}
