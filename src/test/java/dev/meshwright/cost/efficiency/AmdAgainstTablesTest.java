package dev.meshwright.cost.efficiency;

import dev.meshwright.cost.efficiency.surface.ExpertSurface;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Products and experts of AMD's GPUs against the kernel times published with its operator library; half of the rows was fitted. */
class AmdAgainstTablesTest {

    @Test
    void blockScaledProducts() {
        Judgement.hold("cdna3", e -> e.gemm().eightBit(), AiterObservations.products("fp8_block"), 0.06);
        Judgement.hold("cdna4", e -> e.gemm().eightBit(), AiterObservations.products("fp8_block"), 0.14);
    }

    @Test
    void otherEightBitProducts() {
        Judgement.hold("cdna3", KernelEfficiency::gemmTensorScaled, AiterObservations.products("fp8"), 0.13);
        Judgement.hold("cdna4", KernelEfficiency::gemmTensorScaled, AiterObservations.products("fp8"), 0.14);
    }

    /** On CDNA 3 the tables have 16-bit products of MI308X alone, most of them small. */
    @Test
    void sixteenBitProducts() {
        Judgement.hold("cdna3", e -> e.gemm().sixteenBit(), AiterObservations.products("bfloat16"), 0.26);
        Judgement.hold("cdna4", e -> e.gemm().sixteenBit(), AiterObservations.products("bfloat16"), 0.18);
    }

    @Test
    void fourBitProducts() {
        Judgement.hold("cdna4", e -> e.gemm().fourBit(), AiterObservations.products("mxfp4"), 0.10);
    }

    @Test
    void experts() {
        hold("cdna3", "bfloat16", e -> e.experts().sixteenBit(), 0.08);
        hold("cdna3", "fp8_block", e -> e.experts().eightBit(), 0.15);
        hold("cdna4", "fp8_block", e -> e.experts().eightBit(), 0.10);
        hold("cdna4", "mxfp4", e -> e.experts().fourBit(), 0.09);
        hold("cdna4", "weightOnly", KernelEfficiency::expertsWeightOnly, 0.10);
    }

    private static void hold(
            String family, String kind, Function<KernelEfficiency, ExpertSurface> choice, double largestMedian) {
        Judgement.hold(family, choice, AiterObservations.experts(kind), largestMedian);
    }
}
