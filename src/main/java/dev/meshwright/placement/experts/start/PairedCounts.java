package dev.meshwright.placement.experts.start;

import dev.meshwright.placement.experts.LayerScore;
import dev.meshwright.placement.experts.PlainLayer;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Replica counts for ranks of two slots, where counts decide everything: once they are given, the costliest slot beside the
 * cheapest, the next beside the next, and so on is the best pairing (of two crossing pairs one is at least as slow). Counts
 * are annealed on what the pairs of that pairing exceed a target by; the target follows the best counts found.
 */
public final class PairedCounts {

    /** The target lies this part below the best so far; this and the temperatures: measured, ADR 4. */
    private static final double TARGET = 1e-3;

    /** Temperatures, in parts of the target. */
    private static final double HOT = 2e-3;

    private static final double COLD = 3e-5;

    /** Slots looked at per layer at most: 40,000 trials with 288 slots, some 20 ms. */
    private static final long WORK = 11_520_000;

    /** Trials per expert: as many as that for 256 experts; few experts have few counts to choose from. */
    private static final int TRIALS_PER_EXPERT = 160;

    /** Old and new cost of the two experts. */
    private static final int EDITS = 4;

    private final PlainLayer layer;
    private final int[] replicas;
    /** Replicated experts in any order, the first {@link #giverCount} entries, and where each expert stands among them. */
    private final int[] givers;

    private final int[] giverAt;
    private int giverCount;
    /** Costs of all slots in order, and the same after the trial under way. */
    private long[] sorted;

    private long[] trial;
    private long trialSlowest;
    private double target;

    // The changes of a trial: so many slots of a cost fewer, so many more, at a place in the order.
    private final long[] editCost = new long[EDITS];
    private final int[] editAt = new int[EDITS];
    private final int[] editDrops = new int[EDITS];
    private final int[] editAdds = new int[EDITS];
    private int edits;

    private PairedCounts(PlainLayer layer, int[] replicas) {
        this.layer = layer;
        this.replicas = replicas;
        givers = new int[replicas.length];
        giverAt = new int[replicas.length];
        sorted = new long[layer.slots()];
        trial = new long[layer.slots()];
        int slot = 0;
        for (int expert = 0; expert < replicas.length; expert++) {
            if (replicas[expert] > 1) {
                addGiver(expert);
            }
            for (int replica = 0; replica < replicas[expert]; replica++) {
                sorted[slot++] = layer.slotNanoseconds(expert, replicas[expert]);
            }
        }
        Arrays.sort(sorted);
    }

    /** The better of {@code placed} and of what annealing its replica counts and pairing anew gives. */
    public static int[] improve(PlainLayer layer, int[] placed) {
        LayerScore score = layer.score(placed);
        if (score.nanoseconds() <= layer.lowerBoundNanoseconds() || layer.slots() == layer.experts()) {
            return placed;
        }
        int[] replicas = new int[layer.experts()];
        for (int expert : placed) {
            replicas[expert]++;
        }
        // The same for the same layer: a construction, not a search with a seed of its own.
        int[] counts = new PairedCounts(layer, replicas).run(trials(layer), new SplittableRandom(0));
        int[] paired = paired(layer, counts);
        return layer.score(paired).compareTo(score) < 0 ? paired : placed;
    }

    private static long trials(PlainLayer layer) {
        return Math.min(WORK / layer.slots(), (long) TRIALS_PER_EXPERT * layer.experts());
    }

    private int[] run(long trials, SplittableRandom random) {
        int[] best = replicas.clone();
        long bestSlowest = slowest(sorted);
        target = bestSlowest * (1 - TARGET);
        double energy = energy(sorted, Double.POSITIVE_INFINITY);
        double cooling = Math.pow(COLD / HOT, 1.0 / Math.max(1, trials));
        double temperature = HOT;
        for (long count = 0; count < trials && giverCount > 0; count++) {
            temperature *= cooling;
            int giver = givers[random.nextInt(giverCount)];
            int receiver = random.nextInt(replicas.length);
            if (receiver == giver || replicas[receiver] >= layer.maxReplicas()) {
                continue;
            }
            tryMove(giver, receiver);
            double allowed = energy - temperature * Math.log(random.nextDouble());
            double after = energy(trial, allowed);
            if (after <= allowed) {
                keep(giver, receiver);
                energy = after;
                if (trialSlowest < bestSlowest) {
                    bestSlowest = trialSlowest;
                    best = replicas.clone();
                    target = bestSlowest * (1 - TARGET);
                    energy = energy(sorted, Double.POSITIVE_INFINITY);
                    if (bestSlowest <= layer.lowerBoundNanoseconds()) {
                        break;
                    }
                }
            }
        }
        return best;
    }

    /** Fills {@link #trial} with the costs after one replica has gone from one expert to another. */
    private void tryMove(int giver, int receiver) {
        edits = 0;
        edit(layer.slotNanoseconds(giver, replicas[giver]), replicas[giver], 0);
        edit(layer.slotNanoseconds(receiver, replicas[receiver]), replicas[receiver], 0);
        edit(layer.slotNanoseconds(giver, replicas[giver] - 1), 0, replicas[giver] - 1);
        edit(layer.slotNanoseconds(receiver, replicas[receiver] + 1), 0, replicas[receiver] + 1);
        int from = 0;
        int to = 0;
        for (int index = 0; index < edits; index++) {
            int kept = editAt[index] - from;
            if (kept > 0) {
                System.arraycopy(sorted, from, trial, to, kept);
                to += kept;
                from += kept;
            }
            from += editDrops[index];
            for (int count = editAdds[index]; count > 0; count--) {
                trial[to++] = editCost[index];
            }
        }
        System.arraycopy(sorted, from, trial, to, sorted.length - from);
    }

    /** One more change of {@link #sorted}, kept in order of cost. Slots of equal cost are as good as each other. */
    private void edit(long cost, int drops, int adds) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < cost) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        int at = edits++;
        while (at > 0 && editCost[at - 1] > cost) {
            editCost[at] = editCost[at - 1];
            editAt[at] = editAt[at - 1];
            editDrops[at] = editDrops[at - 1];
            editAdds[at] = editAdds[at - 1];
            at--;
        }
        editCost[at] = cost;
        editAt[at] = low;
        editDrops[at] = drops;
        editAdds[at] = adds;
    }

    private void keep(int giver, int receiver) {
        if (--replicas[giver] == 1) {
            int last = givers[--giverCount];
            givers[giverAt[giver]] = last;
            giverAt[last] = giverAt[giver];
        }
        if (++replicas[receiver] == 2) {
            addGiver(receiver);
        }
        long[] before = sorted;
        sorted = trial;
        trial = before;
    }

    private void addGiver(int expert) {
        giverAt[expert] = giverCount;
        givers[giverCount++] = expert;
    }

    /** What the pairs exceed the target by, in parts of the target; anything above {@code limit} as soon as it is there. */
    private double energy(long[] costs, double limit) {
        double sum = 0;
        double most = limit * target;
        long slowest = 0;
        for (int low = 0, high = costs.length - 1; low < high; low++, high--) {
            long pair = costs[low] + costs[high];
            if (pair > target) {
                slowest = Math.max(slowest, pair);
                sum += pair - target;
                if (sum > most) {
                    break;
                }
            }
        }
        trialSlowest = Math.max(slowest, (long) target);
        return sum / target;
    }

    private static long slowest(long[] costs) {
        long slowest = 0;
        for (int low = 0, high = costs.length - 1; low < high; low++, high--) {
            slowest = Math.max(slowest, costs[low] + costs[high]);
        }
        return slowest;
    }

    /** The best pairing of these counts; where replicas must not meet, conflicts are resolved by the best exchange. */
    private static int[] paired(PlainLayer layer, int[] replicas) {
        int[] expertOf = new int[layer.slots()];
        int next = 0;
        for (int expert = 0; expert < replicas.length; expert++) {
            Arrays.fill(expertOf, next, next + replicas[expert], expert);
            next += replicas[expert];
        }
        long[] costs = layer.slotNanoseconds(expertOf);
        int[] order = Order.descending(costs);
        int[] placed = new int[expertOf.length];
        for (int rank = 0; rank < layer.ranks(); rank++) {
            placed[2 * rank] = expertOf[order[rank]];
            placed[2 * rank + 1] = expertOf[order[order.length - 1 - rank]];
        }
        for (int rank = 0; layer.distinctRanks() && rank < layer.ranks(); rank++) {
            if (placed[2 * rank] == placed[2 * rank + 1]) {
                separate(layer, replicas, placed, rank);
            }
        }
        return placed;
    }

    private static void separate(PlainLayer layer, int[] replicas, int[] placed, int rank) {
        int expert = placed[2 * rank];
        long cost = layer.slotNanoseconds(expert, replicas[expert]);
        long least = Long.MAX_VALUE;
        int with = -1;
        for (int slot = 0; slot < placed.length; slot++) {
            int beside = placed[slot ^ 1];
            if (placed[slot] != expert && beside != expert) {
                long here = cost + layer.slotNanoseconds(placed[slot], replicas[placed[slot]]);
                long there = cost + layer.slotNanoseconds(beside, replicas[beside]);
                if (Math.max(here, there) < least) {
                    least = Math.max(here, there);
                    with = slot;
                }
            }
        }
        if (with >= 0) {
            placed[2 * rank] = placed[with];
            placed[with] = expert;
        }
    }
}
