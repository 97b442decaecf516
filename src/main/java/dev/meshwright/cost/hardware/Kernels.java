package dev.meshwright.cost.hardware;

import dev.meshwright.cost.efficiency.ByPrecision;
import dev.meshwright.cost.efficiency.KernelEfficiency;
import dev.meshwright.cost.efficiency.surface.ExpertSurface;
import dev.meshwright.cost.efficiency.surface.GemmSurface;
import dev.meshwright.cost.evaluation.Component;
import dev.meshwright.cost.tally.Tally;
import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.model.Precisions;
import dev.meshwright.facts.problem.Assumptions;

/**
 * The kernels of one kind of GPU: each method books one kernel, with its FLOP, bytes and seconds, in a {@link Tally}.
 * Shapes are those on one GPU, tensor parallelism already applied.
 */
public final class Kernels {

    private static final int FORMATS = Precision.values().length;

    private final Gpu gpu;
    private final KernelEfficiency efficiency;
    private final double memoryBandwidth;
    private final double sixteenBitPeak;
    private final double[] peak = new double[FORMATS];
    private final double[] expertPeak = new double[FORMATS];
    private final double[] productFactor = new double[FORMATS];
    private final int paddedExpertRows;
    private final double timeFactor;
    private final double[] activationBytes = new double[FORMATS];
    private final double[] weightBytes = new double[FORMATS];
    private final GemmSurface[] products = new GemmSurface[FORMATS];
    private final ExpertSurface[] experts = new ExpertSurface[FORMATS];
    private final AttentionKernels attention;

    /**
     * Kernels of {@code gpu}.
     *
     * @param gpu the data sheet
     * @param fitted efficiencies of its family
     * @param assumptions what the author overrides
     */
    public Kernels(Gpu gpu, KernelEfficiency fitted, Assumptions assumptions) {
        this(gpu, fitted, assumptions, EngineKernels.AS_MEASURED, Precisions.BF16);
    }

    /**
     * Kernels of {@code gpu} inside an engine.
     *
     * @param gpu the data sheet
     * @param fitted efficiencies of its family
     * @param assumptions what the author overrides; with assumed efficiencies the engine's differences are left out
     * @param engine how the engine's kernels differ
     * @param stored what the weights are stored in, whose scales are read with them
     */
    public Kernels(Gpu gpu, KernelEfficiency fitted, Assumptions assumptions, EngineKernels engine, Precisions stored) {
        EngineKernels inForce = AssumedEfficiency.assumed(assumptions) ? EngineKernels.AS_MEASURED : engine;
        this.gpu = gpu;
        this.efficiency = AssumedEfficiency.apply(fitted, assumptions).powered(gpu.powerWatts(), peaks(gpu));
        this.paddedExpertRows = inForce.paddedExpertRows();
        this.timeFactor = inForce.timeFactor();
        this.memoryBandwidth = gpu.memoryBandwidth();
        this.sixteenBitPeak = gpu.peakFlops(Precision.BF16);
        for (Precision weights : Precision.values()) {
            Precision arithmetic = gpu.arithmetic(weights);
            int i = weights.ordinal();
            peak[i] = gpu.peakFlops(weights);
            activationBytes[i] = arithmetic.bytesPerElement();
            weightBytes[i] = stored.bytesOf(weights);
            products[i] = inForce.quantizesOnTheWay() && arithmetic == Precision.FP8 && stored.scaledAtTheEnd(weights)
                    ? efficiency.gemmFused()
                    : efficiency.gemm().of(arithmetic);
            productFactor[i] = timeFactor * (arithmetic == Precision.NVFP4 ? inForce.fourBitProductFactor() : 1);
            Precision expertArithmetic = gpu.expertArithmetic(weights);
            expertPeak[i] = gpu.expertPeakFlops(weights);
            ExpertSurface surface = weights.bitsPerElement() < 8 && expertArithmetic.bitsPerElement() >= 16
                    ? efficiency.expertsWeightOnly()
                    : efficiency.experts().of(weights.bitsPerElement() < 8 ? Precision.NVFP4 : expertArithmetic);
            experts[i] =
                    inForce.expertMovementFraction() > 0 ? surface.moving(inForce.expertMovementFraction()) : surface;
        }
        attention = new AttentionKernels(
                efficiency,
                sixteenBitPeak,
                gpu.peakFlops(Precision.FP8),
                memoryBandwidth,
                timeFactor,
                inForce.mostScoreBytes());
    }

    /** Dense peaks of {@code gpu} by the width of the arithmetic, FLOP/s; those of the next wider one where it has none. */
    public static ByPrecision<Double> peaks(Gpu gpu) {
        return new ByPrecision<>(
                gpu.peakFlops(Precision.BF16), gpu.peakFlops(Precision.FP8), gpu.peakFlops(Precision.NVFP4));
    }

    /** The data sheet. */
    public Gpu gpu() {
        return gpu;
    }

    /** The efficiencies in force, assumptions applied. */
    public KernelEfficiency efficiency() {
        return efficiency;
    }

    /** The kernels of attention cores. */
    public AttentionKernels attention() {
        return attention;
    }

    /** Dense peak FLOP/s of products with weights stored in {@code weights}. */
    public double peak(Precision weights) {
        return peak[weights.ordinal()];
    }

    /**
     * Books {@code times} equal products of {@code rows x depth} activations with {@code depth x columns} weights.
     */
    public void product(
            Tally tally,
            Component component,
            double rows,
            double columns,
            double depth,
            Precision weights,
            double times) {
        int i = weights.ordinal();
        double seconds = productFactor[i]
                * products[i].seconds(
                        rows, columns, depth, peak[i], memoryBandwidth, weightBytes[i], activationBytes[i]);
        double bytes = weightBytes[i] * columns * depth + activationBytes[i] * rows * depth + 2 * rows * columns;
        tally.compute(
                component,
                times * seconds,
                times * 2 * rows * columns * depth,
                times * bytes,
                peak[i],
                memoryBandwidth);
    }

    /** Seconds that a rank's expert kernels take before the first expert's work. */
    public double expertLaunchSeconds(Precision weights) {
        return timeFactor * experts[weights.ordinal()].launchSeconds();
    }

    /**
     * Seconds of one physical expert within a rank's grouped product, launches left out.
     *
     * @param assignments token-expert pairs that it computes
     * @param touched probability that it gets any token at all
     * @param hidden width of its input
     * @param width its inner width on this GPU
     * @param gated whether it is gated
     * @param weights format of its weights
     */
    public double expertSeconds(
            double assignments, double touched, double hidden, double width, boolean gated, Precision weights) {
        int i = weights.ordinal();
        ExpertSurface surface = experts[i];
        double seconds = paddedExpertRows > 0 && weights.bitsPerElement() == 8
                ? surface.paddedSeconds(
                        assignments,
                        paddedExpertRows,
                        hidden,
                        width,
                        gated,
                        weightBytes[i],
                        expertPeak[i],
                        memoryBandwidth)
                : surface.seconds(
                        assignments, touched, hidden, width, gated, weightBytes[i], expertPeak[i], memoryBandwidth);
        return timeFactor * (seconds - surface.launchSeconds());
    }

    /** Books a rank's routed experts: {@code seconds} with the FLOP and bytes of its assignments and touched experts. */
    public void experts(
            Tally tally,
            double seconds,
            double assignments,
            double touched,
            double hidden,
            double width,
            boolean gated,
            Precision weights) {
        int i = weights.ordinal();
        double parameters = (gated ? 3 : 2) * hidden * width;
        double bytes = touched * parameters * weightBytes[i] + assignments * 4 * (hidden + width);
        tally.compute(Component.EXPERTS, seconds, 2 * assignments * parameters, bytes, expertPeak[i], memoryBandwidth);
    }

    /** Books {@code kernels} element-wise kernels that move {@code bytes} together. */
    public void elementWise(Tally tally, Component component, double bytes, int kernels) {
        double seconds = kernels * efficiency.elementwise().launchSeconds()
                + bytes / (memoryBandwidth * efficiency.elementwise().memoryFraction());
        tally.compute(component, timeFactor * seconds, 0, bytes, sixteenBitPeak, memoryBandwidth);
    }
}
