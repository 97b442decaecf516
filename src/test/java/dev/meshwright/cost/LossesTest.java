package dev.meshwright.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.Problems;
import dev.meshwright.RandomProblems;
import dev.meshwright.SampledDegrees;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Evaluation.Loss;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.layout.Degrees;
import dev.meshwright.placement.placing.LayoutPlacer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the losses of the efficiency chain are called is what they are. */
class LossesTest {

    /** One stage has nothing to wait for: whatever is lost is lost elsewhere. */
    @Test
    void oneStageHasNoPipelineBubble() {
        int judged = 0;
        for (long seed = 1; seed <= 120; seed++) {
            Problem problem = seed % 3 == 0
                    ? RandomProblems.serving(seed, Engine.values()[(int) (seed % Engine.values().length)])
                    : RandomProblems.problem(seed);
            CostModel costModel = new CostModel(Problems.question(problem));
            List<Degrees> oneStage = SampledDegrees.of(problem).stream()
                    .filter(degrees -> degrees.pipeline() == 1)
                    .toList();
            Random random = new Random(seed);
            LayoutPlacer placer = Problems.placer(costModel);
            for (int round = 0; round < 4 && !oneStage.isEmpty(); round++) {
                Degrees degrees = oneStage.get(random.nextInt(oneStage.size()));
                var placed = placer.place(degrees);
                if (placed.isPresent()) {
                    judged++;
                    Evaluation evaluation = costModel.evaluate(placed.get().layout());
                    assertThat(evaluation.efficiency().losses())
                            .as("seed " + seed + ": " + degrees + " " + problem.workload())
                            .noneMatch(loss -> loss.kind() == Loss.Kind.PIPELINE_BUBBLE);
                }
            }
        }
        assertThat(judged).isGreaterThan(200);
    }
}
