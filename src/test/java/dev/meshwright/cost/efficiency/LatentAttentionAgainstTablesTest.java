package dev.meshwright.cost.efficiency;

import org.junit.jupiter.api.Test;

/** Multi-head latent attention against FlashMLA's times and SGLang's whole modules. Half of the rows (even hash of the line) was fitted; the bound holds for the others. */
class LatentAttentionAgainstTablesTest {

    @Test
    void prefillOnHopper() {
        Judgement.hold("hopper", KernelEfficiency::latentPrefill, LatentObservations.prefill(), 0.24);
    }

    @Test
    void prefillOnBlackwell() {
        Judgement.hold("blackwell", KernelEfficiency::latentPrefill, LatentObservations.prefill(), 0.18);
    }

    @Test
    void coreInDecodeOnHopper() {
        Judgement.hold("hopper", e -> e.latentDecode().sixteenBit(), LatentObservations.decode("bfloat16"), 0.14);
    }

    @Test
    void moduleInDecodeOnHopper() {
        Judgement.hold("hopper", e -> e.latentDecode().eightBit(), LatentObservations.decode("fp8"), 0.11);
    }

    @Test
    void moduleInDecodeOnBlackwell() {
        Judgement.hold("blackwell", e -> e.latentDecode().eightBit(), LatentObservations.decode("fp8"), 0.14);
    }
}
