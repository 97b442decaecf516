package dev.meshwright.cost.efficiency;

/**
 * Time of the attention core of one layer over new tokens: scores, softmax and values, without the projections.
 *
 * <pre>
 * compute = 2 heads tokens (averageContext + edgeKeys) (keySize + valueSize + softmaxSize) / (peak x computeFraction)
 * movement = bytes of queries, keys, values, output and cache / (bandwidth x memoryFraction)
 * seconds = launch + (1 + halfRows / (heads x tokens)) x compute + movement
 * </pre>
 *
 * <p>{@code softmaxSize} expresses the exponentials as head elements: their cost per score does not depend on the head
 * size, so small heads reach less of the peak. {@code edgeKeys} are the keys per query computed in vain in the tiles on
 * the diagonal; {@code halfRows} the query rows (heads x tokens) at which half of the multiprocessors have work.
 */
public record PrefillAttentionSurface(
        double computeFraction,
        double softmaxSize,
        double edgeKeys,
        double halfRows,
        double memoryFraction,
        double launchSeconds) {

    public PrefillAttentionSurface {
        Constants.requireShare("computeFraction", computeFraction);
        Constants.requireNotNegative("softmaxSize", softmaxSize);
        Constants.requireNotNegative("edgeKeys", edgeKeys);
        Constants.requireNotNegative("halfRows", halfRows);
        Constants.requireShare("memoryFraction", memoryFraction);
        Constants.requireNotNegative("launchSeconds", launchSeconds);
    }

    /**
     * Seconds of the attention core.
     *
     * @param tokens new tokens of all sequences of the step on this attention rank
     * @param averageContext keys that a token attends to, on average (S/2 in causal prefill of S tokens without a
     *     prefix; at most the window in sliding-window layers)
     * @param queryHeads query heads on this GPU
     * @param keyValueHeads key-value heads on this GPU
     * @param keySize elements of a query and a key head (MLA: the parts with and without rotation together)
     * @param valueSize elements of a value head
     * @param cacheBytesPerElement storage of the KV cache
     * @param peakFlops dense peak of the attention arithmetic, FLOP/s
     * @param memoryBandwidth bytes per second
     */
    public double seconds(
            double tokens,
            double averageContext,
            double queryHeads,
            double keyValueHeads,
            double keySize,
            double valueSize,
            double cacheBytesPerElement,
            double peakFlops,
            double memoryBandwidth) {
        double rows = queryHeads * tokens;
        double compute = 2
                * (rows + halfRows)
                * (averageContext + edgeKeys)
                * (keySize + valueSize + softmaxSize)
                / (peakFlops * computeFraction);
        double bytes = tokens * (keySize + valueSize) * (2 * queryHeads + (4 + cacheBytesPerElement) * keyValueHeads);
        return launchSeconds + compute + bytes / (memoryBandwidth * memoryFraction);
    }

    /** The same at {@code share} of its rate and with at most {@code keys} computed in vain. */
    PrefillAttentionSurface tuned(double share, double keys) {
        return new PrefillAttentionSurface(
                computeFraction * share,
                softmaxSize,
                Math.min(edgeKeys, keys),
                halfRows,
                memoryFraction,
                launchSeconds);
    }
}
