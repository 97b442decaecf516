package dev.meshwright.lab.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PublishedRecipesTest {

    private static String words(String release, String model, String gpu) {
        return PublishedRecipes.words("Megatron-Bridge " + release + " NeMo Container", "", model, gpu, "mxfp8");
    }

    @Test
    void namesAreReadInAnySpelling() {
        String words = words("26.08", "gpt-oss-120b", "GB300");
        assertThat(words).contains("captured iteration");
        assertThat(words("26.08", "openai/GPT-OSS-120B", "NVIDIA GB300")).isEqualTo(words);
    }

    @Test
    void laterReleasesKeepTheSettingsOfTheLastOneRead() {
        String words = words("26.08", "DeepSeek-V4-Flash", "GB300");
        assertThat(words).contains("captured iteration");
        assertThat(words("26.10.01", "DeepSeek-V4-Flash", "GB300")).isEqualTo(words);
        assertThat(words("27.02", "DeepSeek-V4-Flash", "GB300")).isEqualTo(words);
        assertThat(words("26.02", "DeepSeek-V4-Flash", "GB300")).doesNotContain("captured");
        assertThat(words("nightly", "DeepSeek-V4-Flash", "GB300")).doesNotContain("captured");
    }

    @Test
    void cloudBenchmarksAndRoundsOfMlperfAreKnownByTheirNames() {
        assertThat(PublishedRecipes.words("NeMo (dgxc-benchmarking v25.02)", "", "Grok-1", "H100-SXM-80", "fp8"))
                .contains("tensor overlap", "16-bit gradients", "narrow weights", "fixed capacity");
        assertThat(PublishedRecipes.words("NeMo (dgxc-benchmarking v25.05)", "", "Grok-1", "GB200", "bf16"))
                .contains("captured iteration")
                .doesNotContain("fixed capacity", "narrow weights");
        assertThat(PublishedRecipes.words("NeMo", "mlperf-v5.1-405b-gb200-512-fp4", "Llama-3.1-405B", "GB200", "nvfp4"))
                .contains("no tensor overlap", "400gb/s ib per gpu");
        assertThat(PublishedRecipes.words(
                        "NeMo/Megatron", "somebody/training_results_v6.0@abc:x", "DeepSeek-V3", "GB300", "mxfp8"))
                .contains("16-bit gradients")
                .doesNotContain("per gpu");
        assertThat(PublishedRecipes.words("NeMo", "mlperf-v5.1-8b-mi350x-8", "Llama-3.1-8B", "MI350X", "fp8"))
                .isEmpty();
    }
}
