package dev.meshwright.placement.experts.descent;

import dev.meshwright.placement.Budget;
import dev.meshwright.placement.experts.PlainLayer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Descent by exchanges of two slots for two: of all exchanges of a pair of slots of the slowest rank for a pair of another
 * rank, the first that brings both below the slowest rank's time by at least half of what is possible is made. k slots per
 * rank give (k (k - 1) / 2)^2 exchanges with each other rank, so that differences far below the cost of any slot can be
 * made; sorted pair sums find the best partner in O(log k). Replica counts stay.
 */
public final class PairDescent {

    /** Partners tried around the best one where replicas must not meet. */
    private static final int NEIGHBOURS = 3;

    /** Half of the gap that counts as closed by default. */
    private static final double POINTLESS_GAP = Budget.DEFAULT_CLOSED_GAP / 2;

    private final PlainLayer layer;
    private final int perRank;
    private final SlotTimes times;
    // The times' own arrays, read in every trial.
    private final int[] expertOf;
    private final long[] slotNanoseconds;
    private final long[] rankNanoseconds;
    /** [rank] pair sums in order, each with its two positions in the last bits; null where a change made them stale. */
    private final long[] @Nullable [] pairs;

    private final int numberBits;
    private final int[] firstOfPair;
    private final int[] secondOfPair;

    private PairDescent(PlainLayer layer, int[] physicalToLogical) {
        this.layer = layer;
        perRank = layer.slotsPerRank();
        times = new SlotTimes(layer, physicalToLogical);
        expertOf = times.expertOf;
        slotNanoseconds = times.slotNanoseconds;
        rankNanoseconds = times.rankNanoseconds;
        pairs = new long[layer.ranks()][];
        int count = perRank * (perRank - 1) / 2;
        firstOfPair = new int[count];
        secondOfPair = new int[count];
        numberBits = Integer.SIZE - Integer.numberOfLeadingZeros(count);
        int pair = 0;
        for (int first = 0; first < perRank; first++) {
            for (int second = first + 1; second < perRank; second++) {
                firstOfPair[pair] = first;
                secondOfPair[pair++] = second;
            }
        }
    }

    /** The improved placement, never worse than {@code physicalToLogical}; feasible if that is. */
    public static int[] descend(PlainLayer layer, int[] physicalToLogical) {
        // Sums carry the pair's number in their last digits and must not overflow.
        boolean fits =
                Long.MAX_VALUE / (4L * layer.slotsPerRank() * layer.slotsPerRank()) > 4 * layer.lowerBoundNanoseconds();
        if (layer.slotsPerRank() < 2 || layer.ranks() < 2 || !fits) {
            return physicalToLogical;
        }
        PairDescent descent = new PairDescent(layer, physicalToLogical);
        int rank = descent.times.slowestRank();
        while (descent.rankNanoseconds[rank] > goodEnough(layer) && descent.improve(rank)) {
            rank = descent.times.slowestRank();
        }
        return descent.expertOf;
    }

    private static long goodEnough(PlainLayer layer) {
        return layer.lowerBoundNanoseconds() + (long) (layer.lowerBoundNanoseconds() * POINTLESS_GAP);
    }

    private boolean improve(int rank) {
        long slowest = rankNanoseconds[rank];
        long[] mine = pairs(rank);
        long best = slowest;
        int bestRank = -1;
        int bestPair = -1;
        int bestOtherPair = -1;
        for (int other = 0; other < rankNanoseconds.length; other++) {
            long difference = slowest - rankNanoseconds[other];
            if (other == rank || difference < 2) {
                continue;
            }
            long[] its = pairs(other);
            for (long sumAndPair : mine) {
                int pair = number(sumAndPair);
                int near = position(its, sum(sumAndPair) - difference / 2);
                for (int at = Math.max(0, near - NEIGHBOURS); at < Math.min(its.length, near + NEIGHBOURS); at++) {
                    long delta = sum(sumAndPair) - sum(its[at]);
                    long after = Math.max(slowest - delta, rankNanoseconds[other] + delta);
                    if (after < best && mayExchange(rank, pair, other, number(its[at]))) {
                        best = after;
                        bestRank = other;
                        bestPair = pair;
                        bestOtherPair = number(its[at]);
                    }
                }
            }
            if (slowest - best >= (slowest - layer.lowerBoundNanoseconds()) / 2 + 1) {
                break;
            }
        }
        if (bestRank < 0) {
            return false;
        }
        exchange(rank, bestPair, bestRank, bestOtherPair);
        return true;
    }

    private long[] pairs(int rank) {
        long[] sums = pairs[rank];
        if (sums == null) {
            sums = new long[firstOfPair.length];
            int first = rank * perRank;
            for (int pair = 0; pair < sums.length; pair++) {
                long sum = slotNanoseconds[first + firstOfPair[pair]] + slotNanoseconds[first + secondOfPair[pair]];
                sums[pair] = sum << numberBits | pair;
            }
            Arrays.sort(sums);
            pairs[rank] = sums;
        }
        return sums;
    }

    private long sum(long sumAndPair) {
        return sumAndPair >> numberBits;
    }

    private int number(long sumAndPair) {
        return (int) sumAndPair & (1 << numberBits) - 1;
    }

    private int position(long[] sums, long sum) {
        int found = Arrays.binarySearch(sums, sum << numberBits);
        return found < 0 ? -found - 1 : found;
    }

    private boolean mayExchange(int rank, int pair, int other, int otherPair) {
        if (!layer.distinctRanks()) {
            return true;
        }
        int first = rank * perRank;
        int otherFirst = other * perRank;
        return free(first, pair, expertOf[otherFirst + firstOfPair[otherPair]])
                && free(first, pair, expertOf[otherFirst + secondOfPair[otherPair]])
                && free(otherFirst, otherPair, expertOf[first + firstOfPair[pair]])
                && free(otherFirst, otherPair, expertOf[first + secondOfPair[pair]]);
    }

    /** Whether the rank, without the pair that leaves, is free of the expert. */
    private boolean free(int first, int leavingPair, int expert) {
        for (int position = 0; position < perRank; position++) {
            if (expertOf[first + position] == expert
                    && position != firstOfPair[leavingPair]
                    && position != secondOfPair[leavingPair]) {
                return false;
            }
        }
        return true;
    }

    private void exchange(int rank, int pair, int other, int otherPair) {
        swap(rank * perRank + firstOfPair[pair], other * perRank + firstOfPair[otherPair]);
        swap(rank * perRank + secondOfPair[pair], other * perRank + secondOfPair[otherPair]);
    }

    private void swap(int slot, int other) {
        times.exchange(slot, other);
        pairs[slot / perRank] = null;
        pairs[other / perRank] = null;
    }
}
