package dev.meshwright.placement.experts.annealing;

import dev.meshwright.placement.experts.ExpertLayer;

/** Which expert sits where while {@link Annealing} runs: slots, replicas and ranks in flat arrays that change together. */
final class SlotBook {

    private final ExpertLayer layer;
    private final int slotsPerRank;
    private final int experts;
    /** [slot] to expert. */
    final int[] expertOf;
    /** [expert] number of slots. */
    final int[] replicas;
    /** [expert][replica] to slot, as many entries as there are replicas. */
    final int[][] slotsOf;
    /** [rank x experts + expert] number of slots. */
    final short[] hosted;

    /** @param most replicas of one expert */
    SlotBook(ExpertLayer layer, int[] start, int most) {
        this.layer = layer;
        slotsPerRank = layer.slotsPerRank();
        experts = layer.experts();
        expertOf = start.clone();
        replicas = new int[experts];
        slotsOf = new int[experts][most + 1];
        hosted = new short[layer.ranks() * experts];
        for (int slot = 0; slot < expertOf.length; slot++) {
            int expert = expertOf[slot];
            slotsOf[expert][replicas[expert]++] = slot;
            hosted[slot / slotsPerRank * experts + expert]++;
        }
    }

    /** The nodes that host an expert, a bit each. */
    long mask(int expert) {
        long mask = 0;
        for (int index = 0; index < replicas[expert]; index++) {
            mask |= 1L << layer.nodeOf(slotsOf[expert][index] / slotsPerRank);
        }
        return mask;
    }

    /** Whether a rank may take an expert. */
    boolean mayHost(int rank, int expert) {
        return !layer.distinctRanks() || hosted[rank * experts + expert] == 0;
    }

    /** Two slots exchange their experts. */
    void exchange(int slot, int other) {
        int expert = expertOf[slot];
        int otherExpert = expertOf[other];
        replaceSlot(expert, slot, other);
        replaceSlot(otherExpert, other, slot);
        expertOf[slot] = otherExpert;
        expertOf[other] = expert;
        int rank = slot / slotsPerRank * experts;
        int otherRank = other / slotsPerRank * experts;
        hosted[rank + expert]--;
        hosted[otherRank + expert]++;
        hosted[otherRank + otherExpert]--;
        hosted[rank + otherExpert]++;
    }

    private void replaceSlot(int expert, int slot, int by) {
        int[] slots = slotsOf[expert];
        int index = 0;
        while (slots[index] != slot) {
            index++;
        }
        slots[index] = by;
    }

    /** One replica of what is in {@code slot} less, one of {@code gaining} more in {@code target}, what was there to {@code slot}. */
    void relocate(int slot, int gaining, int target) {
        int losing = expertOf[slot];
        int displaced = expertOf[target];
        int rank = slot / slotsPerRank * experts;
        int targetRank = target / slotsPerRank * experts;
        removeSlot(losing, slot);
        hosted[rank + losing]--;
        if (slot != target) {
            replaceSlot(displaced, target, slot);
            hosted[targetRank + displaced]--;
            hosted[rank + displaced]++;
            expertOf[slot] = displaced;
        }
        slotsOf[gaining][replicas[gaining]++] = target;
        hosted[targetRank + gaining]++;
        expertOf[target] = gaining;
    }

    /** Takes {@link #relocate} back. */
    void undoRelocation(int slot, int losing, int gaining, int target, int displaced) {
        int rank = slot / slotsPerRank * experts;
        int targetRank = target / slotsPerRank * experts;
        removeSlot(gaining, target);
        hosted[targetRank + gaining]--;
        if (slot != target) {
            replaceSlot(displaced, slot, target);
            hosted[targetRank + displaced]++;
            hosted[rank + displaced]--;
            expertOf[target] = displaced;
        }
        slotsOf[losing][replicas[losing]++] = slot;
        hosted[rank + losing]++;
        expertOf[slot] = losing;
    }

    private void removeSlot(int expert, int slot) {
        int[] slots = slotsOf[expert];
        int last = --replicas[expert];
        for (int index = 0; index < last; index++) {
            if (slots[index] == slot) {
                slots[index] = slots[last];
                return;
            }
        }
    }
}
