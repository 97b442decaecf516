package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A proof that hardware cannot do what is claimed holds for all of the hardware and all of the model. */
class ImpossibleClaimsTest extends ClaimsRun {

    private static String problem(String model, String nodes) {
        return """
                name: proofs
                model: %s
                cluster: {nodes: [%s]}
                workload: {phase: prefill, inputTokens: 1024, concurrency: 8}
                """.formatted(model, nodes);
    }

    private static final String MEMORY =
            "layout: {tensor: 8, expert: 8, pipeline: 1}\nclaims:\n  - {quantity: memory.perGpu, value: 100 GB}\n";

    /** 100 GB are more than an A100 of 40 GB has, and less than an H200. */
    @Test
    void oneKindBoundsNoOther() throws IOException {
        String small = "{count: 1, gpus: 8, gpu: a100-sxm-40gb}";
        JsonNode alone = claim(checked(problem("{catalog: mixtral-8x7b}", small), MEMORY), "memory.perGpu");
        assertThat(alone.get("impossible").booleanValue()).isTrue();
        JsonNode mixed = claim(
                checked(problem("{catalog: mixtral-8x7b}", small + ", {count: 1, gpus: 8, gpu: h200-sxm}"), MEMORY),
                "memory.perGpu");
        assertThat(mixed.get("impossible").booleanValue()).isFalse();
    }

    /** Experts of DeepSeek-V4 are expanded to 16 bits on Hopper, everything else runs in 8 bits: the faster one bounds. */
    @Test
    void theFastestFormatOfTheModelBounds() throws IOException {
        String claims =
                "layout: {tensor: 8, expert: 8, pipeline: 1}\nclaims:\n  - {quantity: gpu.peakFlops, value: 1 PFLOP/s}\n";
        JsonNode answer =
                checked(problem("{catalog: deepseek-v4-flash}", "{count: 1, gpus: 8, gpu: h200-sxm}"), claims);
        assertThat(computed(answer, "gpu.peakFlops")).isCloseTo(1978e12, within(1e9));
        JsonNode blackwell = checked(problem("{catalog: gpt-oss-120b}", "{count: 1, gpus: 8, gpu: b200-sxm}"), claims);
        assertThat(computed(blackwell, "gpu.peakFlops"))
                .as("4-bit experts times 8-bit inputs")
                .isCloseTo(4500e12, within(1e9));
    }
}
