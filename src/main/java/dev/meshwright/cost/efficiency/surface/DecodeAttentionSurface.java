package dev.meshwright.cost.efficiency.surface;

/**
 * Time of the attention core of one layer in decode, where each sequence reads its whole KV cache once.
 *
 * <pre>
 * cacheBytes = sequences x keyValueHeads x (context + paddingTokens) x (keySize + valueSize) x bytesPerElement
 * memory  = cacheBytes / (bandwidth x memoryFraction)
 * rows    = max(queryHeads, keyValueHeads x tileRows)
 * compute = 2 sequences x rows x (context + paddingTokens) x (keySize + valueSize) / (peak x computeFraction)
 * seconds = launch + max(memory, compute) + exposed x min(memory, compute) + ramp x cacheBytes / (cacheBytes + rampBytes)
 * </pre>
 *
 * <p>The query heads of a key-value head are the rows of a matrix instruction of at least {@code tileRows} rows: a smaller
 * group is computed in vain. GPUs with many FLOP per byte hide that behind the cache's bytes, others do not.
 * {@code paddingTokens} is what a sequence costs beyond its own tokens (partial tiles, the reduction over splits);
 * {@code ramp} is the price of splitting a long context over the multiprocessors, which a short one does not pay.
 *
 * <p>For MLA with absorbed projections the cache is one head of the latent and rotary part, read once for keys and
 * values: see {@link #latentSeconds}.
 */
public record DecodeAttentionSurface(
        double memoryFraction,
        double paddingTokens,
        double rampSeconds,
        double rampBytes,
        double tileRows,
        double computeFraction,
        double exposedFraction,
        double launchSeconds) {

    public DecodeAttentionSurface {
        Constants.requireShare("memoryFraction", memoryFraction);
        Constants.requireNotNegative("paddingTokens", paddingTokens);
        Constants.requireNotNegative("rampSeconds", rampSeconds);
        Constants.requirePositive("rampBytes", rampBytes);
        Constants.requireNotNegative("tileRows", tileRows);
        Constants.requireShare("computeFraction", computeFraction);
        Constants.requireFraction("exposedFraction", exposedFraction);
        Constants.requireNotNegative("launchSeconds", launchSeconds);
    }

    /**
     * Seconds of the decode attention core with grouped or multi-head attention.
     *
     * @param sequences sequences on this attention rank
     * @param context cached tokens per sequence, at most the window in sliding-window layers
     * @param queryHeads query heads on this GPU
     * @param keyValueHeads key-value heads on this GPU
     * @param headSize elements of a head
     * @param cacheBytesPerElement storage of the KV cache
     * @param peakFlops dense peak of the attention arithmetic, FLOP/s
     * @param memoryBandwidth bytes per second
     */
    public double seconds(
            double sequences,
            double context,
            double queryHeads,
            double keyValueHeads,
            double headSize,
            double cacheBytesPerElement,
            double peakFlops,
            double memoryBandwidth) {
        double cached = sequences * (context + paddingTokens);
        return time(
                2 * cached * keyValueHeads * headSize * cacheBytesPerElement,
                4 * cached * Math.max(queryHeads, tileRows * keyValueHeads) * headSize,
                peakFlops,
                memoryBandwidth);
    }

    /**
     * Seconds of the decode attention core with multi-head latent attention, projections absorbed.
     *
     * @param sequences sequences on this attention rank
     * @param context cached tokens per sequence
     * @param queryHeads query heads on this GPU
     * @param latentSize rank of the compressed keys and values (512 in DeepSeek-V3)
     * @param rotarySize elements of the rotary key part (64 in DeepSeek-V3)
     * @param cacheBytesPerElement storage of the KV cache
     * @param peakFlops dense peak of the attention arithmetic, FLOP/s
     * @param memoryBandwidth bytes per second
     */
    public double latentSeconds(
            double sequences,
            double context,
            double queryHeads,
            double latentSize,
            double rotarySize,
            double cacheBytesPerElement,
            double peakFlops,
            double memoryBandwidth) {
        double cached = sequences * (context + paddingTokens);
        return time(
                cached * (latentSize + rotarySize) * cacheBytesPerElement,
                2 * cached * Math.max(queryHeads, tileRows) * (2 * latentSize + rotarySize),
                peakFlops,
                memoryBandwidth);
    }

    private double time(double cacheBytes, double flops, double peakFlops, double memoryBandwidth) {
        double memory = cacheBytes / (memoryBandwidth * memoryFraction);
        double compute = flops / (peakFlops * computeFraction);
        double ramp = rampSeconds * cacheBytes / (cacheBytes + rampBytes);
        return launchSeconds + Math.max(memory, compute) + exposedFraction * Math.min(memory, compute) + ramp;
    }

    /** The same core in a captured graph. */
    public DecodeAttentionSurface captured() {
        return new DecodeAttentionSurface(
                memoryFraction, paddingTokens, rampSeconds, rampBytes, tileRows, computeFraction, exposedFraction, 0);
    }
}
