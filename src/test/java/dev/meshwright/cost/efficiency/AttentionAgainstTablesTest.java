package dev.meshwright.cost.efficiency;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Attention cores against TensorRT-LLM's times. Half of the rows (even hash of the line) was fitted; the bound holds for the others. */
@Tag("slow")
class AttentionAgainstTablesTest {

    @Test
    void prefillOnHopper() {
        Judgement.hold(
                "hopper", e -> e.prefillAttention().sixteenBit(), AttentionObservations.prefill("bfloat16"), 0.22);
    }

    @Test
    void prefillInEightBitsOnHopper() {
        Judgement.hold("hopper", e -> e.prefillAttention().eightBit(), AttentionObservations.prefill("fp8"), 0.22);
    }

    @Test
    void prefillOnBlackwell() {
        Judgement.hold(
                "blackwell", e -> e.prefillAttention().sixteenBit(), AttentionObservations.prefill("bfloat16"), 0.14);
    }

    @Test
    void prefillInEightBitsOnBlackwell() {
        Judgement.hold("blackwell", e -> e.prefillAttention().eightBit(), AttentionObservations.prefill("fp8"), 0.13);
    }

    @Test
    void decodeOnHopper() {
        Judgement.hold("hopper", e -> e.decodeAttention().sixteenBit(), AttentionObservations.decode("bfloat16"), 0.22);
    }

    @Test
    void decodeFromEightBitsOnHopper() {
        Judgement.hold("hopper", e -> e.decodeAttention().eightBit(), AttentionObservations.decode("fp8"), 0.22);
    }

    @Test
    void decodeOnBlackwell() {
        Judgement.hold(
                "blackwell", e -> e.decodeAttention().sixteenBit(), AttentionObservations.decode("bfloat16"), 0.11);
    }

    @Test
    void decodeFromEightBitsOnBlackwell() {
        Judgement.hold("blackwell", e -> e.decodeAttention().eightBit(), AttentionObservations.decode("fp8"), 0.12);
    }
}
