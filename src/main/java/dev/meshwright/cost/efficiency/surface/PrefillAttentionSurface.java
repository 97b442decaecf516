package dev.meshwright.cost.efficiency.surface;

/**
 * Time of the attention core of one layer over new tokens: scores, softmax and values, without the projections.
 *
 * <pre>
 * score    = sqrt((2 (keySize + valueSize) / (peak x computeFraction))^2 + softmaxSeconds^2)
 * movement = bytes of queries, keys, values, output and cache / (bandwidth x memoryFraction)
 * seconds  = launch + (heads tokens + halfRows) (averageContext + edgeKeys) score + movement
 * </pre>
 *
 * <p>{@code softmaxSeconds} is what the exponential and the sums of one score take on the whole GPU beside the matrix units,
 * which they partly hide behind: the longer of the two counts almost alone. It does not depend on the head size nor on the
 * matrix units' peak, so small heads reach less of a high peak and a GPU with a low one does not feel it. {@code edgeKeys}
 * are the keys per query computed in vain in the tiles on the diagonal; {@code halfRows} the query rows (heads x tokens) at
 * which half of the multiprocessors have work.
 *
 * @param computeFraction share of the dense peak that the two products would reach alone
 * @param softmaxSeconds seconds per score on the whole GPU
 * @param edgeKeys keys per query computed in vain
 * @param halfRows query rows at which half of the multiprocessors work
 * @param memoryFraction share of the memory bandwidth that operands and results reach
 * @param launchSeconds fixed time
 */
public record PrefillAttentionSurface(
        double computeFraction,
        double softmaxSeconds,
        double edgeKeys,
        double halfRows,
        double memoryFraction,
        double launchSeconds) {

    public PrefillAttentionSurface {
        Constants.requireShare("computeFraction", computeFraction);
        Constants.requireNotNegative("softmaxSeconds", softmaxSeconds);
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
        double products = 2 * (keySize + valueSize) / (peakFlops * computeFraction);
        double score = Math.sqrt(products * products + softmaxSeconds * softmaxSeconds);
        double compute = (rows + halfRows) * (averageContext + edgeKeys) * score;
        double bytes = tokens * (keySize + valueSize) * (2 * queryHeads + (4 + cacheBytesPerElement) * keyValueHeads);
        return launchSeconds + compute + bytes / (memoryBandwidth * memoryFraction);
    }

    /** The same on a GPU that does {@code factor} times the exponentials in a second. */
    public PrefillAttentionSurface withExponentials(double factor) {
        return new PrefillAttentionSurface(
                computeFraction, softmaxSeconds / factor, edgeKeys, halfRows, memoryFraction, launchSeconds);
    }

    /** The same at {@code share} of its rate and with at most {@code keys} computed in vain. */
    public PrefillAttentionSurface tuned(double share, double keys) {
        return new PrefillAttentionSurface(
                computeFraction * share,
                softmaxSeconds / share,
                Math.min(edgeKeys, keys),
                halfRows,
                memoryFraction,
                launchSeconds);
    }
}
