package dev.meshwright.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ServingRecipeTest {

    @Test
    void sglangOnBlackwellLooksForRequestsNowAndThen() {
        assertThat(waitSteps("Qwen/Qwen3.5-397B-A17B", "b200_sxm", "sglang", "bf16", 8, 8))
                .isEqualTo((10 - 1) / 2.0);
        assertThat(waitSteps("Qwen/Qwen3.5-397B-A17B", "b200_sxm", "sglang", "bf16", 8, 16))
                .isEqualTo((30 - 1) / 2.0);
        assertThat(waitSteps("any/other", "b300_sxm", "sglang", "fp8", 4, 64)).isEqualTo((30 - 1) / 2.0);
        assertThat(waitSteps("deepseek-ai/DeepSeek-V3", "h200_sxm", "sglang", "fp8", 8, 64))
                .isZero();
        assertThat(waitSteps("meta-llama/Llama-3.1-70B", "b200_sxm", "trtllm", "fp8", 4, 4))
                .isZero();
    }

    private static double waitSteps(
            String model, String system, String engine, String precision, int tensor, int concurrency) {
        return ServingRecipe.of(ServingRow.of(Map.of(
                        "model_path",
                        model,
                        "system",
                        system,
                        "backend",
                        engine,
                        "precision",
                        precision,
                        "isl",
                        "1024",
                        "osl",
                        "1024",
                        "tp_size",
                        Integer.toString(tensor),
                        "concurrency",
                        Integer.toString(concurrency))))
                .waitSteps();
    }
}
