package dev.meshwright.cost.hardware;

/**
 * How kernels inside an engine differ from those of the operator tables.
 *
 * @param timeFactor time of any kernel over the measured one's
 * @param fourBitProductFactor the same for 4-bit dense products alone, which engines fuse with the quantization of
 *     their input
 * @param expertMovementFraction share of the memory bandwidth that gathering and scattering the rows of routed experts
 *     reaches; 0 for what the surface of each format says
 * @param paddedExpertRows rows of nothing that every 8-bit expert of a rank multiplies beside its own, touched or not
 * @param mostScoreBytes scores of an indexer that are held at once; more are computed in pieces. 0 where all are held
 * @param quantizesOnTheWay whether inputs of 8-bit products with a scale per tensor are quantized by the kernels before them: so in all
 *     engines and in no table
 */
public record EngineKernels(
        double timeFactor,
        double fourBitProductFactor,
        double expertMovementFraction,
        int paddedExpertRows,
        double mostScoreBytes,
        boolean quantizesOnTheWay) {

    /** Kernels as measured. */
    public static final EngineKernels AS_MEASURED = new EngineKernels(1, 1, 0, 0, 0, false);
}
