package dev.meshwright.cost.bound;

/**
 * The shortest that the longest of p stages can be when consecutive layers are split among them, memory left aside.
 *
 * <p>A cap is possible if filling stages greedily, layer by layer, needs no more than p of them; the least possible cap
 * is found by bisection, from below, to {@value #PRECISION} of its value.
 */
final class StageBound {

    private static final double PRECISION = 1e-4;

    private StageBound() {}

    /** Layers that fill a stage up to a rounding error fit: the bound may only err downwards. */
    private static final double ROUNDING = 1e-9;

    /**
     * Seconds of the longest stage, at least.
     *
     * @param layerSeconds seconds of each layer, the embedding's with the first and the head's with the last
     */
    static double shortestLongestStage(double[] layerSeconds, int stages) {
        double sum = 0;
        double longest = 0;
        for (double seconds : layerSeconds) {
            sum += seconds;
            longest = Math.max(longest, seconds);
        }
        if (stages == 1) {
            return sum;
        }
        Runs runs = Runs.of(layerSeconds);
        double impossible = Math.max(sum / stages, longest);
        if (runs.possible(impossible * (1 + PRECISION), stages)) {
            return impossible;
        }
        double possible = sum;
        while (possible - impossible > PRECISION * impossible) {
            double middle = (possible + impossible) / 2;
            if (runs.possible(middle, stages)) {
                possible = middle;
            } else {
                impossible = middle;
            }
        }
        return impossible;
    }

    /** Consecutive layers that take the same, counted: models have few kinds of layers, and stages fill with many at once. */
    private static final class Runs {

        private final double[] seconds;
        private final int[] layers;
        private final int count;

        private Runs(double[] seconds, int[] layers, int count) {
            this.seconds = seconds;
            this.layers = layers;
            this.count = count;
        }

        static Runs of(double[] layerSeconds) {
            double[] seconds = new double[layerSeconds.length];
            int[] layers = new int[layerSeconds.length];
            int count = 0;
            for (int layer = 0; layer < layerSeconds.length; layer++) {
                double next = layerSeconds[layer];
                if (count == 0 || seconds[count - 1] != next) {
                    seconds[count++] = next;
                }
                layers[count - 1]++;
            }
            return new Runs(seconds, layers, count);
        }

        /** Whether stages of {@code cap} seconds, filled one after the other, hold all layers. */
        boolean possible(double cap, int stages) {
            int used = 1;
            double free = cap;
            for (int run = 0; run < count; run++) {
                double each = seconds[run];
                int fit = fit(free, each, layers[run]);
                int left = layers[run] - fit;
                free -= fit * each;
                if (left > 0) {
                    int perStage = fit(cap, each, left);
                    if (perStage == 0) {
                        return false;
                    }
                    int more = Math.ceilDiv(left, perStage);
                    used += more;
                    free = cap - (left - (more - 1) * perStage) * each;
                }
                if (used > stages) {
                    return false;
                }
            }
            return true;
        }

        private static int fit(double free, double each, int most) {
            return each * most <= free ? most : (int) Math.min(most, Math.max(0, free / each + ROUNDING));
        }
    }
}
