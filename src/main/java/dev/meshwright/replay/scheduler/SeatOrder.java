package dev.meshwright.replay.scheduler;

import java.util.Arrays;

/** Slots in the order in which they got their seats; any of them may leave. */
final class SeatOrder {

    private static final int NOWHERE = -1;

    private int[] before = new int[16];
    private int[] after = new int[16];
    private int last = NOWHERE;

    /** The slot that got its seat last; negative where nobody has one. */
    int newest() {
        return last;
    }

    /** The slot that got its seat before {@code slot}; negative where it is the first. */
    int olderThan(int slot) {
        return before[slot];
    }

    /** Gives {@code slot} the newest seat. */
    void add(int slot) {
        if (slot >= before.length) {
            before = Arrays.copyOf(before, 2 * slot);
            after = Arrays.copyOf(after, 2 * slot);
        }
        before[slot] = last;
        after[slot] = NOWHERE;
        if (last != NOWHERE) {
            after[last] = slot;
        }
        last = slot;
    }

    /** Takes a slot out of the order. */
    void remove(int slot) {
        if (before[slot] != NOWHERE) {
            after[before[slot]] = after[slot];
        }
        if (after[slot] == NOWHERE) {
            last = before[slot];
        } else {
            before[after[slot]] = before[slot];
        }
    }
}
