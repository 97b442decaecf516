package dev.meshwright.placement.pipeline;

/** What a stage computes for one micro-batch. */
public final class StageWork {

    private final long[][] layerNanoseconds;
    private final long[] firstNanoseconds;
    private final long[] lastNanoseconds;

    /**
     * Nanoseconds of a micro-batch.
     *
     * @param layerNanoseconds [layer][kind] one layer on a GPU kind
     * @param firstNanoseconds [kind] more on the first stage (embedding)
     * @param lastNanoseconds [kind] more on the last stage (final norm, LM head, loss or sampling)
     */
    public StageWork(long[][] layerNanoseconds, long[] firstNanoseconds, long[] lastNanoseconds) {
        long[][] layers = new long[layerNanoseconds.length][];
        for (int layer = 0; layer < layers.length; layer++) {
            layers[layer] = layerNanoseconds[layer].clone();
            if (layers[layer].length != firstNanoseconds.length || layers[layer].length != lastNanoseconds.length) {
                throw new IllegalArgumentException("layerNanoseconds[%d] has %d GPU kinds, first %d and last %d."
                        .formatted(layer, layers[layer].length, firstNanoseconds.length, lastNanoseconds.length));
            }
        }
        this.layerNanoseconds = layers;
        this.firstNanoseconds = firstNanoseconds.clone();
        this.lastNanoseconds = lastNanoseconds.clone();
    }

    public int layers() {
        return layerNanoseconds.length;
    }

    public int kinds() {
        return firstNanoseconds.length;
    }

    /** A copy: [layer][kind]. */
    public long[][] layerNanoseconds() {
        long[][] copy = new long[layerNanoseconds.length][];
        for (int layer = 0; layer < copy.length; layer++) {
            copy[layer] = layerNanoseconds[layer].clone();
        }
        return copy;
    }

    /** A copy: [kind]. */
    public long[] firstNanoseconds() {
        return firstNanoseconds.clone();
    }

    /** A copy: [kind]. */
    public long[] lastNanoseconds() {
        return lastNanoseconds.clone();
    }
}
