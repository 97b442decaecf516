package dev.meshwright.io.problem;

import static dev.meshwright.io.problem.SmallModels.faults;
import static dev.meshwright.io.problem.SmallModels.withWorkload;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.facts.problem.Problem;
import org.junit.jupiter.api.Test;

/** Engines that problems name. */
class EngineChecksTest {

    private static final String SERVING =
            withWorkload("small-mixture", "{phase: serving, inputTokens: 512, outputTokens: 64}");

    private static final String TRAINING =
            withWorkload("small-mixture", "{phase: training, sequenceLength: 4096, globalBatch: 64}");

    private static Problem read(String text) {
        return SmallModels.read("p.yaml", text).problem();
    }

    @Test
    void anEngineThatTrainsIsNamedLikeOneThatServes() {
        Problem training = read(TRAINING + "assumptions: {engine: megatron, engineVersion: \"0.16\"}\n");
        assertThat(training.engine()).contains("megatron");
        assertThat(training.assumptions().setup().version().orElseThrow()).hasToString("0.16");
        assertThat(training.assumptions().engine()).isEmpty();
        assertThat(read(SERVING + "assumptions: {engine: vllm}\n").engine()).contains("vllm");
        assertThat(read(SERVING).engine()).isEmpty();
    }

    @Test
    void namesNearAnEngineAreGuessed() {
        assertThat(faults(SERVING + "assumptions: {engine: vllmm}\n"))
                .containsExactly("p.yaml: /assumptions/engine: must be one of vllm, sglang, tensorrt-llm, megatron"
                        + " (vllmm). Maybe vllm.");
    }

    @Test
    void enginesServeOrTrain() {
        assertThat(faults(TRAINING + "assumptions: {engine: vllm}\n"))
                .containsExactly("p.yaml: /assumptions/engine: vllm serves models, and the workload trains one (vllm)."
                        + " Maybe megatron.");
        assertThat(faults(SERVING + "assumptions: {engine: megatron}\nserving: {sequences: 8}\n"
                        + "search: {redundantSlotsPerRank: 2}\n"))
                .containsExactlyInAnyOrder(
                        "p.yaml: /assumptions/engine: megatron trains models, and the workload serves one (megatron)."
                                + " Maybe vllm or sglang or tensorrt-llm.",
                        "p.yaml: /serving: has no meaning: Megatron-Core trains. Maybe leave it out, or name an"
                                + " inference engine.",
                        "p.yaml: /search/redundantSlotsPerRank: Megatron-Core has no redundant experts (2). Maybe 0, or"
                                + " engineSpace: false.");
    }

    @Test
    void unknownReleasesAreRefusedWithTheKnownOnes() {
        assertThat(faults(SERVING + "assumptions: {engine: sglang, engineVersion: \"0.9\"}\n"))
                .containsExactly("p.yaml: /assumptions/engineVersion: is no release of SGLang that is known: 0.3 to"
                        + " 0.5.17 are (0.9). Maybe leave it out for \"0.5.17\".");
    }

    @Test
    void theSpaceIsOpenedAndItsLimitLifted() {
        Problem open =
                read(SERVING + "assumptions: {engine: vllm}\nsearch: {engineSpace: false, maximumInstance: 64}\n");
        assertThat(open.limits().engineSpace()).isFalse();
        assertThat(open.limits().maximumInstance()).hasValue(64);
        assertThat(SmallModels.read("p.yaml", SERVING + "search: {engineSpace: false}\n")
                        .notes())
                .contains("search.engineSpace has no effect: assumptions name no engine.");
        assertThat(faults(SERVING + "search: {engineSpace: maybe, maximumInstance: 0}\n"))
                .hasSize(2);
    }
}
