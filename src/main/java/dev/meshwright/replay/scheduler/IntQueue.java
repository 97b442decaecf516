package dev.meshwright.replay.scheduler;

import java.util.Arrays;

/** Whole numbers first in, first out, with a way back to the head; grows, and never boxes. */
final class IntQueue {

    private int[] values = new int[16];
    private int head;
    private int size;

    int size() {
        return size;
    }

    int first() {
        return values[head];
    }

    int get(int index) {
        return values[head + index & values.length - 1];
    }

    void add(int value) {
        grow();
        values[head + size & values.length - 1] = value;
        size++;
    }

    void addFirst(int value) {
        grow();
        head = head - 1 & values.length - 1;
        values[head] = value;
        size++;
    }

    int remove() {
        int value = values[head];
        head = head + 1 & values.length - 1;
        size--;
        return value;
    }

    void clear() {
        head = 0;
        size = 0;
    }

    private void grow() {
        if (size == values.length) {
            int[] larger = Arrays.copyOfRange(values, head, head + 2 * size);
            System.arraycopy(values, 0, larger, size - head, head);
            values = larger;
            head = 0;
        }
    }
}
