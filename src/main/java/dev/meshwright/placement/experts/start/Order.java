package dev.meshwright.placement.experts.start;

/** Sorting numbers by a key without boxing them: merge sort from short runs upwards, equal keys in their order. */
final class Order {

    private Order() {}

    /** The indices of {@code keys}, largest key first. */
    static int[] descending(long[] keys) {
        int[] order = new int[keys.length];
        for (int index = 0; index < order.length; index++) {
            order[index] = index;
        }
        int[] merged = new int[order.length];
        for (int run = 1; run < order.length; run *= 2) {
            for (int first = 0; first < order.length; first += 2 * run) {
                merge(keys, order, merged, first, Math.min(first + run, order.length), first + 2 * run);
            }
            int[] swapped = order;
            order = merged;
            merged = swapped;
        }
        return order;
    }

    private static void merge(long[] keys, int[] from, int[] to, int first, int middle, int beyond) {
        int end = Math.min(beyond, from.length);
        int left = first;
        int right = middle;
        for (int at = first; at < end; at++) {
            boolean takesLeft = left < middle && (right >= end || keys[from[left]] >= keys[from[right]]);
            to[at] = takesLeft ? from[left++] : from[right++];
        }
    }
}
