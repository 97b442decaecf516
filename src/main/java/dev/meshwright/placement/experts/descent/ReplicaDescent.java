package dev.meshwright.placement.experts.descent;

import dev.meshwright.placement.experts.LayerScore;
import dev.meshwright.placement.experts.PlainLayer;
import dev.meshwright.placement.experts.start.GreedyPacking;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Descent over replica counts: one replica is taken from a replicated expert and given to an expert of the slowest rank, or
 * to one of the cheapest experts (a still cheaper partner for a costly one), the whole layer is packed anew, and the change
 * is kept if the layer becomes faster. Ends when no such exchange helps or the lower bound is reached. Pays where ranks have
 * few slots, because there the counts, not the places, decide.
 */
public final class ReplicaDescent {

    /** How many of the cheapest experts are tried as receivers: a guess, not tuned. */
    private static final int CHEAPEST_RECEIVERS = 4;

    private final PlainLayer layer;
    private final int[] replicas;
    private int[] physicalToLogical;
    private LayerScore score;

    private ReplicaDescent(PlainLayer layer, int[] physicalToLogical) {
        this.layer = layer;
        this.physicalToLogical = physicalToLogical;
        score = layer.score(physicalToLogical);
        replicas = new int[layer.experts()];
        for (int expert : physicalToLogical) {
            replicas[expert]++;
        }
    }

    /** The improved placement, never worse than {@code physicalToLogical}. */
    public static int[] descend(PlainLayer layer, int[] physicalToLogical) {
        ReplicaDescent descent = new ReplicaDescent(layer, physicalToLogical);
        while (descent.score.nanoseconds() > layer.lowerBoundNanoseconds() && descent.improve()) {
            // Each round lowers the score.
        }
        return descent.physicalToLogical;
    }

    /** Makes the first exchange that helps. */
    private boolean improve() {
        int slowest = layer.start(physicalToLogical).slowestRank();
        if (!oneSlotDecides(slowest)) {
            return false;
        }
        for (int receiver : receivers(slowest)) {
            for (int giver = 0; giver < replicas.length; giver++) {
                if (mayHelp(giver, receiver)) {
                    replicas[giver]--;
                    replicas[receiver]++;
                    int[] packed = GreedyPacking.place(layer, replicas);
                    LayerScore candidate = layer.score(packed);
                    if (candidate.compareTo(score) < 0) {
                        score = candidate;
                        physicalToLogical = packed;
                        return true;
                    }
                    replicas[giver]++;
                    replicas[receiver]--;
                }
            }
        }
        return false;
    }

    /** Whether one slot takes at least half of the rank's time; else places can even it out, and counts hardly matter. */
    private boolean oneSlotDecides(int rank) {
        return onRank(rank)
                .anyMatch(expert -> 2 * layer.slotNanoseconds(expert, replicas[expert]) >= score.nanoseconds());
    }

    private boolean mayHelp(int giver, int receiver) {
        return giver != receiver
                && replicas[giver] > 1
                && replicas[receiver] < layer.maxReplicas()
                && layer.slotNanoseconds(giver, replicas[giver] - 1) <= score.nanoseconds();
    }

    private IntStream onRank(int rank) {
        int first = rank * layer.slotsPerRank();
        return IntStream.range(first, first + layer.slotsPerRank()).map(slot -> physicalToLogical[slot]);
    }

    private int[] receivers(int slowestRank) {
        IntStream cheapest = IntStream.range(0, layer.experts())
                .boxed()
                .sorted(Comparator.comparingLong(expert -> layer.slotNanoseconds(expert, replicas[expert])))
                .limit(CHEAPEST_RECEIVERS)
                .mapToInt(Integer::intValue);
        return IntStream.concat(onRank(slowestRank), cheapest).distinct().toArray();
    }
}
