package dev.meshwright.placement.experts.bound;

import java.util.Arrays;
import java.util.PriorityQueue;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;

/**
 * A lower bound on the slowest rank of a layer, over all replica counts and places: the largest of
 *
 * <ol>
 *   <li>the mean rank time under the cheapest replication: min over counts c_e >= 1, sum c_e = slots, of sum c_e f_e(c_e),
 *       divided by the ranks. The minimum is taken over the lower convex hull of c f_e(c), where buying the cheapest
 *       increment again and again is exact; with proportional costs the total is the same for all counts.
 *   <li>the smallest time M for which the slots suffice: an expert needs replicas until one of them fits beside the
 *       cheapest possible other slots of a rank; and since a rank holds at most j - 1 slots that cost more than M / j, the
 *       experts whose replicas stay above M / j may take at most (j - 1) x ranks slots, the others need replicas until they
 *       are below it (a 0/1 knapsack, relaxed to fractions; j = 2 to 4 at most).
 *   <li>with two slots per rank, the smallest M for which every costly slot can find a cheap partner.
 * </ol>
 *
 * f_e(c) is the cost of one of c slots hosting e. The second generalises "heaviest replica at its best replication".
 */
public final class ReplicationBound {

    /** Heavy-slot classes looked at: above M/2, M/3, M/4; a guess at where more work stops paying. */
    private static final int MAX_SLOTS_IN_CLASS = 4;

    /** Thresholds at which pairs are counted; a trade of time for tightness. */
    private static final int PAIRING_SAMPLES = 12;

    /** Rank times are told apart to this part when pairs are counted; {@link PairingBound} is the finer tool. */
    private static final double PAIRING_RESOLUTION = 1e-3;

    /** Relative rounding error allowed to a sum of up to 10^4 doubles, so that the bound stays a bound. */
    private static final double ROUNDING = 1e-12;

    private final SlotTable layer;
    private final long partnersNanoseconds;

    public ReplicationBound(SlotTable layer) {
        this.layer = layer;
        partnersNanoseconds = partnersNanoseconds();
    }

    /**
     * The least that the other slots of a rank can cost together: each hosts an expert of its own if ranks must be distinct
     * or no slot is spare, else they may all be replicas of the cheapest.
     */
    private long partnersNanoseconds() {
        long[] cheapest = new long[layer.experts()];
        for (int expert = 0; expert < cheapest.length; expert++) {
            cheapest[expert] = layer.slotNanoseconds(expert, layer.maxReplicas());
        }
        Arrays.sort(cheapest);
        boolean distinct = layer.distinctRanks() || layer.slots() == layer.experts();
        long partners = 0;
        for (int slot = 0; slot < layer.slotsPerRank() - 1; slot++) {
            partners += cheapest[distinct ? slot : 0];
        }
        return partners;
    }

    public long nanoseconds() {
        long mean = meanNanoseconds();
        long fits = least(mean, Math.max(mean, sufficientNanoseconds()), 0, this::mayFit);
        if (layer.slotsPerRank() != 2) {
            return fits;
        }
        long resolution = (long) (fits * PAIRING_RESOLUTION);
        return least(fits, Math.max(fits, sufficientNanoseconds()), resolution, this::costlySlotsMayPair);
    }

    /** The least time that passes, or up to {@code resolution} less; {@code high} passes, and all above one that passes do. */
    private static long least(long low, long high, long resolution, LongPredicate passes) {
        // Most layers are bound by the mean alone: that is asked first.
        if (passes.test(low)) {
            return low;
        }
        long refused = low;
        long passed = high;
        // The least time is near the low end: steps that double find it sooner than halves.
        for (long step = 1 + resolution; refused + step < passed; step *= 2) {
            if (passes.test(refused + step)) {
                passed = refused + step;
            } else {
                refused += step;
            }
        }
        while (passed - refused > 1 + resolution) {
            long middle = refused + (passed - refused) / 2;
            if (passes.test(middle)) {
                passed = middle;
            } else {
                refused = middle;
            }
        }
        return refused + 1;
    }

    /** Even without replicas on top and all heavy slots on one rank this is enough: a start for the bisection. */
    private long sufficientNanoseconds() {
        long heaviest = 0;
        for (int expert = 0; expert < layer.experts(); expert++) {
            heaviest = Math.max(heaviest, layer.slotNanoseconds(expert, 1));
        }
        return heaviest * layer.slotsPerRank();
    }

    private boolean mayFit(long rankNanoseconds) {
        long room = rankNanoseconds - partnersNanoseconds;
        int[] needed = new int[layer.experts()];
        long slots = 0;
        for (int expert = 0; expert < needed.length; expert++) {
            needed[expert] = replicasToReach(expert, room);
            slots += needed[expert];
        }
        if (slots > layer.slots()) {
            return false;
        }
        int classes = Math.min(layer.slotsPerRank(), MAX_SLOTS_IN_CLASS);
        for (int perRank = 2; perRank <= classes; perRank++) {
            if (!heavySlotsMayFit(rankNanoseconds / perRank, (long) (perRank - 1) * layer.ranks(), needed, slots)) {
                return false;
            }
        }
        return true;
    }

    /**
     * With two slots per rank, each slot that costs more than a (at least M / 2) needs a partner of at most M - a. Counted for
     * some a: costly slots minus possible partners must reach 0 by buying replicas.
     */
    private boolean costlySlotsMayPair(long rankNanoseconds) {
        int[] needed = new int[layer.experts()];
        Arrays.setAll(needed, expert -> replicasToReach(expert, rankNanoseconds - partnersNanoseconds));
        long slots = Arrays.stream(needed).asLongStream().sum();
        if (slots > layer.slots()) {
            return false;
        }
        long[] costly = IntStream.range(0, needed.length)
                .mapToLong(expert -> layer.slotNanoseconds(expert, needed[expert]))
                .filter(nanoseconds -> 2 * nanoseconds > rankNanoseconds + 1)
                .sorted()
                .toArray();
        for (int sample = 1; costly.length > 0 && sample <= PAIRING_SAMPLES; sample++) {
            long above = costly[(int) ((long) (costly.length - 1) * sample / PAIRING_SAMPLES)] - 1;
            if (!mayPair(above, rankNanoseconds - above - 1, needed, layer.slots() - slots)) {
                return false;
            }
        }
        return true;
    }

    /**
     * An expert that buys x replicas until its slots are partners gains its costly slots and all its new ones; on the way it
     * may stop being costly. Its best gain per replica, fractions allowed, bounds what the spare slots can gain; replicas of
     * experts that are partners already gain one each.
     */
    private boolean mayPair(long above, long partnerLimit, int[] needed, double spare) {
        double excess = 0;
        double[][] offers = new double[needed.length][];
        int count = 0;
        for (int expert = 0; expert < needed.length; expert++) {
            long nanoseconds = layer.slotNanoseconds(expert, needed[expert]);
            if (nanoseconds <= partnerLimit) {
                excess -= needed[expert];
                continue;
            }
            double costly = nanoseconds > above ? needed[expert] : 0;
            excess += costly;
            int cheap = replicasToReach(expert, above);
            int partner = replicasToReach(expert, partnerLimit);
            double perReplica = (costly + partner) / (partner - needed[expert]);
            if (costly > 0) {
                perReplica = Math.max(perReplica, costly / (cheap - needed[expert]));
            }
            offers[count++] = new double[] {perReplica, partner - needed[expert]};
        }
        double[][] best = Arrays.copyOf(offers, count);
        Arrays.sort(best, (left, right) -> Double.compare(right[0], left[0]));
        for (double[] offer : best) {
            double bought = Math.min(spare, offer[1]);
            excess -= bought * offer[0];
            spare -= bought;
        }
        return excess - spare <= 0;
    }

    /**
     * Whether replicas can be bought so that at most {@code maxHeavy} slots stay above {@code light}. Turning expert e light
     * removes its {@code needed[e]} heavy slots for (replicas to reach light - needed[e]) more slots.
     */
    private boolean heavySlotsMayFit(long light, long maxHeavy, int[] needed, long slots) {
        double[][] saving = new double[needed.length][];
        int heavyExperts = 0;
        long heavy = 0;
        for (int expert = 0; expert < needed.length; expert++) {
            if (layer.slotNanoseconds(expert, needed[expert]) > light) {
                heavy += needed[expert];
                int extra = replicasToReach(expert, light) - needed[expert];
                saving[heavyExperts++] = new double[] {(double) extra / needed[expert], extra, needed[expert]};
            }
        }
        double spare = layer.slots() - slots;
        double excess = heavy - maxHeavy;
        double[][] byPrice = Arrays.copyOf(saving, heavyExperts);
        Arrays.sort(byPrice, (left, right) -> Double.compare(left[0], right[0]));
        for (double[] expert : byPrice) {
            if (excess <= 0) {
                break;
            }
            double part = Math.min(1, excess / expert[2]);
            excess -= part * expert[2];
            spare -= part * expert[1];
        }
        return excess <= 0 && spare >= 0;
    }

    /** Replicas after which a slot of the expert costs at most {@code limit}; more than all slots if none suffice. */
    private int replicasToReach(int expert, long limit) {
        int most = layer.maxReplicas();
        if (layer.slotNanoseconds(expert, most) > limit) {
            return layer.slots() + 1;
        }
        int low = 1;
        int high = most;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (layer.slotNanoseconds(expert, middle) <= limit) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private long meanNanoseconds() {
        double total = 0;
        PriorityQueue<Segment> increments = new PriorityQueue<>();
        for (int expert = 0; expert < layer.experts(); expert++) {
            total += layer.slotNanoseconds(expert, 1);
            hull(expert, 1).ifPresentIn(increments);
        }
        int spare = layer.slots() - layer.experts();
        while (spare > 0 && !increments.isEmpty()) {
            Segment cheapest = increments.remove();
            int bought = Math.min(spare, cheapest.to - cheapest.from);
            total += bought * cheapest.slope;
            spare -= bought;
            hull(cheapest.expert, cheapest.to).ifPresentIn(increments);
        }
        return (long) Math.ceil(total / layer.ranks() * (1 - ROUNDING));
    }

    /** The segment of the lower convex hull of c f(c) that starts at {@code from} replicas. */
    private Segment hull(int expert, int from) {
        double start = (double) from * layer.slotNanoseconds(expert, from);
        double slope = Double.POSITIVE_INFINITY;
        int to = from;
        for (int replicas = from + 1; replicas <= layer.maxReplicas(); replicas++) {
            double candidate =
                    ((double) replicas * layer.slotNanoseconds(expert, replicas) - start) / (replicas - from);
            if (candidate <= slope) {
                slope = candidate;
                to = replicas;
            }
        }
        return new Segment(expert, from, to, slope);
    }

    private record Segment(int expert, int from, int to, double slope) implements Comparable<Segment> {
        void ifPresentIn(PriorityQueue<Segment> queue) {
            if (to > from) {
                queue.add(this);
            }
        }

        @Override
        public int compareTo(Segment other) {
            int bySlope = Double.compare(slope, other.slope);
            return bySlope != 0 ? bySlope : Integer.compare(expert, other.expert);
        }
    }
}
