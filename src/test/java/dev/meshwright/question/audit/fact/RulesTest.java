package dev.meshwright.question.audit.fact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.base.derivation.Derivation;
import dev.meshwright.base.derivation.Formula;
import dev.meshwright.base.derivation.Reworked;
import dev.meshwright.base.quantity.Dimension;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rules name quantities of the catalogue, and conclusions from premises are arithmetic. */
class RulesTest {

    private static Map<String, Derivation> facts(boolean premised, Object... pairs) {
        Map<String, Derivation> facts = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            String name = (String) pairs[i];
            Dimension dimension = QuantityCatalogue.get(name).dimension();
            double value = ((Number) pairs[i + 1]).doubleValue();
            facts.put(
                    name,
                    premised
                            ? Derivation.premise(name, value, dimension, "")
                            : Derivation.given(name, value, dimension, ""));
        }
        return facts;
    }

    @Test
    void everySymbolIsInTheCatalogue() {
        assertThat(Rules.all()).hasSizeGreaterThan(60);
        for (Rule rule : Rules.all()) {
            assertThat(QuantityCatalogue.find(rule.quantity()))
                    .as(rule.quantity())
                    .isPresent();
            assertThat(rule.formula().symbols()).as(rule.formula().text()).isNotEmpty();
            for (String symbol : rule.formula().symbols()) {
                assertThat(QuantityCatalogue.find(symbol))
                        .as(rule.quantity() + ": " + symbol)
                        .isPresent();
            }
        }
    }

    @Test
    void formulasFollowTheRulesOfArithmetic() {
        Map<String, Double> values = Map.of("a.b", 7.0, "c", 2.0);
        assertThat(new Formula("a.b - c * 3 + (a.b - 1) / c").value(values::get))
                .isEqualTo(7 - 2 * 3 + (7 - 1) / 2.0);
        assertThat(new Formula("min(1, floor(a.b / c))").value(values::get)).isEqualTo(1);
        assertThat(new Formula("ceil(a.b / c) + max(c, a.b)").value(values::get))
                .isEqualTo(4 + 7);
        assertThat(new Formula("min(1, floor(a.b / c))").symbols()).containsExactly("a.b", "c");
    }

    @Test
    void premisesGoBeforeTheProblem() {
        FactBook problem = new FactBook(
                Work.PREFILL,
                facts(false, "flops.perToken", 0.3e9, "gpu.peakFlops", 400e12, "efficiency.compute", 0.6, "gpus", 16),
                Map.of());
        assertThat(problem.find("throughput.bound.compute.perGpu").orElseThrow().value())
                .isEqualTo(400e12 * 0.6 / 0.3e9);
        FactBook stated = problem.given(facts(
                true,
                "flops.perToken",
                8e9,
                "loss.communication",
                0.42,
                "loss.loadImbalance",
                0.12,
                "loss.pipelineBubble",
                0.18));
        Derivation perGpu = stated.find("throughput.perGpu").orElseThrow();
        // 240 TFLOP/s / 8 GFLOP = 30 tokens/ms; 0.58 x 0.88 x 0.82 = 41.85 %; 12.56 tokens/ms
        assertThat(perGpu.value()).isCloseTo(240e12 / 8e9 * 0.58 * 0.88 * 0.82, within(1e-6));
        assertThat(perGpu.premised()).isTrue();
        // FLOP/s x share; FLOP/s / FLOP; the three losses; bound x efficiency
        assertThat(new Reworked().tree(perGpu).formulas()).isEqualTo(4);
        assertThat(Steps.line(perGpu))
                .isEqualTo("throughput.perGpu = throughput.bound.compute.perGpu * efficiency.total"
                        + " = 30,000 tokens/s * 41.9 % = 12,556 tokens/s (compute bound times efficiency)");
        assertThat(stated.find("throughput.system").orElseThrow().value())
                .isCloseTo(16 * 30_000 * 0.58 * 0.88 * 0.82, within(1e-6));
    }

    @Test
    void saysWhatIsMissing() {
        FactBook nothing =
                new FactBook(Work.PREFILL, facts(false, "gpu.peakFlops", 400e12, "efficiency.compute", 1), Map.of());
        assertThat(nothing.resolve("throughput.bound.compute.perGpu"))
                .isEqualTo(new FactBook.Resolution.Missing(List.of("flops.perToken")));
    }

    /** 4e9 active of 10e9 with top-2 of 16: n + E = 10e9, n + E/8 = 4e9, so n = (4e9 - 10e9/8) / (7/8) = 3.14e9. */
    @Test
    void activeParametersImplyNonExpertOnes() {
        FactBook book = new FactBook(
                        Work.PREFILL, facts(false, "experts.perToken", 2, "experts.perLayer", 16), Map.of())
                .given(facts(true, "parameters.total", 10e9, "parameters.active", 4e9));
        assertThat(book.find("parameters.nonExpert").orElseThrow().value())
                .isCloseTo((4e9 - 10e9 / 8) / (7.0 / 8), within(1.0));
    }

    /** With B sequences a step writes B tokens for one reading of memory: the bound is B times higher. */
    @Test
    void bandwidthBoundGrowsWithTheBatch() {
        FactBook problem = new FactBook(
                Work.PREFILL, facts(false, "gpu.memoryBandwidth", 1.8e12, "efficiency.memoryBandwidth", 0.8), Map.of());
        for (int batch : List.of(1, 64)) {
            FactBook book = problem.given(facts(true, "batch", batch, "memory.read.perStep", 18.2e9));
            assertThat(book.find("throughput.bound.bandwidth.perGpu")
                            .orElseThrow()
                            .value())
                    .isCloseTo(batch * 1.8e12 * 0.8 / 18.2e9, within(1e-6));
        }
    }
}
