package dev.meshwright.question.audit.fact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.base.derivation.Derivation;
import dev.meshwright.base.derivation.Formula;
import dev.meshwright.base.quantity.Dimension;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which of several ways to a quantity a book takes, what it lacks, and how it says so. */
class FactBookTest {

    private static Map<String, Derivation> given(Object... pairs) {
        Map<String, Derivation> facts = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            String name = (String) pairs[i];
            double value = ((Number) pairs[i + 1]).doubleValue();
            Dimension dimension = QuantityCatalogue.get(name).dimension();
            facts.put(name, Derivation.given(name, value, dimension, "given"));
        }
        return facts;
    }

    private static Map<String, Derivation> premise(String name, double value) {
        return Map.of(
                name,
                Derivation.premise(name, value, QuantityCatalogue.get(name).dimension(), ""));
    }

    /** What is known goes before a rule; a rule that says the same but for rounding says more. */
    @Test
    void whatIsKnownGoesBeforeRulesThatSayOtherwise() {
        FactBook other = new FactBook(
                Work.DECODE, given("memory.model", 35e9, "gpus", 8, "memory.perGpu.minimum", 5e9), Map.of());
        assertThat(other.value("memory.perGpu.minimum", 0)).isEqualTo(5e9);
        FactBook same = new FactBook(
                Work.DECODE,
                given("memory.model", 40e9, "gpus", 8, "memory.perGpu.minimum", 5e9 * (1 + 0.9e-9)),
                Map.of());
        Derivation ruled = same.find("memory.perGpu.minimum").orElseThrow();
        assertThat(ruled.formula()).isEqualTo("memory.model / gpus");
        assertThat(ruled.value()).isEqualTo(40e9 / 8);
        FactBook near = new FactBook(
                Work.DECODE,
                given("memory.model", 40e9, "gpus", 8, "memory.perGpu.minimum", 5e9 * (1 + 2e-9)),
                Map.of());
        assertThat(near.value("memory.perGpu.minimum", 0)).isEqualTo(5e9 * (1 + 2e-9));
        assertThat(near.known()).containsExactlyInAnyOrder("memory.model", "gpus", "memory.perGpu.minimum");
    }

    /** 8 GPUs are known; with 4 as a premise the same rule gives twice as much, against what is known of it. */
    @Test
    void rulesOverPremisesGoBeforeWhatIsKnown() {
        FactBook book = new FactBook(
                Work.DECODE, given("memory.model", 40e9, "gpus", 8, "memory.perGpu.minimum", 5e9), Map.of());
        FactBook stated = book.given(premise("gpus", 4));
        assertThat(stated.value("memory.perGpu.minimum", 0)).isEqualTo(40e9 / 4);
        assertThat(stated.find("memory.perGpu.minimum").orElseThrow().premised())
                .isTrue();
        assertThat(stated.value("memory.model", 0)).isEqualTo(40e9);
        assertThat(stated.value("power.system", -1)).isEqualTo(-1);
        assertThat(stated.work()).isEqualTo(Work.DECODE);
    }

    /** A formula of the cost model is worked out again with a premise in the place of its own number: 384 / (2 x 40 ms). */
    @Test
    void formulasOfTheModelAreWorkedOutAgain() {
        Map<String, Derivation> facts = given("timePerOutputToken", 0.02);
        Derivation time = facts.get("timePerOutputToken");
        Derivation half = Derivation.of(
                "stepTime",
                Dimension.SECONDS,
                new Formula("2 * time"),
                List.of(new Derivation.Input("time", time)),
                "cost model");
        Derivation rate = Derivation.of(
                "throughput.replica",
                Dimension.TOKENS_PER_SECOND,
                new Formula("384 / step"),
                List.of(new Derivation.Input("step", half)),
                "cost model");
        facts.put("stepTime", half);
        facts.put("throughput.replica", rate);
        FactBook book = new FactBook(Work.DECODE, facts, Map.of());
        assertThat(book.value("throughput.replica", 0)).isCloseTo(384 / (2 * 0.02), within(1e-9));
        assertThat(book.find("throughput.replica").orElseThrow()).isSameAs(rate);
        Derivation again = book.given(premise("timePerOutputToken", 0.04))
                .find("throughput.replica")
                .orElseThrow();
        assertThat(again.value()).isCloseTo(384 / (2 * 0.04), within(1e-9));
        assertThat(again.premised()).isTrue();
        assertThat(again.source()).isEqualTo("cost model");
    }

    /**
     * Tokens per second and time per token follow from each other; asked first for the one that a premise leads to by a circle, the
     * other is not remembered as missing.
     */
    @Test
    void circlesForgetWhatWasMissingOnTheWay() {
        FactBook book = new FactBook(Work.DECODE, given("batch", 100, "gpus", 8), Map.of());
        assertThat(book.find("throughput.system")).isEmpty();
        assertThat(book.find("timePerOutputToken")).isEmpty();
        FactBook stated = book.given(premise("interactivity", 50));
        assertThat(stated.value("throughput.perGpu", 0)).isCloseTo(100 * 50 / 8.0, within(1e-9));
        assertThat(stated.value("timePerOutputToken", 0)).isCloseTo(1 / 50.0, within(1e-12));
        assertThat(stated.value("throughput.system", 0)).isCloseTo(100 * 50, within(1e-9));
    }

    /** Weights spread evenly need those of the model, which need the bytes of one: what is lacking in the end has no rule. */
    @Test
    void namesWhatIsLackingInTheEnd() {
        FactBook book = new FactBook(Work.TRAINING, given("gpu.memory", 80e9), Map.of());
        assertThat(book.lacking("gpus.perStage")).containsExactly("degrees.tensor", "degrees.data");
        assertThat(book.lacking("memory.perGpu.minimum"))
                .contains("bytes.perParameter")
                .doesNotContain("memory.model");
        assertThat(book.lacking("gpu.memory")).isEmpty();
        assertThat(book.resolve("memory.utilisation"))
                .isEqualTo(new FactBook.Resolution.Missing(List.of("memory.perGpu")));
    }

    /** A step is its symbols, its numbers, its value and why; what is derived comes before the premises. */
    @Test
    void stepsAreSaidInOrder() {
        FactBook book = new FactBook(Work.DECODE, given("parameters.total", 20e9, "bytes.perParameter", 2), Map.of())
                .given(premise("gpus", 8));
        Derivation minimum = book.find("memory.perGpu.minimum").orElseThrow();
        List<String> steps = List.of(
                "memory.perGpu.minimum = memory.model / gpus = 40 GB / 8 = 5 GB (the weights alone, spread evenly; nothing needs less)",
                "memory.model = parameters.total * bytes.perParameter = 20.0B * 2 B = 40 GB (all weights, once)",
                "gpus = 8");
        assertThat(Steps.of(minimum, 9)).containsExactlyElementsOf(steps);
        assertThat(Steps.of(minimum, 2)).containsExactlyElementsOf(steps.subList(0, 2));
        assertThat(Steps.of(minimum, 0)).isEmpty();
        assertThat(Steps.numbers(minimum)).isEqualTo("40 GB / 8");
        assertThat(Steps.alias(minimum)).isFalse();
        Derivation met = given("targets.memory.met", 1).get("targets.memory.met");
        assertThat(Steps.amount(met)).isEqualTo("true");
        assertThat(Steps.amount(given("targets.memory.met", 0).get("targets.memory.met")))
                .isEqualTo("false");
        assertThat(Steps.amount(given("parameters.total", 1e6).get("parameters.total")))
                .isEqualTo("1.0M");
        assertThat(Steps.amount(given("parameters.total", 999_999).get("parameters.total")))
                .isEqualTo("999,999");
        FactBook one = new FactBook(Work.PREFILL, given("throughput.system", 700), Map.of());
        Derivation alias = one.find("throughput.prefill.system").orElseThrow();
        assertThat(Steps.alias(alias)).isTrue();
        assertThat(Steps.line(alias))
                .isEqualTo(
                        "throughput.prefill.system = throughput.system = 700 tokens/s (there is nothing but reading)");
    }
}
