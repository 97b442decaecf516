package dev.meshwright.replay.scheduler;

import java.util.Arrays;

/** Sequences by the decode step that makes their last token, the earliest on top; of equals the lower slot. */
final class EndHeap {

    private static final int SLOT_BITS = 24;

    private long[] keys = new long[16];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    long firstStep() {
        return keys[0] >> SLOT_BITS;
    }

    int firstSlot() {
        return (int) (keys[0] & (1 << SLOT_BITS) - 1);
    }

    void add(long step, int slot) {
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, 2 * size);
        }
        long key = step << SLOT_BITS | slot;
        int at = size++;
        while (at > 0 && keys[(at - 1) / 2] > key) {
            keys[at] = keys[(at - 1) / 2];
            at = (at - 1) / 2;
        }
        keys[at] = key;
    }

    void remove() {
        long last = keys[--size];
        int at = 0;
        for (int child = 1; child < size; child = 2 * at + 1) {
            if (child + 1 < size && keys[child + 1] < keys[child]) {
                child++;
            }
            if (last <= keys[child]) {
                break;
            }
            keys[at] = keys[child];
            at = child;
        }
        keys[at] = last;
    }
}
