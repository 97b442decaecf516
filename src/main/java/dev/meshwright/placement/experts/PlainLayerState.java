package dev.meshwright.placement.experts;

import java.util.Arrays;

/**
 * The rank times of a {@link PlainLayer}, kept up to date in O(replicas of the two experts) per changed slot: a change
 * of the replica count moves the cost of every slot that hosts the expert.
 */
final class PlainLayerState implements LayerState {
    private final PlainLayer layer;
    private final int slotsPerRank;
    private final int[] expertOf;
    private final int[] replicas;
    private final int[][] slotsOf;
    private final int[][] hosted;
    private final long[] rankNanoseconds;
    private long squares;
    private long missing;
    private long sameRankPairs;

    PlainLayerState(PlainLayer layer, int[] physicalToLogical) {
        this.layer = layer;
        slotsPerRank = layer.slotsPerRank();
        expertOf = new int[layer.slots()];
        replicas = new int[layer.experts()];
        slotsOf = new int[layer.experts()][2];
        hosted = new int[layer.ranks()][layer.experts()];
        rankNanoseconds = new long[layer.ranks()];
        missing = layer.experts();
        for (int slot = 0; slot < expertOf.length; slot++) {
            add(slot, physicalToLogical[slot]);
        }
    }

    @Override
    public void host(int slot, int expert) {
        if (expertOf[slot] != expert) {
            remove(slot);
            add(slot, expert);
        }
    }

    @Override
    public int expert(int slot) {
        return expertOf[slot];
    }

    @Override
    public int replicas(int expert) {
        return replicas[expert];
    }

    @Override
    public int hostedOn(int rank, int expert) {
        return hosted[rank][expert];
    }

    @Override
    public LayerScore score() {
        long slowest = 0;
        for (long time : rankNanoseconds) {
            slowest = Math.max(slowest, time);
        }
        return new LayerScore(missing + (layer.distinctRanks() ? sameRankPairs : 0), slowest, squares);
    }

    @Override
    public int slowestRank() {
        int slowest = 0;
        for (int rank = 1; rank < rankNanoseconds.length; rank++) {
            if (rankNanoseconds[rank] > rankNanoseconds[slowest]) {
                slowest = rank;
            }
        }
        return slowest;
    }

    @Override
    public long nanosecondsAfterSwap(int slot, int otherSlot) {
        long delta = slotNanoseconds(otherSlot) - slotNanoseconds(slot);
        return Math.max(
                rankNanoseconds[slot / slotsPerRank] + delta, rankNanoseconds[otherSlot / slotsPerRank] - delta);
    }

    @Override
    public int[] physicalToLogical() {
        return expertOf.clone();
    }

    private long slotNanoseconds(int slot) {
        return layer.slotNanoseconds(expertOf[slot], replicas[expertOf[slot]]);
    }

    private void add(int slot, int expert) {
        int before = replicas[expert];
        long after = layer.slotNanoseconds(expert, before + 1);
        if (before == 0) {
            missing--;
        } else {
            changeSlots(expert, after - layer.slotNanoseconds(expert, before));
        }
        if (before == slotsOf[expert].length) {
            slotsOf[expert] = Arrays.copyOf(slotsOf[expert], 2 * before);
        }
        slotsOf[expert][before] = slot;
        replicas[expert] = before + 1;
        expertOf[slot] = expert;
        int rank = slot / slotsPerRank;
        sameRankPairs += hosted[rank][expert]++;
        changeRank(rank, after);
    }

    private void remove(int slot) {
        int expert = expertOf[slot];
        int before = replicas[expert];
        long cost = layer.slotNanoseconds(expert, before);
        int[] slots = slotsOf[expert];
        int position = 0;
        while (slots[position] != slot) {
            position++;
        }
        slots[position] = slots[before - 1];
        replicas[expert] = before - 1;
        int rank = slot / slotsPerRank;
        sameRankPairs -= --hosted[rank][expert];
        changeRank(rank, -cost);
        if (before == 1) {
            missing++;
        } else {
            changeSlots(expert, layer.slotNanoseconds(expert, before - 1) - cost);
        }
    }

    private void changeSlots(int expert, long deltaNanoseconds) {
        for (int position = 0; position < replicas[expert]; position++) {
            changeRank(slotsOf[expert][position] / slotsPerRank, deltaNanoseconds);
        }
    }

    private void changeRank(int rank, long deltaNanoseconds) {
        squares -= layer.square(rankNanoseconds[rank]);
        rankNanoseconds[rank] += deltaNanoseconds;
        squares += layer.square(rankNanoseconds[rank]);
    }
}
