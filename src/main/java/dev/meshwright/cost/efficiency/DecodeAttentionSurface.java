package dev.meshwright.cost.efficiency;

/**
 * Time of the attention core of one layer in decode, where each sequence reads its whole KV cache once.
 *
 * <pre>
 * cacheBytes = sequences x keyValueHeads x (context + paddingTokens) x (keySize + valueSize) x cacheBytes
 * memory  = (cacheBytes + halfBytes) / (bandwidth x memoryFraction)
 * compute = 2 sequences x queryHeads x (context + paddingTokens) x (keySize + valueSize) / (peak x computeFraction)
 * seconds = launch + max(memory, compute)
 * </pre>
 *
 * <p>For MLA with absorbed projections the cache is one head of the latent and rotary part, read once for keys and
 * values: see {@link #latentSeconds}.
 */
public record DecodeAttentionSurface(
        double memoryFraction,
        double paddingTokens,
        double halfBytes,
        double computeFraction,
        double exposedFraction,
        double launchSeconds) {

    public DecodeAttentionSurface {
        Constants.requirePositive("memoryFraction", memoryFraction);
        Constants.requireNotNegative("paddingTokens", paddingTokens);
        Constants.requireNotNegative("halfBytes", halfBytes);
        Constants.requirePositive("computeFraction", computeFraction);
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
                4 * cached * queryHeads * headSize,
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
                2 * cached * queryHeads * (2 * latentSize + rotarySize),
                peakFlops,
                memoryBandwidth);
    }

    private double time(double cacheBytes, double flops, double peakFlops, double memoryBandwidth) {
        double memory = (cacheBytes + halfBytes) / (memoryBandwidth * memoryFraction);
        double compute = flops / (peakFlops * computeFraction);
        return launchSeconds + Math.max(memory, compute) + exposedFraction * Math.min(memory, compute);
    }
}
