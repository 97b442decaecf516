package dev.meshwright.lab.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.facts.model.Model;
import dev.meshwright.io.catalogue.GpuCatalogue;
import dev.meshwright.io.catalogue.ModelCatalogue;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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
        "GPT-3 175B, gpt-175b",
        "DEEPSEEK_V3, deepseek-v3",
        "LLAMA3.1_8B, llama-3.1-8b",
        "nvidia/Llama-3_1-Nemotron-70B-Instruct, llama-3.1-70b",
        "MOE_Mixtral8x22B, mixtral-8x22b",
        "nvidia/NVIDIA-Nemotron-3-Super-120B-A12B-NVFP4, nemotron-3-super-120b-a12b",
        "meta-llama/Meta-Llama-3-70B-Instruct, llama-3.1-70b",
        "amd/Llama-3.1-405B-Instruct-FP8-KV, llama-3.1-405b",
        "amd/gpt-oss-120b-w-mxfp4-a-fp8, gpt-oss-120b",
        "amd/DeepSeek-R1-0528-MXFP4-MTP-MoEFP8, deepseek-r1",
        "RedHatAI/Qwen3-235B-A22B-NVFP4A16, qwen3-235b-a22b",
        "unsloth/Qwen3-30B-A3B-Instruct-2507-GGUF:Q4_K_M, qwen3-30b-a3b",
        "mlx-community/Qwen3-30B-A3B-4bit, qwen3-30b-a3b",
        "MiniMaxAI/MiniMax-M2.7, minimax-m2.5",
        "/models/deepseek-ai/DeepSeek-R1-0528/, deepseek-r1",
        "hub/models--deepseek-ai--DeepSeek-V3/snapshots/0a1b, deepseek-v3",
        "deepseek-ai\\DeepSeek-V3, deepseek-v3"
    })
    void checkpointsAreFoundByTheirModel(String path, String name) {
        assertThat(find(path))
                .hasValueSatisfying(model -> assertThat(model.name()).isEqualTo(name));
    }

    @ParameterizedTest
    @CsvSource({
        "unknown/Model-7B-FP8",
        "FP8",
        "Qwen/Qwen3-14B",
        "nvidia/gpt-oss-120b-Eagle3",
        "meta-llama/Llama-9.9-70B-Instruct",
        "-v2"
    })
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

    @ParameterizedTest
    @CsvSource({
        "NVIDIA H100 80GB HBM3, h100-sxm",
        "NVIDIA A100-SXM4-80GB, a100-sxm-80gb",
        "NVIDIA H100 PCIe, h100-pcie",
        "AMD_Instinct_MI300X_OAM, mi300x",
        "NVIDIA RTX PRO 6000 Blackwell Server Edition, rtx-pro-6000",
        "b300_sxm6, b300-sxm",
        "H100 SXM, h100-sxm",
        "8xH200, h200-sxm",
        "h20-96, h20",
        "gh200-hbm3e, gh200-144gb",
        "rtx4090, rtx-4090"
    })
    void gpusAreFoundAsDriversAndPeopleCallThem(String system, String name) {
        assertThat(gpu(system)).isEqualTo(name);
    }

    /** Other GPUs than the catalogue's have other numbers. */
    @ParameterizedTest
    @CsvSource({"h800_pcie", "h200_pcie", "h20-4e", "gb200-nvl4", "mi250", "a16", "tpu_v6e"})
    void otherGpusAreNot(String system) {
        assertThatThrownBy(() -> gpu(system)).hasMessage("unknown GPU " + system);
    }

    @ParameterizedTest
    @CsvSource({
        "nvidia/DeepSeek-R1-0528-NVFP4-v2, nvfp4",
        "Qwen/Qwen3-32B-FP8, fp8",
        "RedHatAI/Llama-3.3-70B-Instruct-quantized.w4a16, w4a16",
        "deepseek-ai/DeepSeek-V3, ''",
        "some/Fp8ish-Model, ''"
    })
    void checkpointsNameTheirFormat(String path, String format) {
        assertThat(ModelNames.format(path)).isEqualTo(format);
    }

    /** Each suffix is looked for once more in what is left: a name of nothing else must not take seconds. */
    @Test
    @Timeout(value = 5, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void enormousNamesAreUnknownAtOnce() {
        assertThat(find("llama-3.1-8b" + "-fp8".repeat(50_000))).isEmpty();
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
