package dev.meshwright.question.search.pool;

import dev.meshwright.facts.cluster.NodeGroup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where instances of a group of nodes lie: an instance fits into one island of fast links, with others beside it, or it takes
 * whole islands to itself. What is left of an island stays idle.
 *
 * <p>How many instances of one size fit beside some of another is a packing of two sizes into equal bins, which is solved
 * exactly: the most of the second size for every number of the first. Bins in ascending order of what they hold, taken in turn,
 * make two halves whose numbers differ by no more than a bin holds, so 2k bins follow from k of them in a narrow window.
 */
final class Bins {

    private final int size;
    private final int full;
    private final int rest;

    private Bins(int size, int full, int rest) {
        this.size = size;
        this.full = full;
        this.rest = rest;
    }

    /** The islands of {@code group}. */
    static Bins of(NodeGroup group) {
        int island = group.islandSize();
        return new Bins(island, group.gpus() / island, group.gpus() % island);
    }

    /** Bins of {@code size}, and a smaller last one where {@code rest} is left. */
    static Bins of(int size, int full, int rest) {
        return new Bins(size, full, rest);
    }

    /** GPUs of all. */
    int gpus() {
        return full * size + rest;
    }

    /** Sizes that an instance may have, ascending. */
    List<Integer> sizes() {
        List<Integer> sizes = new ArrayList<>();
        for (int gpus = 1; gpus <= (full > 0 ? size : rest); gpus++) {
            sizes.add(gpus);
        }
        for (int bins = 2; bins <= full; bins++) {
            sizes.add(bins * size);
        }
        return sizes;
    }

    /** Instances of {@code gpus} that fit where nothing else is. */
    int most(int gpus) {
        return gpus > size ? full / (gpus / size) : full * (size / gpus) + rest / gpus;
    }

    /**
     * [number of the first] most instances of {@code second} GPUs beside so many of {@code first} GPUs.
     */
    int[] mostBeside(int first, int second) {
        int[] most = new int[most(first) + 1];
        for (int number = 0; number < most.length; number++) {
            most[number] = -1;
        }
        if (first > size || second > size) {
            for (int number = 0; number < most.length; number++) {
                most[number] = besideWhole(first, number, second);
            }
            return most;
        }
        int[] equal = equal(full, first, second);
        System.arraycopy(equal, 0, most, 0, equal.length);
        if (rest > 0) {
            add(rest, first, second, most);
        }
        return most;
    }

    /** The same of so many equal bins, for every number of the first size that fits. */
    private int[] equal(int bins, int first, int second) {
        if (bins == 0) {
            return new int[] {0};
        }
        int each = size / first;
        if (bins % 2 == 1) {
            int[] most = Arrays.copyOf(equal(bins - 1, first, second), bins * each + 1);
            Arrays.fill(most, (bins - 1) * each + 1, most.length, -1);
            add(size, first, second, most);
            return most;
        }
        int[] half = equal(bins / 2, first, second);
        int[] most = new int[bins * each + 1];
        for (int number = 0; number < most.length; number++) {
            int last = Math.min(Math.min(half.length - 1, number), (number + each) / 2);
            for (int here = number - last; here <= last; here++) {
                most[number] = Math.max(most[number], half[here] + half[number - here]);
            }
        }
        return most;
    }

    /** Where one of the sizes takes whole bins. */
    private int besideWhole(int first, int number, int second) {
        if (first > size) {
            int left = full - number * (first / size);
            return second > size ? left / (second / size) : left * (size / second) + rest / second;
        }
        // Small ones fill the smaller bin first: it holds none of the large ones.
        int outside = Math.max(0, number - rest / first);
        int taken = Math.ceilDiv(outside, size / first);
        return (full - taken) / (second / size);
    }

    /** One bin more. */
    private static void add(int bin, int first, int second, int[] most) {
        int[] before = most.clone();
        Arrays.fill(most, -1);
        for (int number = 0; number < most.length; number++) {
            for (int here = 0; here <= number && here * first <= bin; here++) {
                int known = before[number - here];
                if (known >= 0) {
                    most[number] = Math.max(most[number], known + (bin - here * first) / second);
                }
            }
        }
    }

    /**
     * GPUs of the group, from 0, of each instance: {@code firsts} of {@code first} GPUs and then {@code seconds} of {@code
     * second}; empty where they do not fit.
     */
    List<int[]> place(int first, int firsts, int second, int seconds) {
        int[] free = new int[full + (rest > 0 ? 1 : 0)];
        Arrays.fill(free, size);
        if (rest > 0) {
            free[full] = rest;
        }
        List<int[]> ofFirst = new ArrayList<>();
        List<int[]> ofSecond = new ArrayList<>();
        boolean fits = whole(first, firsts, free, ofFirst) && whole(second, seconds, free, ofSecond);
        int smallFirsts = first > size ? 0 : firsts;
        int smallSeconds = second > size ? 0 : seconds;
        int[] here = fits ? split(free, first, smallFirsts, second, smallSeconds) : new int[0];
        if (!fits || here.length < free.length) {
            return List.of();
        }
        for (int bin = 0; bin < free.length; bin++) {
            int next = bin * size;
            for (int i = 0; i < here[bin]; i++) {
                ofFirst.add(range(next, first));
                next += first;
            }
            int end = bin * size + free[bin];
            while (ofSecond.size() < seconds && second <= size && next + second <= end) {
                ofSecond.add(range(next, second));
                next += second;
            }
        }
        ofFirst.addAll(ofSecond);
        return ofFirst.size() == firsts + seconds ? ofFirst : List.of();
    }

    /** Gives instances of whole bins theirs, from the first free one on. */
    private boolean whole(int gpus, int number, int[] free, List<int[]> placed) {
        if (gpus <= size) {
            return true;
        }
        int bin = 0;
        for (int i = 0; i < number; i++) {
            while (bin < full && free[bin] < size) {
                bin++;
            }
            if (bin + gpus / size > full) {
                return false;
            }
            placed.add(range(bin * size, gpus));
            Arrays.fill(free, bin, bin + gpus / size, 0);
        }
        return true;
    }

    private static int[] range(int from, int count) {
        int[] range = new int[count];
        Arrays.setAll(range, index -> from + index);
        return range;
    }

    /** [bin] instances of the first size in each so that as many of the second fit; shorter where they do not. */
    private static int[] split(int[] free, int first, int firsts, int second, int seconds) {
        int[][] most = new int[free.length + 1][firsts + 1];
        Arrays.fill(most[0], -1);
        most[0][0] = 0;
        for (int bin = 0; bin < free.length; bin++) {
            most[bin + 1] = most[bin].clone();
            add(free[bin], first, second, most[bin + 1]);
        }
        if (most[free.length][firsts] < seconds) {
            return new int[0];
        }
        int[] here = new int[free.length];
        int left = firsts;
        for (int bin = free.length - 1; bin >= 0; bin--) {
            while (!comesFrom(most, bin, left, here[bin], free[bin], first, second)) {
                here[bin]++;
            }
            left -= here[bin];
        }
        return here;
    }

    private static boolean comesFrom(int[][] most, int bin, int number, int here, int free, int first, int second) {
        int before = most[bin][number - here];
        return before >= 0 && before + (free - here * first) / second == most[bin + 1][number];
    }
}
