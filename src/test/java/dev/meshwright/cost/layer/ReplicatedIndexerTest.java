package dev.meshwright.cost.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.Problems;
import dev.meshwright.cost.evaluation.Component;
import dev.meshwright.cost.evaluation.Evaluation.Phase;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.io.catalogue.ModelCatalogue;
import org.junit.jupiter.api.Test;

/** Tensor ranks share the heads of sparse attention, but each of them scores all entries. */
class ReplicatedIndexerTest {

    private static final int LENGTH = 65_536;

    private static double coreFlops(Model model, int tensor) {
        Problem problem = Problems.problem(model, Problems.cluster(1, tensor, "b200-sxm"), Problems.prefill(LENGTH));
        return Problems.costModel(problem)
                .evaluate(Problems.inOrder(problem, Problems.degrees(256, tensor, 1, 1, 1, 1, 1, 1)))
                .phases()
                .stream()
                .filter(phase -> phase.component() == Component.ATTENTION_CORE)
                .mapToDouble(Phase::flops)
                .sum();
    }

    /**
     * F(t) = heads / t + index, so 8 F(8) - F(1) = 7 index: 21 layers of 65,536 tokens, each scoring 32,768 / 4 entries
     * on average with 64 heads of 128, 2 FLOP an element.
     */
    @Test
    void scoresAreNotDivided() {
        Model model = ModelCatalogue.standard()
                .find("deepseek-v4-flash")
                .orElseThrow()
                .model();
        double index = (8 * coreFlops(model, 8) - coreFlops(model, 1)) / 7;
        double expected = 21.0 * LENGTH * (LENGTH / 2 / 4) * 64 * 128 * 2;
        assertThat(index).isCloseTo(expected, within(1e-6 * expected));
    }
}
