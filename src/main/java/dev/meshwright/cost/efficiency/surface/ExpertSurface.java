package dev.meshwright.cost.efficiency.surface;

/**
 * Time of the routed experts of one layer on one rank: two grouped products (gate and up, then down), the activation
 * between them, and the gathering and scattering of the tokens' rows.
 *
 * <pre>
 * weights  = matrices x hidden x width                                  parameters of one expert on this rank
 * rate     = min(peak x computeFraction, power x flopsPerJoule)
 * compute  = 2 weights (assignments + touched x paddingRows) / rate
 * memory   = touched x weights x w / (bandwidth x memoryFraction)
 * movement = (4 hidden tokens + (4 hidden + 4 width) assignments) / (bandwidth x movementFraction)
 * seconds  = launch + max(compute, memory) + exposed x min(compute, memory) + movement
 * </pre>
 *
 * <p>In decode the time is the number of touched experts times their weights, nearly flat in the tokens; in prefill it
 * is the rows. {@code paddingRows} are the rows per touched expert that a tile computes in vain.
 *
 * @param computeFraction share of the dense peak that large groups reach where power does not cap them
 * @param flopsPerJoule FLOP that a joule of the board's power does; 0 where power was not seen to cap the rate
 * @param paddingRows rows per touched expert computed beyond its own
 * @param memoryFraction share of the memory bandwidth that streaming the experts' weights reaches
 * @param launchSeconds fixed time of the kernels (sorting, two grouped products, activation, reduction)
 * @param exposedFraction share of the shorter of compute and memory time that is not hidden, 0 to 1
 * @param movementFraction share of the memory bandwidth that permuting and activating the rows reaches
 */
public record ExpertSurface(
        double computeFraction,
        double flopsPerJoule,
        double paddingRows,
        double memoryFraction,
        double launchSeconds,
        double exposedFraction,
        double movementFraction) {

    public ExpertSurface {
        Constants.requireShare("computeFraction", computeFraction);
        Constants.requireNotNegative("flopsPerJoule", flopsPerJoule);
        Constants.requireNotNegative("paddingRows", paddingRows);
        Constants.requireShare("memoryFraction", memoryFraction);
        Constants.requireNotNegative("launchSeconds", launchSeconds);
        Constants.requireFraction("exposedFraction", exposedFraction);
        Constants.requireShare("movementFraction", movementFraction);
    }

    /**
     * Seconds of the routed experts of one layer on one rank.
     *
     * @param tokens tokens whose hidden states lie on this rank, whether or not an expert of this rank serves them (after
     *     an all-gather: those of the whole group; after a dispatch: those received)
     * @param assignments token-expert pairs computed on this rank
     * @param touchedExperts experts of this rank that get at least one token
     * @param hidden hidden size
     * @param width FFN width per expert on this rank (divided by expert tensor parallelism)
     * @param gated whether there is a gate matrix (three matrices per expert, else two)
     * @param weightBytesPerElement storage of the expert weights, scales included
     * @param peakFlops dense peak of the arithmetic precision, FLOP/s
     * @param memoryBandwidth bytes per second
     */
    public double seconds(
            double tokens,
            double assignments,
            double touchedExperts,
            double hidden,
            double width,
            boolean gated,
            double weightBytesPerElement,
            double peakFlops,
            double memoryBandwidth) {
        double movement = 4 * (tokens * hidden + assignments * (hidden + width)) / (memoryBandwidth * movementFraction);
        return productSeconds(
                        assignments,
                        touchedExperts,
                        (gated ? 3 : 2) * hidden * width,
                        weightBytesPerElement,
                        peakFlops,
                        memoryBandwidth)
                + movement;
    }

    /** Seconds of the grouped products alone, with experts of {@code weights} parameters. */
    public double productSeconds(
            double assignments,
            double touchedExperts,
            double weights,
            double weightBytesPerElement,
            double peakFlops,
            double memoryBandwidth) {
        double compute = 2 * weights * (assignments + touchedExperts * paddingRows) / (peakFlops * computeFraction);
        double memory = touchedExperts * weights * weightBytesPerElement / (memoryBandwidth * memoryFraction);
        return launchSeconds + Math.max(compute, memory) + exposedFraction * Math.min(compute, memory);
    }

    /** As above, where the rank holds one row per assignment. */
    public double seconds(
            double assignments,
            double touchedExperts,
            double hidden,
            double width,
            boolean gated,
            double weightBytesPerElement,
            double peakFlops,
            double memoryBandwidth) {
        return seconds(
                assignments,
                assignments,
                touchedExperts,
                hidden,
                width,
                gated,
                weightBytesPerElement,
                peakFlops,
                memoryBandwidth);
    }

    /** The same experts whose rows are gathered and scattered at another share of the memory bandwidth. */
    public ExpertSurface moving(double fraction) {
        return with(computeFraction, flopsPerJoule, launchSeconds, fraction);
    }

    /** The same experts on a board of {@code watts} (0: unknown) and a peak of {@code peakFlops}. */
    public ExpertSurface powered(double watts, double peakFlops) {
        return with(
                Constants.powered(computeFraction, flopsPerJoule, watts, peakFlops),
                0,
                launchSeconds,
                movementFraction);
    }

    /** The same experts where a joule does {@code factor} times the work. */
    public ExpertSurface calibrated(double factor) {
        return with(computeFraction, flopsPerJoule * factor, launchSeconds, movementFraction);
    }

    /** The same experts in a captured graph. */
    public ExpertSurface captured() {
        return with(computeFraction, flopsPerJoule, 0, movementFraction);
    }

    /** The same experts at no more than {@code share} of the peak. */
    public ExpertSurface capped(double share) {
        return with(Math.min(computeFraction, share), flopsPerJoule, launchSeconds, movementFraction);
    }

    private ExpertSurface with(double fraction, double joule, double launch, double movement) {
        return new ExpertSurface(fraction, joule, paddingRows, memoryFraction, launch, exposedFraction, movement);
    }
}
