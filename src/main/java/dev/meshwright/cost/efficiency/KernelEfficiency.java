package dev.meshwright.cost.efficiency;

import dev.meshwright.cost.efficiency.surface.DecodeAttentionSurface;
import dev.meshwright.cost.efficiency.surface.ExpertSurface;
import dev.meshwright.cost.efficiency.surface.GemmSurface;
import dev.meshwright.cost.efficiency.surface.IndexSurface;
import dev.meshwright.cost.efficiency.surface.MemorySurface;
import dev.meshwright.cost.efficiency.surface.PrefillAttentionSurface;
import java.util.List;

/**
 * How long kernels and collectives take on one family of GPUs: all its surfaces and where they come from.
 *
 * <p>Peaks and bandwidths are those of the data sheet, per GPU; latencies are the family's.
 *
 * @param family {@code ampere}, {@code hopper}, {@code blackwell} or {@code generic}
 * @param gemm dense products, by the arithmetic; the 8-bit one is block scaled (128 x 128) as in DeepSeek-V3
 * @param gemmTensorScaled 8-bit dense products with one scale per tensor and a quantization pass of their own
 * @param experts routed experts (grouped products), by the arithmetic
 * @param expertsWeightOnly routed experts whose 4-bit weights are expanded to 16 bits inside the product (16-bit peak)
 * @param prefillAttention attention core over new tokens, by the arithmetic
 * @param decodeAttention attention core in decode, by the storage of the KV cache
 * @param latentPrefill multi-head latent attention over new tokens, not absorbed
 * @param latentDecode multi-head latent attention in decode, absorbed, by the storage of the cache
 * @param indexScores scores of a sparse indexer and the choice among them
 * @param elementwise norms, activations, residuals
 * @param collectives collectives inside a domain and across nodes
 * @param exchange expert dispatch and combine
 * @param sources where each surface comes from
 */
public record KernelEfficiency(
        String family,
        ByPrecision<GemmSurface> gemm,
        GemmSurface gemmTensorScaled,
        ByPrecision<ExpertSurface> experts,
        ExpertSurface expertsWeightOnly,
        ByPrecision<PrefillAttentionSurface> prefillAttention,
        ByPrecision<DecodeAttentionSurface> decodeAttention,
        PrefillAttentionSurface latentPrefill,
        ByPrecision<DecodeAttentionSurface> latentDecode,
        IndexSurface indexScores,
        MemorySurface elementwise,
        Collectives collectives,
        ExpertExchange exchange,
        List<SurfaceSource> sources) {

    private static final String AMD_FAMILIES = "cdna";

    public KernelEfficiency {
        sources = List.copyOf(sources);
    }

    /**
     * 8-bit dense products with one scale per tensor in an engine, which quantizes a product's input in the kernel before it: without the
     * pass that the tables measured with them, and with the launch of one kernel, which 16-bit products have. On AMD's GPUs, whose tables
     * are of kernels that engines run only where they are asked to, those that are scaled in blocks.
     */
    public GemmSurface gemmFused() {
        return family.startsWith(AMD_FAMILIES)
                ? gemm.eightBit()
                : gemmTensorScaled.fused(gemm.sixteenBit().launchSeconds());
    }

    /**
     * The same kernels replayed from a captured graph: without launches, which the engine's time per layer replaces.
     */
    public KernelEfficiency captured() {
        return new KernelEfficiency(
                family,
                gemm.map(surface -> surface.captured()),
                gemmTensorScaled.captured(),
                experts.map(surface -> surface.captured()),
                expertsWeightOnly.captured(),
                prefillAttention,
                decodeAttention.map(surface -> surface.captured()),
                latentPrefill,
                latentDecode.map(surface -> surface.captured()),
                indexScores,
                new MemorySurface(elementwise.memoryFraction(), 0),
                collectives,
                exchange,
                sources);
    }

    /**
     * The same kernels on a board of {@code watts}: the tensor cores' clock falls where their work would take more.
     *
     * @param watts the board's power; 0 where unknown, which leaves all as it is
     * @param peaks dense peaks of the data sheet, by the arithmetic
     */
    public KernelEfficiency powered(double watts, ByPrecision<Double> peaks) {
        return withProducts(
                new ByPrecision<>(
                        gemm.sixteenBit().powered(watts, peaks.sixteenBit()),
                        gemm.eightBit().powered(watts, peaks.eightBit()),
                        gemm.fourBit().powered(watts, peaks.fourBit())),
                gemmTensorScaled.powered(watts, peaks.eightBit()),
                new ByPrecision<>(
                        experts.sixteenBit().powered(watts, peaks.sixteenBit()),
                        experts.eightBit().powered(watts, peaks.eightBit()),
                        experts.fourBit().powered(watts, peaks.fourBit())),
                expertsWeightOnly.powered(watts, peaks.sixteenBit()));
    }

    /** The same kernels but for products. */
    private KernelEfficiency withProducts(
            ByPrecision<GemmSurface> dense,
            GemmSurface denseTensorScaled,
            ByPrecision<ExpertSurface> routed,
            ExpertSurface routedWeightOnly) {
        return new KernelEfficiency(
                family,
                dense,
                denseTensorScaled,
                routed,
                routedWeightOnly,
                prefillAttention,
                decodeAttention,
                latentPrefill,
                latentDecode,
                indexScores,
                elementwise,
                collectives,
                exchange,
                sources);
    }

    /** The same kernels where a joule of the board's power does {@code factor} times the work: peaks alone would not move a cap. */
    public KernelEfficiency calibrated(double factor) {
        return withProducts(
                gemm.map(surface -> surface.calibrated(factor)),
                gemmTensorScaled.calibrated(factor),
                experts.map(surface -> surface.calibrated(factor)),
                expertsWeightOnly.calibrated(factor));
    }

    /**
     * The same kernels in long dense phases, where the board's power caps the clock: no product runs at more than {@code
     * cap} FLOP/s in 16 bits, {@code gain} times that in 8 and {@code gain} squared times in 4.
     *
     * @param cap FLOP/s of 16-bit products that the board's power allows
     * @param gain FLOP per joule gained by halving the bits
     * @param peaks dense peaks of the data sheet, by the arithmetic
     */
    public KernelEfficiency sustained(double cap, double gain, ByPrecision<Double> peaks) {
        double sixteen = cap / peaks.sixteenBit();
        double eight = gain * cap / peaks.eightBit();
        double four = gain * gain * cap / peaks.fourBit();
        return withProducts(
                new ByPrecision<>(
                        gemm.sixteenBit().capped(sixteen),
                        gemm.eightBit().capped(eight),
                        gemm.fourBit().capped(four)),
                gemmTensorScaled.capped(eight),
                new ByPrecision<>(
                        experts.sixteenBit().capped(sixteen),
                        experts.eightBit().capped(eight),
                        experts.fourBit().capped(four)),
                expertsWeightOnly.capped(sixteen));
    }

    /**
     * The kernels that training uses where they differ from inference.
     *
     * @param attentionShare rate of the framework's attention kernels over that of the tables
     * @param edgeKeys keys per query computed in vain: kernels for sequences of equal length skip masked tiles
     * @param exponentials exponentials that the GPU does in a second over those of the family's measured ones
     * @param memoryShare share of the memory bandwidth that element-wise kernels reach on large tensors
     * @param linkShare share of the links' bandwidth that dispatch and combine reach with large messages
     * @param movementShare share of the memory bandwidth that the routed rows' permutation and activation reach, with the
     *     bytes of {@link ExpertSurface}
     * @param narrowMovementShare the same in 8 and 4 bits, where rows are also converted
     * @param tensorScaled whether 8-bit products have scales that the tensor cores apply (per tensor, microscaling)
     */
    public KernelEfficiency training(
            double attentionShare,
            double edgeKeys,
            double exponentials,
            double memoryShare,
            double linkShare,
            double movementShare,
            double narrowMovementShare,
            boolean tensorScaled) {
        return new KernelEfficiency(
                family,
                new ByPrecision<>(gemm.sixteenBit(), tensorScaled ? gemmTensorScaled : gemm.eightBit(), gemm.fourBit()),
                gemmTensorScaled,
                new ByPrecision<>(
                        experts.sixteenBit().moving(movementShare),
                        experts.eightBit().moving(narrowMovementShare),
                        experts.fourBit().moving(narrowMovementShare)),
                expertsWeightOnly,
                new ByPrecision<>(
                        prefillAttention
                                .sixteenBit()
                                .withExponentials(exponentials)
                                .tuned(attentionShare, edgeKeys),
                        prefillAttention.eightBit(),
                        prefillAttention.fourBit()),
                decodeAttention,
                latentPrefill.withExponentials(exponentials),
                latentDecode,
                indexScores,
                new MemorySurface(memoryShare, elementwise.launchSeconds()),
                collectives,
                new ExpertExchange(
                        exchange.dispatch().withLinkFraction(linkShare),
                        exchange.combine().withLinkFraction(linkShare),
                        exchange.lowLatencyDispatch(),
                        exchange.lowLatencyCombine()),
                sources);
    }
}
