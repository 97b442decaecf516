package dev.meshwright.placement.experts;

/** A working placement of one layer: changed slot by slot, scored at any moment. Not thread-safe. */
public interface LayerState {

    /** Puts {@code expert} into {@code slot} in place of what was there. */
    void host(int slot, int expert);

    /** The expert in {@code slot}. */
    int expert(int slot);

    /** Equal to {@link LayerObjective#score} of the present slots. */
    LayerScore score();

    /** The first of the ranks that take longest: only a change there can make the layer faster. */
    int slowestRank();

    /** How many slots host {@code expert}. */
    int replicas(int expert);

    /** How many slots of {@code rank} host {@code expert}. */
    int hostedOn(int rank, int expert);

    /** The longer of the two ranks' times once the experts of the two slots (on different ranks) have changed places. */
    long nanosecondsAfterSwap(int slot, int otherSlot);

    /** A copy of [slot] to expert. */
    int[] physicalToLogical();
}
