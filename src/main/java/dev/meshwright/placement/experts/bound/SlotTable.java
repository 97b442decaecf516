package dev.meshwright.placement.experts.bound;

/** What the bounds know of a layer: how many slots there are and what each of them costs its rank. */
public interface SlotTable {

    /** Logical experts of the layer. */
    int experts();

    /** Ranks over which the slots are spread evenly. */
    int ranks();

    /** Slots of each rank. */
    int slotsPerRank();

    /** Slots of all ranks. */
    int slots();

    /** Whether the replicas of one expert must lie on different ranks. */
    boolean distinctRanks();

    /** The most replicas that one expert can have while all others are hosted. */
    int maxReplicas();

    /** Nanoseconds that each slot hosting {@code expert} costs its rank when {@code replicas} slots host it. */
    long slotNanoseconds(int expert, int replicas);
}
