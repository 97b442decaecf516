package dev.meshwright.cost.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.Problems;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.evaluation.Component;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Evaluation.Phase;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.facts.engine.EngineSetup;
import dev.meshwright.facts.engine.Speculation;
import dev.meshwright.facts.engine.Speculation.Draft;
import dev.meshwright.facts.engine.Speculation.Method;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.problem.Assumptions;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload.Decode;
import dev.meshwright.io.catalogue.ModelCatalogue;
import dev.meshwright.layout.Degrees;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What a step that verifies guesses does, beside one that guesses none. */
class VerifyingPassTest {

    private static final Speculation THREE = Speculation.even(Method.NGRAM, 3, 0.7, Optional.empty());

    private static Evaluation evaluation(String model, int sequences, Optional<Speculation> how) {
        Problem problem = Problems.problem(
                        ModelCatalogue.standard().find(model).orElseThrow().model(),
                        Problems.cluster(1, 8, "h200-sxm"),
                        new Decode(List.of(4000), 100, OptionalInt.of(sequences)))
                .withAssumptions(
                        Assumptions.NONE.withEngine(Engine.SGLANG).withSetup(EngineSetup.DEFAULT.withSpeculation(how)));
        CostModel costModel = Problems.costModel(problem);
        int experts = problem.model().experts();
        Degrees degrees = Problems.degrees(experts, 8, 1, 8, 1, 1, sequences, 1);
        return costModel.evaluate(
                Problems.placer(costModel).place(degrees).orElseThrow().layout());
    }

    private static Phase phase(Evaluation evaluation, Component component) {
        return evaluation.phases().stream()
                .filter(phase -> phase.component() == component)
                .findFirst()
                .orElseThrow();
    }

    /** Four tokens of a sequence see one cache: 4 times the products, which read the same keys and values. */
    @Test
    void theCacheIsReadOnceForAllTokensOfASequence() {
        Phase plain = phase(evaluation("qwen3-235b-a22b", 16, Optional.empty()), Component.ATTENTION_CORE);
        Phase verified = phase(evaluation("qwen3-235b-a22b", 16, Optional.of(THREE)), Component.ATTENTION_CORE);
        assertThat(verified.flops()).isCloseTo(4 * plain.flops(), within(1e-9 * verified.flops()));
        assertThat(verified.memoryBytes()).isCloseTo(plain.memoryBytes(), within(1e-9 * plain.memoryBytes()));
    }

    /** 2 sequences x 8 of 128 experts touch at most 16 of a layer; 8 tokens up to 64: between twice and four times as many. */
    @Test
    void moreTokensTouchMoreExperts() {
        Phase plain = phase(evaluation("qwen3-235b-a22b", 2, Optional.empty()), Component.EXPERTS);
        Phase verified = phase(evaluation("qwen3-235b-a22b", 2, Optional.of(THREE)), Component.EXPERTS);
        assertThat(verified.memoryBytes() / plain.memoryBytes()).isBetween(2.0, 4.0);
        assertThat(verified.flops()).isCloseTo(4 * plain.flops(), within(1e-9 * verified.flops()));
    }

    /** A step makes 1 + 0.7 + 0.49 + 0.343 tokens of each of 16 sequences. */
    @Test
    void tokensAreThoseOfAStepTimesHowManyItMakes() {
        Performance verified =
                evaluation("qwen3-235b-a22b", 16, Optional.of(THREE)).performance();
        double perStep = 1 + 0.7 + 0.49 + 0.343;
        assertThat(verified.timePerOutputTokenSeconds().orElseThrow())
                .isCloseTo(verified.stepSeconds() / perStep, within(1e-12));
        assertThat(verified.tokensPerSecond())
                .isCloseTo(16 * perStep / verified.stepSeconds(), within(1e-6 * verified.tokensPerSecond()));
    }

    /** Guessing with the model's own layer is another layer, another product and another head for each guess. */
    @Test
    void ownLayersGuessOneAfterTheOther() {
        Evaluation one = evaluation("qwen3.5-397b-a17b", 16, own(1));
        Evaluation three = evaluation("qwen3.5-397b-a17b", 16, own(3));
        Evaluation none = evaluation("qwen3.5-397b-a17b", 16, Optional.of(THREE));
        double heads = phase(three, Component.LM_HEAD).flops()
                - phase(none, Component.LM_HEAD).flops();
        double hidden = 4096;
        double vocabulary = 248_320;
        // Three heads for 16 sequences; two hidden states to one for 4 x 16 tokens, then twice for 16. An eighth on
        // each GPU.
        double expected = (3 * 16 * 2 * hidden * vocabulary + (4 + 2) * 16 * 2 * 2 * hidden * hidden) / 8;
        assertThat(heads).isCloseTo(expected, within(1e-6 * expected));
        assertThat(one.performance().stepSeconds())
                .isLessThan(three.performance().stepSeconds());
        assertThat(three.stages().getFirst().memoryBytes())
                .isGreaterThan(none.stages().getFirst().memoryBytes());
    }

    private static Optional<Speculation> own(int drafts) {
        return Optional.of(Speculation.even(Method.MTP, drafts, 0.7, Optional.empty()));
    }

    /** A draft of 8 billion weights in 16 bits is 2 GB more on each of 8 GPUs; its cache 1,000 bytes for 4,103 tokens of 16 sequences. */
    @Test
    void aDraftModelTakesMemoryAndTime() {
        Speculation eagle = Speculation.even(Method.EAGLE, 3, 0.7, Optional.of(new Draft(8e9, Precision.BF16, 8000)));
        Evaluation with = evaluation("qwen3-235b-a22b", 16, Optional.of(eagle));
        Evaluation without = evaluation("qwen3-235b-a22b", 16, Optional.of(THREE));
        double more = with.stages().getFirst().memoryBytes()
                - without.stages().getFirst().memoryBytes();
        double expected = 8e9 * 2 / 8 + 16 * (4000 + 100 + 3) * 8000 / 8.0;
        assertThat(more).isCloseTo(expected, within(1e-6 * expected));
        // Three passes read all of its weights.
        assertThat(phase(with, Component.DRAFT_MODEL).memoryBytes()).isGreaterThan(3 * 8e9 * 2 / 8);
        assertThat(with.performance().stepSeconds())
                .isGreaterThan(without.performance().stepSeconds() + 3 * 2e9 / 4.8e12);
    }

    /** Guesses that never count cost time; those that always count make four tokens of a step that takes less than four. */
    @Test
    void guessesGainWhereTheyCountAndLoseWhereTheyDoNot() {
        double plain = perToken(Optional.empty());
        assertThat(perToken(Optional.of(Speculation.even(Method.NGRAM, 3, 0, Optional.empty()))))
                .isGreaterThan(plain);
        assertThat(perToken(Optional.of(Speculation.even(Method.NGRAM, 3, 1, Optional.empty()))))
                .isLessThan(plain);
    }

    private static double perToken(Optional<Speculation> how) {
        return evaluation("qwen3-235b-a22b", 4, how)
                .performance()
                .timePerOutputTokenSeconds()
                .orElseThrow();
    }
}
