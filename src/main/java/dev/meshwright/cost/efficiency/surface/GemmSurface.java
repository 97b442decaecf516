package dev.meshwright.cost.efficiency.surface;

/**
 * Time of one dense matrix product of M x K activations with K x N weights.
 *
 * <pre>
 * rate    = min(peak x computeFraction, power x flopsPerJoule)
 * compute = 2 M N K / rate + K x depthSeconds
 * tile    = 2 tileRows N K / rate
 * memory  = (w N K + a M K + 2 M N) / (bandwidth x memoryFraction)
 * seconds = launch + max(compute, tile, memory) + exposed x min(compute, memory) + quantization
 * </pre>
 *
 * <p>{@code depthSeconds} is the latency of the reduction: a tile walks along K step by step, and a product too small to
 * fill the multiprocessors takes as long as one tile does. It is a latency and not a share of the peak, so it carries over
 * to a GPU of the family with fewer or slower tensor cores. A matrix instruction has at least {@code tileRows} rows, filled or
 * not: GPUs with few FLOP per byte feel it in decode. {@code flopsPerJoule} is what the board's power allows: one of a low
 * peak against its power keeps its clock and reaches {@code computeFraction}. {@code quantization} is the separate pass that reads 16-bit
 * activations and writes them in the narrow format, {@code (2 + a) M K} bytes; it is zero where the activations stay in 16
 * bits. The output is written in 16 bits.
 *
 * @param computeFraction share of the data sheet's dense peak that a large product reaches where power does not cap it
 * @param flopsPerJoule FLOP that a joule of the board's power does; 0 where power was not seen to cap the rate
 * @param tileRows least rows of M that are computed
 * @param depthSeconds seconds per element of K that a tile needs at least
 * @param memoryFraction share of the data sheet's memory bandwidth that streaming the operands reaches
 * @param launchSeconds fixed time of the kernels of one product, inside a captured graph
 * @param exposedFraction share of the shorter of compute and memory time that the longer one does not hide, 0 to 1
 * @param quantizationMemoryFraction share of the memory bandwidth that the quantization pass reaches; 0 = no such pass
 */
public record GemmSurface(
        double computeFraction,
        double flopsPerJoule,
        double tileRows,
        double depthSeconds,
        double memoryFraction,
        double launchSeconds,
        double exposedFraction,
        double quantizationMemoryFraction) {

    private static final double OUTPUT_BYTES_PER_ELEMENT = 2;

    public GemmSurface {
        Constants.requireShare("computeFraction", computeFraction);
        Constants.requireNotNegative("flopsPerJoule", flopsPerJoule);
        Constants.requireNotNegative("tileRows", tileRows);
        Constants.requireNotNegative("depthSeconds", depthSeconds);
        Constants.requireShare("memoryFraction", memoryFraction);
        Constants.requireNotNegative("launchSeconds", launchSeconds);
        Constants.requireFraction("exposedFraction", exposedFraction);
        Constants.requireNotNegative("quantizationMemoryFraction", quantizationMemoryFraction);
    }

    /**
     * Seconds of one product.
     *
     * @param rows M, the tokens
     * @param columns N, the output features on this GPU
     * @param depth K, the input features on this GPU
     * @param peakFlops dense peak of the arithmetic precision, FLOP/s
     * @param memoryBandwidth bytes per second
     * @param weightBytesPerElement storage of the weights, scales included
     * @param activationBytesPerElement storage of the activations as the product reads them
     */
    public double seconds(
            double rows,
            double columns,
            double depth,
            double peakFlops,
            double memoryBandwidth,
            double weightBytesPerElement,
            double activationBytesPerElement) {
        double outputs = rows * columns;
        double inputs = rows * depth;
        double rate = peakFlops * computeFraction;
        double compute = 2 * depth * outputs / rate + depth * depthSeconds;
        double tile = 2 * depth * columns * tileRows / rate;
        double bytes = weightBytesPerElement * columns * depth
                + activationBytesPerElement * inputs
                + OUTPUT_BYTES_PER_ELEMENT * outputs;
        double memory = bytes / (memoryBandwidth * memoryFraction);
        double quantization = quantizationMemoryFraction == 0
                ? 0
                : inputs * (2 + activationBytesPerElement) / (memoryBandwidth * quantizationMemoryFraction);
        return launchSeconds
                + Math.max(Math.max(compute, tile), memory)
                + exposedFraction * Math.min(compute, memory)
                + quantization;
    }

    /** The same product on a board of {@code watts} (0: unknown) and a peak of {@code peakFlops}. */
    public GemmSurface powered(double watts, double peakFlops) {
        return with(Constants.powered(computeFraction, flopsPerJoule, watts, peakFlops), 0, launchSeconds);
    }

    /** The same product where a joule does {@code factor} times the work. */
    public GemmSurface calibrated(double factor) {
        return with(computeFraction, flopsPerJoule * factor, launchSeconds);
    }

    /** The same product in a captured graph. */
    public GemmSurface captured() {
        return with(computeFraction, flopsPerJoule, 0);
    }

    /**
     * The same product where another kernel has quantized its input on the way: without the pass, and with the launch of the product
     * alone.
     *
     * @param launch fixed time of one product, s
     */
    public GemmSurface fused(double launch) {
        return new GemmSurface(
                computeFraction,
                flopsPerJoule,
                tileRows,
                depthSeconds,
                memoryFraction,
                Math.min(launch, launchSeconds),
                exposedFraction,
                0);
    }

    /** The same product at no more than {@code share} of the peak. */
    public GemmSurface capped(double share) {
        return with(Math.min(computeFraction, share), flopsPerJoule, launchSeconds);
    }

    private GemmSurface with(double fraction, double joule, double launch) {
        return new GemmSurface(
                fraction,
                joule,
                tileRows,
                depthSeconds,
                memoryFraction,
                launch,
                exposedFraction,
                quantizationMemoryFraction);
    }
}
