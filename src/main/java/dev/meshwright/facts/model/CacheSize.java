package dev.meshwright.facts.model;

/**
 * What a sequence keeps between two tokens.
 *
 * @param bytesPerToken bytes that one more token adds while no window is full
 * @param bytesPerTokenPastWindows bytes that one more token adds to a sequence longer than every window
 * @param stateBytes bytes that a sequence holds whatever its length
 */
public record CacheSize(double bytesPerToken, double bytesPerTokenPastWindows, double stateBytes) {

    /** A sequence longer than any window in use, so that its growth is that of the unwindowed layers alone. */
    private static final double BEYOND_WINDOWS = 1L << 40;

    /** The cache of a whole model on one rank. */
    public static CacheSize of(Model model) {
        Precision cache = model.precisions().keyValueCache();
        double first = 0;
        double late = 0;
        double state = 0;
        for (Layer layer : model.layers()) {
            first += layer.mixer().cacheBytes(1, 1, cache);
            late += (layer.mixer().cacheBytes(2 * BEYOND_WINDOWS, 1, cache)
                            - layer.mixer().cacheBytes(BEYOND_WINDOWS, 1, cache))
                    / BEYOND_WINDOWS;
            state += layer.mixer().stateBytes(1);
        }
        return new CacheSize(first, late, state);
    }

    /** Bytes of the KV cache and state of one sequence of {@code context} tokens on one rank. */
    public static double ofSequence(Model model, double context) {
        Precision cache = model.precisions().keyValueCache();
        double sum = 0;
        for (Layer layer : model.layers()) {
            sum += layer.mixer().cacheBytes(context, 1, cache) + layer.mixer().stateBytes(1);
        }
        return sum;
    }
}
