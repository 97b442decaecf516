package dev.meshwright.placement.experts.start;

import java.util.Arrays;

/** A binary heap of numbers, the least first. */
final class LongHeap {

    private long[] keys;
    private int size;

    /** An empty heap with room for {@code capacity} numbers; it grows. */
    LongHeap(int capacity) {
        keys = new long[Math.max(1, capacity)];
    }

    boolean isEmpty() {
        return size == 0;
    }

    void add(long key) {
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, 2 * size);
        }
        int child = size++;
        while (child > 0 && keys[(child - 1) / 2] > key) {
            keys[child] = keys[(child - 1) / 2];
            child = (child - 1) / 2;
        }
        keys[child] = key;
    }

    /** Takes the least number out of a heap that is not empty. */
    long removeLeast() {
        long least = keys[0];
        long last = keys[--size];
        int parent = 0;
        for (int child = 1; child < size; child = 2 * parent + 1) {
            if (child + 1 < size && keys[child + 1] < keys[child]) {
                child++;
            }
            if (keys[child] >= last) {
                break;
            }
            keys[parent] = keys[child];
            parent = child;
        }
        keys[parent] = last;
        return least;
    }
}
