package dev.meshwright.cost.efficiency;

import org.junit.jupiter.api.Test;

/** Routed experts against TensorRT-LLM's and SGLang's times. Half of the rows (even hash of the line) was fitted; the bound holds for the others. */
class ExpertsAgainstTablesTest {

    @Test
    void sixteenBitOnHopper() {
        Judgement.hold("hopper", e -> e.experts().sixteenBit(), ExpertObservations.of("bfloat16"), 0.11);
    }

    @Test
    void blockScaledOnHopper() {
        Judgement.hold("hopper", e -> e.experts().eightBit(), ExpertObservations.of("fp8_block"), 0.12);
    }

    @Test
    void weightOnlyOnHopper() {
        Judgement.hold("hopper", KernelEfficiency::expertsWeightOnly, ExpertObservations.of("w4a16_mxfp4"), 0.20);
    }

    @Test
    void blockScaledOnBlackwell() {
        Judgement.hold("blackwell", e -> e.experts().eightBit(), ExpertObservations.of("fp8_block"), 0.08);
    }

    @Test
    void fourBitOnBlackwell() {
        Judgement.hold("blackwell", e -> e.experts().fourBit(), ExpertObservations.of("nvfp4"), 0.11);
    }
}
