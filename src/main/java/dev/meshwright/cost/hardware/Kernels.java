package dev.meshwright.cost.hardware;

import dev.meshwright.cluster.Gpu;
import dev.meshwright.cost.efficiency.ByPrecision;
import dev.meshwright.cost.efficiency.DecodeAttentionSurface;
import dev.meshwright.cost.efficiency.ExpertSurface;
import dev.meshwright.cost.efficiency.GemmSurface;
import dev.meshwright.cost.efficiency.KernelEfficiency;
import dev.meshwright.cost.efficiency.PrefillAttentionSurface;
import dev.meshwright.cost.tally.Component;
import dev.meshwright.cost.tally.Tally;
import dev.meshwright.model.Precision;
import dev.meshwright.problem.Assumptions;

/**
 * The kernels of one kind of GPU: each method books one kernel, with its FLOP, bytes and seconds, in a {@link Tally}.
 * Shapes are those on one GPU, tensor parallelism already applied.
 */
public final class Kernels {

    private static final int FORMATS = Precision.values().length;

    private final Gpu gpu;
    private final KernelEfficiency efficiency;
    private final double memoryBandwidth;
    private final double attentionPeak;
    private final double[] peak = new double[FORMATS];
    private final double[] expertPeak = new double[FORMATS];
    private final double[] productFactor = new double[FORMATS];
    private final double timeFactor;
    private final double[] activationBytes = new double[FORMATS];
    private final GemmSurface[] products = new GemmSurface[FORMATS];
    private final ExpertSurface[] experts = new ExpertSurface[FORMATS];
    private final PrefillAttentionSurface prefillAttention;

    /**
     * Kernels of {@code gpu}.
     *
     * @param gpu the data sheet
     * @param fitted efficiencies of its family
     * @param assumptions what the author overrides
     */
    public Kernels(Gpu gpu, KernelEfficiency fitted, Assumptions assumptions) {
        this(gpu, fitted, assumptions, EngineKernels.AS_MEASURED);
    }

    /**
     * Kernels of {@code gpu} inside an engine.
     *
     * @param gpu the data sheet
     * @param fitted efficiencies of its family
     * @param assumptions what the author overrides; with assumed efficiencies the engine's differences are left out
     * @param engine how the engine's kernels differ
     */
    public Kernels(Gpu gpu, KernelEfficiency fitted, Assumptions assumptions, EngineKernels engine) {
        EngineKernels inForce = AssumedEfficiency.assumed(assumptions) ? EngineKernels.AS_MEASURED : engine;
        this.gpu = gpu;
        this.efficiency = AssumedEfficiency.apply(fitted, assumptions).powered(gpu.powerWatts(), peaks(gpu));
        this.timeFactor = inForce.timeFactor();
        this.memoryBandwidth = gpu.memoryBandwidth();
        this.attentionPeak = gpu.peakFlops(Precision.BF16);
        for (Precision weights : Precision.values()) {
            Precision arithmetic = gpu.arithmetic(weights);
            int i = weights.ordinal();
            peak[i] = gpu.peakFlops(weights);
            activationBytes[i] = arithmetic.bytesPerElement();
            products[i] = efficiency.gemm().of(arithmetic);
            productFactor[i] = timeFactor * (arithmetic == Precision.NVFP4 ? inForce.fourBitProductFactor() : 1);
            Precision expertArithmetic = expertArithmetic(weights);
            expertPeak[i] = gpu.peakFlops(expertArithmetic);
            ExpertSurface surface = weights.bitsPerElement() < 8 && expertArithmetic.bitsPerElement() >= 16
                    ? efficiency.expertsWeightOnly()
                    : efficiency.experts().of(weights.bitsPerElement() < 8 ? Precision.NVFP4 : expertArithmetic);
            experts[i] =
                    inForce.expertMovementFraction() > 0 ? surface.moving(inForce.expertMovementFraction()) : surface;
        }
        prefillAttention = efficiency.prefillAttention().sixteenBit();
    }

    /** Dense peaks of {@code gpu} by the width of the arithmetic, FLOP/s; those of the next wider one where it has none. */
    public static ByPrecision<Double> peaks(Gpu gpu) {
        return new ByPrecision<>(
                gpu.peakFlops(Precision.BF16), gpu.peakFlops(Precision.FP8), gpu.peakFlops(Precision.NVFP4));
    }

    /**
     * What routed experts with weights in {@code weights} are multiplied in. GPUs with block-scaled 4-bit units take MXFP4
     * weights and quantize their inputs to 8 bits, at the 8-bit rate; others expand the weights to 16 bits.
     */
    private Precision expertArithmetic(Precision weights) {
        boolean blockScaled =
                gpu.peakFlops().containsKey(Precision.NVFP4) && gpu.peakFlops().containsKey(Precision.FP8);
        return weights == Precision.MXFP4 && blockScaled ? Precision.FP8 : gpu.arithmetic(weights);
    }

    /** The data sheet. */
    public Gpu gpu() {
        return gpu;
    }

    /** The efficiencies in force, assumptions applied. */
    public KernelEfficiency efficiency() {
        return efficiency;
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
                        rows, columns, depth, peak[i], memoryBandwidth, weights.bytesPerElement(), activationBytes[i]);
        double bytes =
                weights.bytesPerElement() * columns * depth + activationBytes[i] * rows * depth + 2 * rows * columns;
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
        return timeFactor
                * (surface.seconds(
                                assignments,
                                touched,
                                hidden,
                                width,
                                gated,
                                weights.bytesPerElement(),
                                expertPeak[i],
                                memoryBandwidth)
                        - surface.launchSeconds());
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
        double bytes = touched * parameters * weights.bytesPerElement() + assignments * 4 * (hidden + width);
        tally.compute(Component.EXPERTS, seconds, 2 * assignments * parameters, bytes, expertPeak[i], memoryBandwidth);
    }

    /** Books the attention core of grouped-query heads over new tokens. */
    public void prefillAttention(
            Tally tally,
            double tokens,
            double context,
            double heads,
            double keyValueHeads,
            double headSize,
            Precision cache) {
        double seconds = prefillAttention.seconds(
                tokens,
                context,
                heads,
                keyValueHeads,
                headSize,
                headSize,
                cache.bytesPerElement(),
                attentionPeak,
                memoryBandwidth);
        double bytes = tokens * headSize * (4 * heads + (4 + 2 * cache.bytesPerElement()) * keyValueHeads);
        bookAttention(tally, seconds, 4 * tokens * context * heads * headSize, bytes);
    }

    /** Books the attention core of latent heads, expanded, over new tokens. */
    public void latentPrefill(
            Tally tally,
            double tokens,
            double context,
            double heads,
            double keySize,
            double valueSize,
            Precision cache) {
        double seconds = efficiency
                .latentPrefill()
                .seconds(
                        tokens,
                        context,
                        heads,
                        heads,
                        keySize,
                        valueSize,
                        cache.bytesPerElement(),
                        attentionPeak,
                        memoryBandwidth);
        double bytes = tokens * heads * (keySize + valueSize) * 4;
        bookAttention(tally, seconds, 2 * tokens * context * heads * (keySize + valueSize), bytes);
    }

    /** Books the attention core of grouped-query heads on the KV cache. */
    public void decodeAttention(
            Tally tally,
            double sequences,
            double context,
            double heads,
            double keyValueHeads,
            double headSize,
            Precision cache) {
        DecodeAttentionSurface surface = efficiency.decodeAttention().of(cache);
        double seconds = surface.seconds(
                sequences,
                context,
                heads,
                keyValueHeads,
                headSize,
                cache.bytesPerElement(),
                attentionPeak,
                memoryBandwidth);
        double cached = sequences * context;
        bookAttention(
                tally,
                seconds,
                4 * cached * heads * headSize,
                2 * cached * keyValueHeads * headSize * cache.bytesPerElement());
    }

    /** Books the attention core of latent heads on the compressed cache. */
    public void latentDecode(
            Tally tally,
            double sequences,
            double context,
            double heads,
            double latentSize,
            double rotarySize,
            Precision cache) {
        DecodeAttentionSurface surface = efficiency.latentDecode().of(cache);
        double seconds = surface.latentSeconds(
                sequences,
                context,
                heads,
                latentSize,
                rotarySize,
                cache.bytesPerElement(),
                attentionPeak,
                memoryBandwidth);
        double cached = sequences * context;
        bookAttention(
                tally,
                seconds,
                2 * cached * heads * (2 * latentSize + rotarySize),
                cached * (latentSize + rotarySize) * cache.bytesPerElement());
    }

    /** Books a core that is neither: {@code flops} at the rate of a large 16-bit product, or {@code bytes} of traffic. */
    public void otherCore(Tally tally, double flops, double bytes) {
        otherCore(tally, flops, bytes, 1);
    }

    /** The same at {@code share} of a large product's rate. */
    public void otherCore(Tally tally, double flops, double bytes, double share) {
        GemmSurface surface = efficiency.gemm().sixteenBit();
        double compute = flops / (attentionPeak * surface.computeFraction() * share);
        double memory = bytes / (memoryBandwidth * surface.memoryFraction());
        bookAttention(tally, surface.launchSeconds() + Math.max(compute, memory), flops, bytes);
    }

    /** Books {@code kernels} element-wise kernels that move {@code bytes} together. */
    public void elementWise(Tally tally, Component component, double bytes, int kernels) {
        double seconds = kernels * efficiency.elementwise().launchSeconds()
                + bytes / (memoryBandwidth * efficiency.elementwise().memoryFraction());
        tally.compute(component, timeFactor * seconds, 0, bytes, attentionPeak, memoryBandwidth);
    }

    private void bookAttention(Tally tally, double seconds, double flops, double bytes) {
        tally.compute(Component.ATTENTION_CORE, timeFactor * seconds, flops, bytes, attentionPeak, memoryBandwidth);
    }
}
