package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What claims on caches are judged by is what the evaluation prints, whatever a model keeps and whichever engine runs. */
class CacheClaimsTest extends ClaimsRun {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // keys and values, windows, latents, recurrent state, pools of compressed entries
                "qwen3-235b-a22b, weights: fp8 | vllm",
                "qwen3-235b-a22b, weights: fp8 | sglang",
                "gpt-oss-120b | vllm",
                "gpt-oss-120b | tensorrt-llm",
                "deepseek-v3, weights: fp8 | sglang",
                "qwen3-next-80b-a3b | vllm",
                "qwen3-next-80b-a3b | sglang",
                "deepseek-v4-flash, kvCache: fp8 | vllm",
            })
    void capacityIsWhatTheEvaluationPrints(String model, String engine) throws IOException {
        JsonNode answer = checked("""
                name: caches
                model: {catalog: %s}
                cluster: {nodes: [{count: 2, gpus: 8, gpu: h200-sxm}]}
                workload: {phase: serving, inputTokens: 3000, outputTokens: 700, concurrency: 32}
                assumptions: {engine: %s}
                """.formatted(model, engine), """
                layout: {tensor: 4, data: 2, expert: 8, expertTensor: 1, replicas: 2}
                claims:
                  - {quantity: cache.tokensPerRank, value: 1}
                  - {quantity: cache.tokens, value: 1}
                  - {quantity: cache.longestContext, value: 1}
                """);
        JsonNode cache = answer.get("evaluation").get("cache");
        double perRank = cache.get("tokensPerRank").doubleValue();
        assertThat(perRank).isPositive();
        // A rule over rounded numbers may lie a token beside.
        assertThat(computed(answer, "cache.tokensPerRank")).isCloseTo(perRank, within(1.0));
        assertThat(computed(answer, "cache.longestContext"))
                .isCloseTo(cache.get("longestContext").doubleValue(), within(1.0));
        // Two replicas of two attention ranks.
        assertThat(cache.get("tokens").doubleValue()).isEqualTo(2 * perRank);
        assertThat(computed(answer, "cache.tokens")).isCloseTo(4 * perRank, within(4.0));
    }
}
