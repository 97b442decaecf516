package dev.meshwright.cost.efficiency;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Dense products against TensorRT-LLM's, DeepGEMM's and Vidur's times. Half of the rows (even hash of the line) was fitted; the bound holds for the others. */
@Tag("slow")
class GemmAgainstTablesTest {

    @Test
    void sixteenBitOnAmpere() {
        Judgement.hold("ampere", e -> e.gemm().sixteenBit(), LayerObservations.products(), 0.08);
    }

    @Test
    void sixteenBitOnHopper() {
        Judgement.hold("hopper", e -> e.gemm().sixteenBit(), GemmObservations.of("bfloat16"), 0.09);
    }

    @Test
    void sixteenBitOnBlackwell() {
        Judgement.hold("blackwell", e -> e.gemm().sixteenBit(), GemmObservations.of("bfloat16"), 0.11);
    }

    @Test
    void blockScaledOnHopper() {
        Judgement.hold("hopper", e -> e.gemm().eightBit(), GemmObservations.of("fp8_block"), 0.10);
    }

    @Test
    void blockScaledOnBlackwell() {
        Judgement.hold("blackwell", e -> e.gemm().eightBit(), GemmObservations.of("fp8_block"), 0.07);
    }

    @Test
    void tensorScaledOnHopper() {
        Judgement.hold("hopper", KernelEfficiency::gemmTensorScaled, GemmObservations.of("fp8"), 0.06);
    }

    @Test
    void tensorScaledOnBlackwell() {
        Judgement.hold("blackwell", KernelEfficiency::gemmTensorScaled, GemmObservations.of("fp8"), 0.07);
    }

    @Test
    void fourBitOnBlackwell() {
        Judgement.hold("blackwell", e -> e.gemm().fourBit(), GemmObservations.of("nvfp4"), 0.08);
    }
}
