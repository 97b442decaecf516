package dev.meshwright.placement.pipeline;

/**
 * What a stage computes for one micro-batch.
 *
 * @param layerNanoseconds [layer][kind] one layer on a GPU kind
 * @param firstNanoseconds [kind] more on the first stage (embedding)
 * @param lastNanoseconds [kind] more on the last stage (final norm, LM head, loss or sampling)
 */
public record StageWork(long[][] layerNanoseconds, long[] firstNanoseconds, long[] lastNanoseconds) {

    public StageWork {
        long[][] layers = new long[layerNanoseconds.length][];
        for (int layer = 0; layer < layers.length; layer++) {
            layers[layer] = layerNanoseconds[layer].clone();
            if (layers[layer].length != firstNanoseconds.length || layers[layer].length != lastNanoseconds.length) {
                throw new IllegalArgumentException("layerNanoseconds[%d] has %d GPU kinds, first %d and last %d."
                        .formatted(layer, layers[layer].length, firstNanoseconds.length, lastNanoseconds.length));
            }
        }
        layerNanoseconds = layers;
        firstNanoseconds = firstNanoseconds.clone();
        lastNanoseconds = lastNanoseconds.clone();
    }

    public int layers() {
        return layerNanoseconds.length;
    }

    public int kinds() {
        return firstNanoseconds.length;
    }

    @Override
    public long[][] layerNanoseconds() {
        long[][] copy = new long[layerNanoseconds.length][];
        for (int layer = 0; layer < copy.length; layer++) {
            copy[layer] = layerNanoseconds[layer].clone();
        }
        return copy;
    }

    @Override
    public long[] firstNanoseconds() {
        return firstNanoseconds.clone();
    }

    @Override
    public long[] lastNanoseconds() {
        return lastNanoseconds.clone();
    }
}
