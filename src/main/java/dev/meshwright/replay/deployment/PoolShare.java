package dev.meshwright.replay.deployment;

import dev.meshwright.layout.PoolRole;
import dev.meshwright.layout.Pools;

/**
 * A part of two pools with so few instances that they can all be replayed: of large pools, numbers whose ratio is nearest to that
 * of the whole. What the part answers, the whole answers as many times as its scarcer pool has instances for.
 *
 * @param prefills instances of the part that read prompts
 * @param decodes instances of the part that write answers
 * @param times how many such parts the whole is worth
 */
record PoolShare(int prefills, int decodes, double times) {

    /** Instances of a part, at most. */
    private static final int MOST = 32;

    /** All of the pools. */
    static PoolShare whole(Pools pools) {
        return whole(
                pools.prefill().degrees().replicas(), pools.decode().degrees().replicas());
    }

    /** A part of pools that have more instances than are replayed, or all of them. */
    static PoolShare of(Pools pools) {
        return of(pools.prefill().degrees().replicas(), pools.decode().degrees().replicas());
    }

    private static PoolShare whole(int prefills, int decodes) {
        return new PoolShare(prefills, decodes, 1);
    }

    /** The same of numbers of instances. */
    static PoolShare of(int prefills, int decodes) {
        if (prefills + decodes <= MOST) {
            return whole(prefills, decodes);
        }
        PoolShare best = part(prefills, decodes, 1, 1);
        for (int all = 3; all <= MOST; all++) {
            for (int some = 1; some < all; some++) {
                PoolShare part = part(prefills, decodes, some, all - some);
                best = part.unevenness(prefills, decodes) < best.unevenness(prefills, decodes) ? part : best;
            }
        }
        return best;
    }

    private static PoolShare part(int prefills, int decodes, int some, int others) {
        return new PoolShare(some, others, Math.min((double) prefills / some, (double) decodes / others));
    }

    /** By how much the whole has more of one pool's instances than parts are counted. */
    private double unevenness(int all, int others) {
        return Math.max((double) all / prefills, (double) others / decodes) / times;
    }

    /** Instances of a pool of the part. */
    int of(PoolRole role) {
        return switch (role) {
            case PREFILL -> prefills;
            case DECODE -> decodes;
        };
    }
}
