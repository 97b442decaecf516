package dev.meshwright.cost.bound;

/**
 * The shortest that the longest of p stages can be when consecutive layers are split among them, memory left aside.
 *
 * <p>A cap is possible if filling stages greedily, layer by layer, needs no more than p of them; the least possible cap
 * is found by bisection, from below, to {@value #PRECISION} of its value. Every stage but the last also hands its
 * micro-batches on.
 */
public final class StageBound {

    private static final double PRECISION = 1e-4;

    private StageBound() {}

    /** Layers that fill a stage up to a rounding error fit: the bound may only err downwards. */
    private static final double ROUNDING = 1e-9;

    /**
     * Seconds of the longest stage, at least, where stages hand nothing on.
     *
     * @param layerSeconds seconds of each layer, the embedding's with the first and the head's with the last
     */
    static double shortestLongestStage(double[] layerSeconds, int stages) {
        return shortestLongestStage(layerSeconds, stages, 0);
    }

    /**
     * Seconds of the longest stage, at least.
     *
     * @param layerSeconds seconds of each layer, the embedding's with the first and the head's with the last
     * @param hopSeconds that every stage but the last takes to hand a micro-batch on
     */
    static double shortestLongestStage(double[] layerSeconds, int stages, double hopSeconds) {
        return shortestLongestStage(layerSeconds, stages, hopSeconds, new Runs(layerSeconds.length));
    }

    /** The same with a place to count runs in, of as many layers. */
    static double shortestLongestStage(double[] layerSeconds, int stages, double hopSeconds, Runs runs) {
        double sum = (stages - 1) * hopSeconds;
        double longest = 0;
        for (double seconds : layerSeconds) {
            sum += seconds;
            longest = Math.max(longest, seconds);
        }
        if (stages == 1) {
            return sum;
        }
        runs.count(layerSeconds);
        double impossible = Math.max(sum / stages, longest);
        if (runs.possible(impossible * (1 + PRECISION), stages, hopSeconds)) {
            return impossible;
        }
        double possible = sum;
        while (possible - impossible > PRECISION * impossible) {
            double middle = (possible + impossible) / 2;
            if (runs.possible(middle, stages, hopSeconds)) {
                possible = middle;
            } else {
                impossible = middle;
            }
        }
        return impossible;
    }

    /** How many layers a stage holds at most. */
    @FunctionalInterface
    interface Capacity {
        /** The layer after the last that {@code stage} holds when it begins with layer {@code from}; {@code from} if none. */
        int end(int stage, int from);

        /** Whether so many stages hold all layers, one or more each. */
        default boolean splits(int stages, int layers) {
            int from = 0;
            for (int stage = 0; stage < stages; stage++) {
                int end = Math.min(end(stage, from), layers - (stages - 1 - stage));
                if (end == from) {
                    return false;
                }
                from = end;
            }
            return from == layers;
        }
    }

    /**
     * The same where memory limits what a stage holds, which later stages hold no less of: infinite if no split fits.
     *
     * @param capacity of each stage; no larger for an earlier first layer
     */
    static double shortestLongestStage(double[] layerSeconds, int stages, double hopSeconds, Capacity capacity) {
        double free = shortestLongestStage(layerSeconds, stages, hopSeconds);
        if (possible(layerSeconds, free * (1 + PRECISION), stages, hopSeconds, capacity)) {
            return free;
        }
        double all = (stages - 1) * hopSeconds;
        for (double seconds : layerSeconds) {
            all += seconds;
        }
        if (!possible(layerSeconds, all, stages, hopSeconds, capacity)) {
            return Double.POSITIVE_INFINITY;
        }
        double impossible = free;
        double possible = all;
        while (possible - impossible > PRECISION * impossible) {
            double middle = (possible + impossible) / 2;
            if (possible(layerSeconds, middle, stages, hopSeconds, capacity)) {
                possible = middle;
            } else {
                impossible = middle;
            }
        }
        return impossible;
    }

    private static boolean possible(
            double[] layerSeconds, double cap, int stages, double hopSeconds, Capacity capacity) {
        int from = 0;
        for (int stage = 0; stage < stages; stage++) {
            // Every later stage needs a layer.
            int end = Math.min(capacity.end(stage, from), layerSeconds.length - (stages - 1 - stage));
            double left = (stage < stages - 1 ? cap - hopSeconds : cap) * (1 + ROUNDING);
            int to = from;
            while (to < end && layerSeconds[to] <= left) {
                left -= layerSeconds[to];
                to++;
            }
            if (to == from) {
                return false;
            }
            from = to;
        }
        return from == layerSeconds.length;
    }

    /** Consecutive layers that take the same, counted: models have few kinds of layers, and stages fill with many at once. */
    static final class Runs {

        private final double[] seconds;
        private final int[] layers;
        private int count;

        /** Room for so many layers. */
        Runs(int depth) {
            this.seconds = new double[depth];
            this.layers = new int[depth];
        }

        private void count(double[] layerSeconds) {
            count = 0;
            for (int layer = 0; layer < layerSeconds.length; layer++) {
                double next = layerSeconds[layer];
                if (count == 0 || seconds[count - 1] != next) {
                    seconds[count] = next;
                    layers[count++] = 0;
                }
                layers[count - 1]++;
            }
        }

        /** Whether stages of {@code cap} seconds, hops included, hold all layers when filled one after the other. */
        boolean possible(double cap, int stages, double hop) {
            int used = 1;
            double free = cap - hop;
            for (int run = 0; run < count; run++) {
                double each = seconds[run];
                int left = layers[run];
                int fit = fit(free, each, left);
                left -= fit;
                free -= fit * each;
                if (left > 0) {
                    int perStage = fit(cap - hop, each, left);
                    int between = stages - 1 - used;
                    int whole = perStage == 0 ? Math.max(0, between) : Math.min(Math.max(0, between), left / perStage);
                    used += whole;
                    left -= whole * perStage;
                    free = cap - hop - perStage * each;
                    if (left > 0) {
                        used++;
                        double capacity = used < stages ? cap - hop : cap;
                        if (used > stages || fit(capacity, each, left) < left) {
                            return false;
                        }
                        free = capacity - left * each;
                    }
                }
            }
            return true;
        }

        private static int fit(double free, double each, int most) {
            return each * most <= free ? most : (int) Math.min(most, Math.max(0, free / each + ROUNDING));
        }
    }
}
