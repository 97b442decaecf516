package dev.meshwright.cost.bound;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * What stages of a pipeline take at least on two kinds of GPUs, whole layers in each: so many stages count as fast, the rest as
 * slow.
 *
 * <p>Under a cap on the longest stage, stages filled one after the other hold the first layers up to a furthest one, and what
 * begins later never ends earlier, so the furthest layer that i fast and j slow stages reach follows from those of one stage
 * less, in whatever order they come. The least cap that reaches all layers is found by bisection from below.
 *
 * <p>Keeps what it counts in: one instance per thread.
 */
final class TwoKinds {

    private static final double PRECISION = 1e-4;

    /** Layers that fill a stage up to a rounding error fit: the bound may only err downwards. */
    private static final double ROUNDING = 1e-9;

    private final int layers;
    private final double[] fast;
    private final double[] slow;
    private final int[] fastEnd;
    private final int[] slowEnd;
    private final int[] furthest;

    /** Layers by what they take longer on the slow kind for a second on the fast one, most first. */
    private final int[] dearestFirst;

    private double fastSeconds;
    private double slowSeconds;

    /** Room for so many layers. */
    TwoKinds(int layers) {
        this.layers = layers;
        this.fast = new double[layers];
        this.slow = new double[layers];
        this.fastEnd = new int[layers + 1];
        this.slowEnd = new int[layers + 1];
        this.furthest = new int[layers + 1];
        this.dearestFirst = new int[layers];
    }

    /**
     * Takes seconds of every layer: the fast kind is the first of some, the slow one the rest, each layer on the best of them.
     *
     * @param seconds [kind][layer]
     * @param order of the kinds
     * @param first how many of them are fast
     */
    void take(double[][] seconds, int[] order, int first) {
        Arrays.fill(fast, Double.POSITIVE_INFINITY);
        Arrays.fill(slow, Double.POSITIVE_INFINITY);
        for (int place = 0; place < order.length; place++) {
            double[] best = place < first ? fast : slow;
            for (int layer = 0; layer < layers; layer++) {
                best[layer] = Math.min(best[layer], seconds[order[place]][layer]);
            }
        }
        fastSeconds = 0;
        slowSeconds = 0;
        for (int layer = 0; layer < layers; layer++) {
            // What is faster on the slow kind counts as equally fast on both.
            fast[layer] = Math.min(fast[layer], slow[layer]);
            fastSeconds += fast[layer];
            slowSeconds += slow[layer];
        }
        int[] sorted = IntStream.range(0, layers)
                .boxed()
                .sorted(Comparator.comparingDouble(layer -> -dearness(layer)))
                .mapToInt(Integer::intValue)
                .toArray();
        System.arraycopy(sorted, 0, dearestFirst, 0, layers);
    }

    private double dearness(int layer) {
        return fast[layer] == 0 ? Double.POSITIVE_INFINITY : (slow[layer] - fast[layer]) / fast[layer];
    }

    /**
     * Seconds of the longest of {@code stages} stages, at least.
     *
     * @param quick how many of them count as fast
     * @param atLeast seconds that it is known to take
     */
    double longest(int quick, int stages, double atLeast) {
        double impossible = Math.max(atLeast, fastSeconds / stages * (1 - ROUNDING));
        if (impossible == 0 || impossible == Double.POSITIVE_INFINITY) {
            return impossible;
        }
        double possible = impossible * (1 + PRECISION);
        while (!holds(quick, stages, possible)) {
            impossible = possible;
            possible *= 1.25;
        }
        while (possible - impossible > PRECISION * impossible) {
            double middle = (possible + impossible) / 2;
            if (holds(quick, stages, middle)) {
                possible = middle;
            } else {
                impossible = middle;
            }
        }
        return impossible;
    }

    /** Whether stages that take no longer hold all layers. */
    private boolean holds(int quick, int stages, double cap) {
        ends(fast, fastEnd, cap * (1 + ROUNDING));
        ends(slow, slowEnd, cap * (1 + ROUNDING));
        furthest[0] = 0;
        for (int held = 1; held <= quick; held++) {
            furthest[held] = fastEnd[furthest[held - 1]];
        }
        for (int left = stages - quick; left > 0 && furthest[quick] < layers; left--) {
            furthest[0] = slowEnd[furthest[0]];
            for (int held = 1; held <= quick; held++) {
                furthest[held] = Math.max(slowEnd[furthest[held]], fastEnd[furthest[held - 1]]);
            }
        }
        return furthest[quick] == layers;
    }

    /** Notes the layer after the last that a stage holds when it begins with each layer. */
    private void ends(double[] seconds, int[] end, double cap) {
        double held = 0;
        int next = 0;
        for (int from = 0; from < layers; from++) {
            if (next < from) {
                next = from;
                held = 0;
            }
            while (next < layers && held + seconds[next] <= cap) {
                held += seconds[next];
                next++;
            }
            end[from] = next;
            held = next > from ? Math.max(0, held - seconds[from]) : 0;
        }
        end[layers] = layers;
    }

    /** Seconds of all stages together, at least, where those that count as fast are busy for so long together. */
    private double sum(double busy) {
        double left = busy * (1 + ROUNDING);
        double sum = slowSeconds;
        for (int layer : dearestFirst) {
            double share = fast[layer] <= left ? 1 : left / fast[layer];
            sum -= share * (slow[layer] - fast[layer]);
            left -= share * fast[layer];
            if (share < 1) {
                break;
            }
        }
        return Math.max(sum, fastSeconds) * (1 - ROUNDING);
    }

    /**
     * The least of all stages together and {@code more} times the longest: a longer longest stage lets more layers run on the
     * fast kind, and pays while they gain more by it.
     *
     * @param longest seconds of the longest stage, at least
     */
    double together(int quick, double longest, double more) {
        if (quick == 0) {
            return sum(0) + more * longest;
        }
        double busy = 0;
        for (int layer : dearestFirst) {
            if (quick * dearness(layer) <= more) {
                break;
            }
            busy += fast[layer];
        }
        double best = Math.max(longest, busy / quick);
        return sum(quick * best) + more * best;
    }

    /**
     * The least of a cycle: as often the longest stage as there are micro-batches, or all stages and hops together if that is
     * more.
     */
    double cycle(int quick, double longest, int microBatches, double hops) {
        double shortest = longest;
        if (microBatches * shortest >= hops + sum(quick * shortest)) {
            return microBatches * shortest;
        }
        double longer = Math.max(shortest, (hops + slowSeconds) / microBatches);
        while (longer - shortest > PRECISION * shortest) {
            double middle = (longer + shortest) / 2;
            if (microBatches * middle < hops + sum(quick * middle)) {
                shortest = middle;
            } else {
                longer = middle;
            }
        }
        return microBatches * shortest;
    }
}
