package dev.meshwright.lab.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BridgeRecipesTest {

    private static String words(String release, String model, String gpu) {
        return BridgeRecipes.words("Megatron-Bridge " + release + " NeMo Container", model, gpu, "mxfp8");
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
        assertThat(words).isNotEmpty();
        assertThat(words("26.10.01", "DeepSeek-V4-Flash", "GB300")).isEqualTo(words);
        assertThat(words("27.02", "DeepSeek-V4-Flash", "GB300")).isEqualTo(words);
        assertThat(words("26.02", "DeepSeek-V4-Flash", "GB300")).isEmpty();
        assertThat(words("nightly", "DeepSeek-V4-Flash", "GB300")).isEmpty();
    }
}
