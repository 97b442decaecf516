package dev.meshwright.cost;

/**
 * The shortest that the longest of p stages can be when consecutive layers are split among them, memory left aside.
 *
 * <p>A cap is possible if filling stages greedily, layer by layer, needs no more than p of them; the least possible cap
 * is found by bisection, from below, to {@value #PRECISION} of its value.
 */
final class StageBound {

    private static final double PRECISION = 1e-4;

    private StageBound() {}

    /**
     * Seconds of the longest stage, at least.
     *
     * @param layerSeconds seconds of each layer
     * @param embedding seconds before the first layer, on the first stage
     * @param head seconds after the last layer, on the last stage
     */
    static double shortestLongestStage(double[] layerSeconds, double embedding, double head, int stages) {
        double sum = 0;
        double longest = 0;
        for (int layer = 0; layer < layerSeconds.length; layer++) {
            double seconds = seconds(layerSeconds, layer, embedding, head);
            sum += seconds;
            longest = Math.max(longest, seconds);
        }
        if (stages == 1) {
            return sum;
        }
        double impossible = Math.max(sum / stages, longest);
        if (possible(impossible * (1 + PRECISION), layerSeconds, embedding, head, stages)) {
            return impossible;
        }
        double possible = sum;
        while (possible - impossible > PRECISION * impossible) {
            double middle = (possible + impossible) / 2;
            if (possible(middle, layerSeconds, embedding, head, stages)) {
                possible = middle;
            } else {
                impossible = middle;
            }
        }
        return impossible;
    }

    private static boolean possible(double cap, double[] layerSeconds, double embedding, double head, int stages) {
        int used = 1;
        double filled = 0;
        for (int layer = 0; layer < layerSeconds.length; layer++) {
            double seconds = seconds(layerSeconds, layer, embedding, head);
            if (filled + seconds > cap && filled > 0) {
                used++;
                filled = 0;
                if (used > stages) {
                    return false;
                }
            }
            filled += seconds;
        }
        return filled <= cap;
    }

    /** The first layer goes with the embedding, the last one with the head. */
    private static double seconds(double[] layerSeconds, int layer, double embedding, double head) {
        return layerSeconds[layer] + (layer == 0 ? embedding : 0) + (layer == layerSeconds.length - 1 ? head : 0);
    }
}
