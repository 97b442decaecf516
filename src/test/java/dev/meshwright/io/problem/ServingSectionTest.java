package dev.meshwright.io.problem;

import static dev.meshwright.io.problem.SmallModels.faults;
import static dev.meshwright.io.problem.SmallModels.withWorkload;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.facts.engine.EngineSetup;
import dev.meshwright.facts.problem.Assumptions;
import org.junit.jupiter.api.Test;

/** How an engine is started, as a problem states it. */
class ServingSectionTest {

    private static final String SERVING =
            withWorkload("small-mixture", "{phase: serving, inputTokens: 512, outputTokens: 64}");

    private static Assumptions assumptions(String more) {
        return SmallModels.read("p.yaml", SERVING + more).problem().assumptions();
    }

    @Test
    void statesShareSequencesBudgetAndRelease() {
        Assumptions read = assumptions("assumptions: {engine: vllm, engineVersion: \"0.21\"}\n"
                + "serving: {memoryShare: 0.92, sequences: 256, tokensPerStep: 16384}\n");
        assertThat(read.memoryFraction()).hasValue(0.92);
        assertThat(read.setup().version().orElseThrow()).hasToString("0.21");
        assertThat(read.setup().sequences()).hasValue(256);
        assertThat(read.setup().tokensPerStep()).hasValue(16384);
    }

    @Test
    void statesChunksAndGraphs() {
        EngineSetup setup = assumptions("assumptions: {engine: sglang}\n"
                        + "serving: {chunkedPrefill: false, mixedChunks: true, graphSizes: [8, 1, 4, 8]}\n")
                .setup();
        assertThat(setup.chunkedPrefill()).contains(false);
        assertThat(setup.mixedChunks()).contains(true);
        assertThat(setup.graphSizes()).containsExactly(1, 4, 8);
        assertThat(faults(SERVING + "serving: {chunkedPrefill: no, mixedChunks: 1, graphSizes: [0, 2.5]}\n"))
                .containsExactly(
                        "p.yaml: /serving/chunkedPrefill: must be true or false (no)",
                        "p.yaml: /serving/mixedChunks: must be true or false (1)",
                        "p.yaml: /serving/graphSizes/0: must be at least 1 (0)",
                        "p.yaml: /serving/graphSizes/1: must be a whole number (2.5)");
        assertThat(SmallModels.read("p.yaml", SERVING + "assumptions: {engine: vllm}\nserving: {mixedChunks: true}\n")
                        .notes())
                .contains("mixedChunks has no effect: it is a setting of SGLang, and the others always mix.");
    }

    @Test
    void whatIsLeftOutIsTheEnginesDefault() {
        assertThat(assumptions("assumptions: {engine: sglang}\n").setup()).isEqualTo(EngineSetup.DEFAULT);
        assertThat(assumptions("").memoryFraction()).isEmpty();
    }

    /** The older key and the newer one mean the same; said twice, they must agree. */
    @Test
    void shareAndFractionAreOne() {
        assertThat(assumptions("assumptions: {memoryFraction: 0.85}\n"))
                .isEqualTo(assumptions("serving: {memoryShare: 0.85}\n"));
        assertThat(assumptions("assumptions: {memoryFraction: 0.85}\nserving: {memoryShare: 85 %}\n")
                        .memoryFraction())
                .hasValue(0.85);
        assertThat(faults(SERVING + "assumptions: {memoryFraction: 0.85}\nserving: {memoryShare: 0.9}\n"))
                .containsExactly("p.yaml: /serving/memoryShare: contradicts assumptions.memoryFraction, 0.85 (0.9)."
                        + " Maybe state one of them.");
    }

    /** All at once: a share above 1, no sequences, a release that YAML took for a number, an unknown field. */
    @Test
    void whatIsWrongIsSaidTogether() {
        assertThat(faults(SERVING
                        + "assumptions: {engine: vllm, engineVersion: 0.20}\n"
                        + "serving: {memoryShare: 90, sequences: 0, tokensPerStep: 8192, tokenBudget: 1}\n"))
                .containsExactlyInAnyOrder(
                        "p.yaml: /serving/tokenBudget: unknown field. Maybe one of: memoryShare, sequences,"
                                + " tokensPerStep, chunkedPrefill, mixedChunks, graphSizes, speculation, layerwiseTransfer.",
                        "p.yaml: /assumptions/engineVersion: must be a release such as \"0.21\", in quotes (0.2)."
                                + " Maybe \"0.2\", in quotes.",
                        "p.yaml: /serving/sequences: must be at least 1 (0)",
                        "p.yaml: /serving/memoryShare: must be at most 1 (90). Maybe 90 %.");
        assertThat(faults(SERVING + "serving: {memoryShare: 1.5}\n"))
                .containsExactly("p.yaml: /serving/memoryShare: must be at most 1 (1.5)");
    }

    @Test
    void aReleaseOfNoEngineIsSaidToHaveNoEffect() {
        assertThat(SmallModels.read("p.yaml", SERVING + "assumptions: {engineVersion: \"0.21\"}\n")
                        .notes())
                .contains("engineVersion has no effect: assumptions name no engine.");
    }

    /** Problems written before keep their digest; another setting is another problem. */
    @Test
    void settingsArePartOfTheDigestWhereTheyAreStated() {
        String plain = SmallModels.read("p.yaml", SERVING).digest();
        assertThat(SmallModels.read("p.yaml", SERVING + "serving: {}\n").digest())
                .isEqualTo(plain);
        assertThat(SmallModels.read("p.yaml", SERVING + "serving: {sequences: 9}\n")
                        .digest())
                .isNotEqualTo(plain);
    }
}
