package dev.meshwright.cost.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.cost.efficiency.TrainingConstants;
import dev.meshwright.cost.evaluation.Component;
import dev.meshwright.facts.workload.TrainingRecipe;
import dev.meshwright.facts.workload.TrainingRecipe.Execution;
import dev.meshwright.facts.workload.TrainingRecipe.Scaling;
import dev.meshwright.layout.Degrees.Recomputation;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainingPassesTest {

    private static final TrainingConstants CONSTANTS =
            TrainingConstants.standard().with(Map.of("attention.backward", 3.1, "elementWise.backward", 1.5));

    private static double passes(Component component, Recomputation recomputation, TrainingRecipe recipe) {
        return new TrainingPasses(CONSTANTS, recipe).of(recomputation)[component.ordinal()];
    }

    private static double passes(Component component, Recomputation recomputation) {
        return passes(component, recomputation, TrainingRecipe.STANDARD);
    }

    @Test
    void productsRunThreeTimesAndMessagesTravelTwice() {
        assertThat(passes(Component.EXPERTS, Recomputation.NONE)).isEqualTo(1 + 2);
        assertThat(passes(Component.DENSE_IN, Recomputation.NONE)).isEqualTo(1 + 2);
        assertThat(passes(Component.LM_HEAD, Recomputation.NONE)).isEqualTo(1 + 2);
        assertThat(passes(Component.DISPATCH, Recomputation.NONE)).isEqualTo(1 + 1);
        assertThat(passes(Component.ATTENTION_CORE, Recomputation.NONE)).isEqualTo(1 + 3.1);
        assertThat(passes(Component.ELEMENT_WISE, Recomputation.NONE)).isEqualTo(1 + 1.5);
    }

    @Test
    void shardedWeightsAreGatheredTwiceAndTheirGradientsReducedOnce() {
        assertThat(passes(Component.WEIGHT_GATHER, Recomputation.NONE)).isEqualTo(1 + 1 + 1);
        // Weights gathered for the backward pass serve the recomputed forward pass too.
        assertThat(passes(Component.WEIGHT_GATHER, Recomputation.FULL)).isEqualTo(1 + 1 + 1);
    }

    @Test
    void fullRecomputationRepeatsLayersOnly() {
        assertThat(passes(Component.EXPERTS, Recomputation.FULL)).isEqualTo(1 + 2 + 1);
        assertThat(passes(Component.DISPATCH, Recomputation.FULL)).isEqualTo(1 + 1 + 1);
        assertThat(passes(Component.LM_HEAD, Recomputation.FULL)).isEqualTo(1 + 2);
        assertThat(passes(Component.PIPELINE_HOP, Recomputation.FULL)).isEqualTo(1 + 1);
    }

    @Test
    void selectiveRecomputationRepeatsWhatIsCheapToRedo() {
        assertThat(passes(Component.ELEMENT_WISE, Recomputation.SELECTIVE)).isEqualTo(1 + 1.5 + 1);
        assertThat(passes(Component.EXPERTS, Recomputation.SELECTIVE)).isEqualTo(1 + 2);
        // Before flash attention it meant the scores.
        TrainingRecipe early = new TrainingRecipe(
                true, false, false, false, false, false, true, false, false, false, Scaling.TENSOR, Execution.FUSED);
        assertThat(passes(Component.ATTENTION_CORE, Recomputation.SELECTIVE, early))
                .isEqualTo(1 + 2 + 1);
        assertThat(passes(Component.ELEMENT_WISE, Recomputation.SELECTIVE, early))
                .isEqualTo(1 + 1.5);
    }
}
