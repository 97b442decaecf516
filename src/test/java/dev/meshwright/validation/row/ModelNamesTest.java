package dev.meshwright.validation.row;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.cluster.Gpu;
import dev.meshwright.io.GpuCatalogue;
import dev.meshwright.io.ModelCatalogue;
import dev.meshwright.model.Model;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelNamesTest {

    @ParameterizedTest
    @CsvSource({
        "nvidia/DeepSeek-R1-0528-FP4-v2, deepseek-r1",
        "deepseek-ai/DeepSeek-V3.1, deepseek-v3",
        "nvidia/DeepSeek-V3.1-NVFP4, deepseek-v3",
        "Qwen/Qwen3-235B-A22B-Instruct-2507-FP8, qwen3-235b-a22b",
        "Qwen/Qwen3.5-397B-A17B-FP8, qwen3.5-397b-a17b",
        "meta-llama/Meta-Llama-3.1-8B-Instruct, llama-3.1-8b",
        "nvidia/Llama-3.3-70B-Instruct-FP4, llama-3.1-70b",
        "moonshotai/Kimi-K2-Instruct-0905, kimi-k2-instruct",
        "openai/gpt-oss-120b, gpt-oss-120b",
        "mistralai/Mixtral-8x7B-Instruct-v0.1, mixtral-8x7b",
        "GPT-3 175B, gpt-175b"
    })
    void checkpointsAreFoundByTheirModel(String path, String name) {
        assertThat(find(path))
                .hasValueSatisfying(model -> assertThat(model.name()).isEqualTo(name));
    }

    @ParameterizedTest
    @CsvSource({"unknown/Model-7B-FP8", "FP8", "meta-llama/Llama-9.9-70B-Instruct", "-v2"})
    void othersAreNot(String path) {
        assertThat(find(path)).isEmpty();
    }

    @Test
    void systemsAreFoundWithAndWithoutTheirForm() {
        assertThat(gpu("h200_sxm")).isEqualTo("h200-sxm");
        assertThat(gpu("h200")).isEqualTo("h200-sxm");
        assertThat(gpu("gb300_sxm")).isEqualTo("gb300");
        assertThat(gpu("mi300x")).isEqualTo("mi300x");
    }

    private static Optional<Model> find(String path) {
        return ModelNames.find(
                path, name -> ModelCatalogue.standard().find(name).map(ModelCatalogue.Entry::model));
    }

    private static String gpu(String system) {
        Gpu found = GpuNames.system(system, GpuCatalogue.standard()::find);
        return found.name();
    }
}
