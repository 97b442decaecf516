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

    /**
     * Whatever the micro-batches of a pipeline are, prompts of all of them take their time on every stage: nobody serves for nothing. A
     * request's own prompt is a whole pass of its life although others may share it, which is at most 2 %.
     */
    @Test
    void noPipelineServesMoreThanItsPassesTake() {
        int judged = 0;
        for (long seed = 1; seed <= 90; seed++) {
            Problem problem = RandomProblems.serving(seed, Engine.values()[(int) (seed % Engine.values().length)]);
            CostModel costModel = new CostModel(Problems.question(problem));
            LayoutPlacer placer = Problems.placer(costModel);
            List<Degrees> pipelines = SampledDegrees.of(problem).stream()
                    .filter(degrees -> degrees.pipeline() > 1)
                    .limit(3)
                    .toList();
            for (Degrees pipeline : pipelines) {
                for (int microBatch : new int[] {1, 2, 8}) {
                    Degrees degrees = pipeline.withBatch(microBatch, 8 * pipeline.pipeline());
                    var placed = placer.place(degrees);
                    if (placed.isPresent()) {
                        judged++;
                        Evaluation evaluation = costModel.evaluate(placed.get().layout());
                        String what = "seed " + seed + ": " + degrees + " " + problem.workload();
                        assertThat(evaluation.efficiency().total()).as(what).isLessThanOrEqualTo(1);
                        assertThat(evaluation.efficiency().losses()).as(what).allMatch(loss -> loss.fraction() > -0.02);
                    }
                }
            }
        }
        assertThat(judged).isGreaterThan(100);
    }
}
