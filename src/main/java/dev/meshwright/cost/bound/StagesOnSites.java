package dev.meshwright.cost.bound;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The shortest that the longest stage of one replica can be where its stages lie on several kinds of GPUs, whole layers in each.
 *
 * <p>A stage is as slow as its slowest GPU, so one that lies on several kinds takes no less time than on any of them: it counts
 * as one of the last of these in some order of the kinds. The stages that count as the first k kinds then lie on GPUs of these
 * alone, which have room for {@code floor(GPUs / GPUs of a stage)} of them. Under a cap on the longest stage, stages filled one
 * after the other hold the first layers up to a furthest one, and what begins later never ends earlier, so the furthest layer
 * that some stages of each kind reach follows from those of one stage less: a small dynamic programme over their numbers finds
 * whether a cap holds all layers in any order of the stages. The least cap is found by bisection from below.
 */
final class StagesOnSites {

    private static final double PRECISION = 1e-4;

    /** Layers that fill a stage up to a rounding error fit: the bound may only err downwards. */
    private static final double ROUNDING = 1e-9;

    /** With more combinations of stages than this nothing is said. */
    private static final int MOST_COMBINATIONS = 1 << 14;

    private final int stages;
    private final int layers;

    /** [kind in order][layer] seconds of all layers before. */
    private final double[][] before;

    /** [kind in order] stages that count as it or as one before it, at most. */
    private final int[] room;

    /** [kind in order] to the next of its numbers of stages. */
    private final int[] strides;

    private final int combinations;

    /**
     * Stages of a replica.
     *
     * @param seconds [kind][layer], the embedding's with the first and the head's with the last
     * @param gpusOfSite GPUs of each kind
     */
    StagesOnSites(double[][] seconds, int[] gpusOfSite, int gpusPerStage, int stages) {
        this.stages = stages;
        this.layers = seconds[0].length;
        int[] order = IntStream.range(0, seconds.length)
                .boxed()
                .sorted(Comparator.comparingDouble(
                        kind -> Arrays.stream(seconds[kind]).sum()))
                .mapToInt(Integer::intValue)
                .toArray();
        before = new double[order.length][layers + 1];
        room = new int[order.length];
        strides = new int[order.length];
        long all = 1;
        int held = 0;
        for (int kind = 0; kind < order.length; kind++) {
            held += gpusOfSite[order[kind]];
            room[kind] = Math.min(stages, held / gpusPerStage);
            strides[kind] = (int) Math.min(Integer.MAX_VALUE, all);
            all = Math.min(all, MOST_COMBINATIONS + 1L) * (room[kind] + 1);
            for (int layer = 0; layer < layers; layer++) {
                before[kind][layer + 1] = before[kind][layer] + seconds[order[kind]][layer];
            }
        }
        combinations = all > MOST_COMBINATIONS ? 0 : (int) all;
    }

    /** Seconds of the longest stage, at least; infinite where the GPUs have no room for the stages. */
    double shortestLongestStage() {
        if (room[room.length - 1] < stages) {
            return Double.POSITIVE_INFINITY;
        }
        if (combinations == 0) {
            return 0;
        }
        double possible =
                Arrays.stream(before).mapToDouble(sums -> sums[layers]).max().orElseThrow();
        double impossible = 0;
        for (int layer = 0; layer < layers; layer++) {
            impossible += fastest(layer) / stages;
        }
        impossible *= 1 - ROUNDING;
        while (possible - impossible > PRECISION * impossible) {
            double middle = (possible + impossible) / 2;
            if (holds(middle)) {
                possible = middle;
            } else {
                impossible = middle;
            }
        }
        return impossible;
    }

    private double fastest(int layer) {
        double least = Double.POSITIVE_INFINITY;
        for (double[] sums : before) {
            least = Math.min(least, sums[layer + 1] - sums[layer]);
        }
        return least;
    }

    /** Whether stages that take no longer hold all layers. */
    private boolean holds(double cap) {
        int[] furthest = new int[combinations];
        for (int combination = 1; combination < combinations; combination++) {
            int counted = 0;
            boolean fits = true;
            int reached = 0;
            for (int kind = 0; kind < strides.length; kind++) {
                int number = combination / strides[kind] % (room[kind] + 1);
                counted += number;
                fits = fits && counted <= room[kind];
                if (fits && number > 0) {
                    reached = Math.max(reached, end(kind, furthest[combination - strides[kind]], cap));
                }
            }
            furthest[combination] = fits ? reached : 0;
            if (fits && reached == layers) {
                return true;
            }
        }
        return false;
    }

    /** The layer after the last that a stage on a kind holds when it begins with layer {@code from}. */
    private int end(int kind, int from, double cap) {
        double most = before[kind][from] + cap * (1 + ROUNDING);
        int holds = from;
        int exceeds = layers + 1;
        while (exceeds - holds > 1) {
            int middle = (holds + exceeds) / 2;
            if (before[kind][middle] <= most) {
                holds = middle;
            } else {
                exceeds = middle;
            }
        }
        return holds;
    }
}
