package dev.meshwright.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.Problems;
import dev.meshwright.base.derivation.Derivation;
import dev.meshwright.base.derivation.Reworked;
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
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every derivation of the cost model, worked out again from its formula and inputs, gives its value. */
class DerivationsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mixtral-8x7b-8xh100",
                "gpt-oss-120b-8xb200",
                "qwen3-235b-16xh200",
                "deepseek-v3-decode-32xh800",
                "deepseek-v3-training-2048xh800",
                "founding-search-16",
                "mixtral-8x7b-16xh100-16xa100"
            })
    void formulasGiveTheirValues(String name) {
        Evaluation evaluation = explained(name);
        List<Derivation> derivations = evaluation.derivations();
        assertThat(derivations).hasSizeGreaterThan(40);
        Map<String, Derivation> byName =
                derivations.stream().collect(Collectors.toMap(Derivation::quantity, Function.identity()));
        Reworked reworked = new Reworked();
        derivations.forEach(reworked::tree);
        assertThat(reworked.formulas()).isGreaterThan(30);
        assertThat(byName.get("throughput.system").value())
                .isEqualTo(evaluation.performance().tokensPerSecond());
        assertThat(byName.get("memory.perGpu").value())
                .isCloseTo(evaluation.heaviestStage().memoryBytes(), within(1.0));
        noteIs(byName, "timeToFirstToken", evaluation.performance().timeToFirstTokenSeconds());
        noteIs(byName, "timePerOutputToken", evaluation.performance().timePerOutputTokenSeconds());
    }

    private static Evaluation explained(String name) {
        Problem problem = ProblemFiles.read(Path.of("problems", name + ".yaml"));
        CostModel model = Problems.costModel(problem);
        LayoutPlacer placer = new LayoutPlacer(
                model, ExpertPlacers.SWAP_DESCENT, new StagePlacer(PipelinePlacers.NODE_ORDER), Budget.ofMoves(0, 0));
        var best = new LayoutSearch(model, placer, placer, () -> false, event -> {})
                .run(0)
                .best()
                .orElseThrow();
        return model.explain(best.layout());
    }

    /** On clusters of several kinds of GPU the system's time is that of its slowest replica. */
    private static void noteIs(Map<String, Derivation> byName, String quantity, OptionalDouble seconds) {
        seconds.ifPresent(
                value -> assertThat(byName.get(quantity).value()).as(quantity).isEqualTo(value));
    }

    /** Two replicas on H100 and two on A100: each kind has its own notes, rates add up, the slower one's times count. */
    @Test
    void replicasOnDifferentGpusAreExplainedApart() {
        Evaluation evaluation = explained("mixtral-8x7b-16xh100-16xa100");
        Map<String, Derivation> byName =
                evaluation.derivations().stream().collect(Collectors.toMap(Derivation::quantity, Function.identity()));
        Derivation system = byName.get("throughput.system");
        assertThat(system.inputs()).hasSizeGreaterThan(1).allSatisfy(input -> assertThat(
                        input.derivation().quantity())
                .matches("replica\\.\\d+\\.throughput\\.replica"));
        Derivation first = byName.get("timeToFirstToken");
        assertThat(first.value())
                .isEqualTo(first.inputs().stream()
                        .mapToDouble(input -> input.derivation().value())
                        .max()
                        .orElseThrow());
    }

    /** 3 dense layers and 58 of experts, forced to be even: no more than two groups of equal layers. */
    @Test
    void equalLayersAreNotedOnce() {
        Evaluation evaluation = explained("deepseek-v3-decode-32xh800");
        Map<String, Derivation> byName =
                evaluation.derivations().stream().collect(Collectors.toMap(Derivation::quantity, Function.identity()));
        Derivation router = byName.get("main.router");
        assertThat(router.formula()).isEqualTo("58 * layer_3");
        assertThat(router.source()).isEqualTo("layers 3-60, 58 of them, each layer_3");
        assertThat(byName.get("main.queryKeyValue").formula()).isEqualTo("61 * layer_0");
    }
}
