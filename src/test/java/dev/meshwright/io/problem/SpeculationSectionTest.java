package dev.meshwright.io.problem;

import static dev.meshwright.io.problem.SmallModels.faults;
import static dev.meshwright.io.problem.SmallModels.withWorkload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.facts.engine.Speculation;
import dev.meshwright.facts.engine.Speculation.Draft;
import dev.meshwright.facts.engine.Speculation.Method;
import dev.meshwright.facts.model.Precision;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a problem states that tokens are guessed. */
class SpeculationSectionTest {

    private static final String SERVING =
            withWorkload("small-mixture", "{phase: serving, inputTokens: 512, outputTokens: 64}");

    private static Speculation read(String section) {
        return SmallModels.read("p.yaml", SERVING + "serving: {speculation: " + section + "}\n")
                .problem()
                .assumptions()
                .setup()
                .speculation()
                .orElseThrow();
    }

    private static List<String> wrong(String section) {
        return faults(SERVING + "serving: {speculation: " + section + "}\n");
    }

    @Test
    void chancesAreStatedByPositionOrAsOneOrAsALength() {
        assertThat(read("{method: ngram, drafts: 2, acceptance: [0.8, 50 %]}").acceptance())
                .containsExactly(0.8, 0.5);
        assertThat(read("{method: ngram, drafts: 2, acceptance: 0.5}").acceptance())
                .containsExactly(0.5, 0.25);
        assertThat(read("{method: ngram, drafts: 3, acceptedLength: 2.2}").tokensPerStep())
                .isCloseTo(2.2, within(1e-9));
    }

    /** With the workload it is the same as beside the engine's settings, and the same problem; both at once say it twice. */
    @Test
    void itIsSaidWithTheWorkloadOrWithTheSettings() {
        String section = "{method: ngram, drafts: 2, acceptance: 0.5}";
        String with = withWorkload(
                "small-mixture",
                "{phase: serving, inputTokens: 512, outputTokens: 64, speculation: " + section
                        + ", prefixCache: {hitRate: 50 %}}");
        String beside = withWorkload(
                        "small-mixture", "{phase: serving, inputTokens: 512, outputTokens: 64, prefixHitRate: 0.5}")
                + "serving: {speculation: " + section + "}\n";
        assertThat(SmallModels.read("p.yaml", with).digest())
                .isEqualTo(SmallModels.read("p.yaml", beside).digest());
        assertThat(faults(with + "serving: {speculation: " + section + "}\n"))
                .containsExactly(
                        "p.yaml: /workload/speculation: has no meaning beside serving.speculation. Maybe leave one of them out.");
        assertThat(faults(with.replace("prefixCache", "prefixHitRate: 0.5, prefixCache")))
                .containsExactly(
                        "p.yaml: /workload/prefixCache: has no meaning beside prefixHitRate, which says the same. Maybe leave one of them out.");
        assertThat(faults(with.replace("hitRate: 50 %", "hitRate: 120 %"))).hasSize(1);
    }

    @Test
    void aDraftModelHasItsOwnWeightsAndCache() {
        Speculation eagle = read("{method: eagle, drafts: 1, acceptance: 0.6,"
                + " draft: {parameters: 1.2e9, weights: fp8, cacheBytesPerToken: 4096}}");
        assertThat(eagle.method()).isEqualTo(Method.EAGLE);
        assertThat(eagle.draft()).contains(new Draft(1.2e9, Precision.FP8, 4096));
        // 1.2 billion weights of a byte
        assertThat(eagle.draft().orElseThrow().weightBytes()).isEqualTo(1.2e9);
    }

    @Test
    void guessesMayBeATreeOrABlock() {
        String draft = "draft: {parameters: 1.2e9}}";
        Speculation tree =
                read("{method: eagle, drafts: 3, acceptance: 0.8, tree: {verified: 15, branches: 4}, " + draft);
        assertThat(tree.tree()).contains(new Speculation.Tree(15, 4));
        assertThat(tree.positions()).isEqualTo(16);
        assertThat(read("{method: dflash, drafts: 7, acceptedLength: 3.41, " + draft)
                        .passes())
                .isEqualTo(1);
        assertThat(wrong("{method: dspark, drafts: 7, acceptedLength: 3.41, tree: {verified: 15, branches: 4}, "
                        + draft))
                .containsExactly(
                        "p.yaml: /serving/speculation/tree: has no meaning with method dspark, whose guesses are a chain. Maybe eagle.");
        assertThat(wrong("{method: eagle, drafts: 3, acceptance: 0.8, tree: {verified: 2, branches: 0}, " + draft))
                .containsExactly(
                        "p.yaml: /serving/speculation/tree/verified: must be at least 3 (2)",
                        "p.yaml: /serving/speculation/tree/branches: must be at least 1 (0)");
    }

    /** Each with its place, its value and what may have been meant. */
    @Test
    void whatCannotBeIsRefusedAtTheDoor() {
        assertThat(wrong("{method: medusa, drafts: 0, acceptance: 1.2}"))
                .containsExactlyInAnyOrder(
                        "p.yaml: /serving/speculation/method: must be one of mtp, eagle, draft-model, dflash, dspark, ngram (medusa)",
                        "p.yaml: /serving/speculation/drafts: must be at least 1 (0)",
                        "p.yaml: /serving/speculation/acceptance: must be at most 1 (1.2)");
        assertThat(wrong("{method: ngram, drafts: 2, acceptance: 1.2}"))
                .containsExactly("p.yaml: /serving/speculation/acceptance: must be at most 1 (1.2)");
        assertThat(wrong("{method: ngram, drafts: 2, acceptance: [0.5, 0.7]}"))
                .containsExactly(
                        "p.yaml: /serving/speculation/acceptance/1: must be at most the one before: a guess counts"
                                + " only if those before it do (0.7). Maybe acceptance: one number, the chance of a guess if the"
                                + " one before counts.");
        assertThat(wrong("{method: ngram, drafts: 3, acceptance: [0.5, 0.4]}"))
                .containsExactly("p.yaml: /serving/speculation/acceptance: must have an entry for each of 3 drafts, and"
                        + " has 2");
        assertThat(wrong("{method: ngram, drafts: 2, acceptedLength: 3.5}"))
                .containsExactly("p.yaml: /serving/speculation/acceptedLength: must be at most 3 (3.5)");
        assertThat(wrong("{method: ngram, drafts: 2}"))
                .containsExactly("p.yaml: /serving/speculation: must have acceptance or acceptedLength, and not both");
        assertThat(wrong("{method: eagle, drafts: 2, acceptance: 0.5}"))
                .containsExactly(
                        "p.yaml: /serving/speculation: must have a draft: the weights of what guesses with method"
                                + " eagle are not the model's. Maybe draft: {parameters: 1.2 B}.");
        assertThat(wrong("{method: mtp, drafts: 2, acceptance: 0.5}"))
                .containsExactly(
                        "p.yaml: /serving/speculation/method: has no meaning: model small-mixture has no layers"
                                + " for multi-token prediction (mtp). Maybe eagle, with a draft.");
        assertThat(faults(withWorkload("small-mixture", "{phase: prefill, inputTokens: 512}")
                        + "serving: {speculation: {method: ngram, drafts: 2, acceptance: 0.5}}\n"))
                .containsExactly(
                        "p.yaml: /serving/speculation: has no meaning in a phase in which no answers are written");
    }
}
