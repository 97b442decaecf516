package dev.meshwright.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.Problems;
import dev.meshwright.base.derivation.Derivation;
import dev.meshwright.base.derivation.Formula;
import dev.meshwright.base.derivation.Term;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.io.problem.ProblemFiles;
import dev.meshwright.placement.Budget;
import dev.meshwright.placement.experts.planner.ExpertPlacers;
import dev.meshwright.placement.pipeline.start.PipelinePlacers;
import dev.meshwright.placement.placing.LayoutPlacer;
import dev.meshwright.placement.placing.StagePlacer;
import dev.meshwright.question.search.LayoutSearch;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every derivation, worked out again from its formula and terms, gives its value; its terms agree with what they cite. */
class DerivationsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mixtral-8x7b-8xh100",
                "gpt-oss-120b-8xb200",
                "qwen3-235b-16xh200",
                "deepseek-v3-decode-32xh800",
                "deepseek-v3-training-2048xh800",
                "founding-search-16"
            })
    void formulasGiveTheirValues(String name) {
        Problem problem = ProblemFiles.read(Path.of("problems", name + ".yaml"));
        CostModel model = Problems.costModel(problem);
        LayoutPlacer placer = new LayoutPlacer(
                model, ExpertPlacers.SWAP_DESCENT, new StagePlacer(PipelinePlacers.NODE_ORDER), Budget.ofMoves(0, 0));
        var best = new LayoutSearch(model, placer, placer, () -> false, event -> {})
                .run(0)
                .best()
                .orElseThrow();
        Evaluation evaluation = model.explain(best.layout());
        List<Derivation> derivations = evaluation.derivations();
        assertThat(derivations).hasSizeGreaterThan(50);
        Map<String, Derivation> byName =
                derivations.stream().collect(Collectors.toMap(Derivation::quantity, Function.identity()));
        for (Derivation derivation : derivations) {
            assertThat(worked(derivation))
                    .as(derivation.toString())
                    .isCloseTo(derivation.value(), within(1e-9 * Math.abs(derivation.value()) + 1e-15));
            for (Term term : derivation.terms()) {
                if (term.quantity() != null) {
                    assertThat(byName.keySet()).as(derivation.quantity()).contains(term.quantity());
                    assertThat(byName.get(term.quantity()).value())
                            .as(derivation.quantity() + " from " + term.quantity())
                            .isCloseTo(term.value(), within(1e-9 * Math.abs(term.value())));
                }
            }
        }
        assertThat(byName.get("throughput.system").value())
                .isEqualTo(evaluation.performance().tokensPerSecond());
        assertThat(byName.get("memory.perGpu").value())
                .isCloseTo(evaluation.heaviestStage().memoryBytes(), within(1.0));
    }

    private static double worked(Derivation derivation) {
        Map<String, Double> terms = new HashMap<>();
        derivation.terms().forEach(term -> terms.put(term.symbol(), term.value()));
        return new Formula(derivation.formula())
                .value(symbol -> Objects.requireNonNull(terms.get(symbol), () -> symbol + " has no term"));
    }
}
