package dev.meshwright.layout.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.facts.problem.Problem;
import dev.meshwright.io.problem.ProblemFiles;
import dev.meshwright.io.tree.InputFile;
import dev.meshwright.layout.Cut;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An engine starts no format that its kernels do not have on a generation of GPUs, not even with other degrees. */
class EngineFormatsTest {

    private static Problem problem(String engine, String version, String weights, String cache, String nodes) {
        return ProblemFiles.open(
                        new InputFile(
                                "problem.yaml",
                                "name: p\nmodel: {catalog: mixtral-8x7b, weights: " + weights + ", kvCache: " + cache
                                        + "}\ncluster: {nodes: [" + nodes + "]}\nworkload: {phase: serving,"
                                        + " inputTokens: 100, outputTokens: 10}\nassumptions: {engine: " + engine
                                        + ", engineVersion: \"" + version + "\"}\n"),
                        Path.of(""))
                .problem();
    }

    @ParameterizedTest
    @CsvSource({
        "tensorrt-llm, 1.2, nvfp4, bf16, h100-sxm, false",
        "tensorrt-llm, 1.2, nvfp4, bf16, b200-sxm, true",
        "tensorrt-llm, 1.2, fp8, bf16, a100-sxm-80gb, false",
        "tensorrt-llm, 1.2, fp8, bf16, h100-sxm, true",
        "tensorrt-llm, 1.2, bf16, bf16, mi300x, false",
        "vllm, 0.32, nvfp4, bf16, h100-sxm, true",
        "vllm, 0.32, fp8, bf16, a100-sxm-80gb, true",
        "vllm, 0.32, nvfp4, bf16, mi300x, false",
        "vllm, 0.32, bf16, nvfp4, h100-sxm, false",
        "vllm, 0.32, bf16, nvfp4, b200-sxm, true",
        "vllm, 0.18, bf16, nvfp4, b200-sxm, false",
        "sglang, 0.5.9, nvfp4, bf16, h100-sxm, false",
        "sglang, 0.5.17, nvfp4, bf16, h100-sxm, true"
    })
    void formatsAreOfGenerations(
            String engine, String version, String weights, String cache, String gpu, boolean starts) {
        Problem problem = problem(engine, version, weights, cache, "{count: 1, gpus: 8, gpu: " + gpu + "}");
        EngineSpace space = EngineSpace.named(problem).orElseThrow();
        Cut cut = new Cut(8, 1, 1, 8, 1, 1, 1, 8, 1);
        assertThat(space.expresses(cut)).isEqualTo(starts);
        assertThat(space.broken(cut).stream().map(EngineRule::id).toList().contains("formats"))
                .isEqualTo(!starts);
    }

    /** In a cluster of two generations the instances may lie on the one that has the format. */
    @ParameterizedTest
    @CsvSource("tensorrt-llm, 1.2, nvfp4")
    void oneGenerationIsEnough(String engine, String version, String weights) {
        Problem mixed = problem(
                engine,
                version,
                weights,
                "bf16",
                "{count: 1, gpus: 8, gpu: h100-sxm}, {count: 1, gpus: 8, gpu: b200-sxm}");
        assertThat(EngineSpace.named(mixed).orElseThrow().expresses(new Cut(8, 1, 1, 8, 1, 1, 1, 8, 1)))
                .isTrue();
    }
}
