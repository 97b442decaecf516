package dev.meshwright.question.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.Problems;
import dev.meshwright.RandomProblems;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.evaluation.DegreeBound;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Ranking;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.placement.placing.LayoutPlacer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Searches where the cache has a part of every prompt, against layouts counted one by one. */
class PrefixSearchTest {

    private static final double ROUNDING = 1e-6;

    private static List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        for (long seed = 0; problems.size() < 12; seed++) {
            Problem problem = RandomProblems.tiny(seed, false);
            if (problem.workload() instanceof Serving serving) {
                double share = List.of(0.3, 0.7, 0.95).get((int) (seed % 3));
                problems.add(problem.withWorkload(new Serving(
                        serving.lengths(),
                        serving.outputTokens(),
                        serving.concurrency(),
                        serving.traffic().withPrefixHitRate(share))));
            }
        }
        return problems;
    }

    @Test
    void nothingCountedOneByOneIsBetter() {
        int found = 0;
        for (Problem problem : problems()) {
            CostModel costModel = Problems.costModel(problem);
            LayoutPlacer placer = Problems.placer(costModel);
            SearchResult result = new LayoutSearch(costModel, placer, placer, () -> false, event -> {}).run(0);
            found += result.best().isPresent() ? 1 : 0;
            Ranking ranking = new Ranking(problem);
            double best = result.best()
                    .map(layout -> ranking.worth(layout.layout(), layout.evaluation()))
                    .orElse(Double.NEGATIVE_INFINITY);
            EveryDegrees.forEach(problem, degrees -> {
                DegreeBound bound = costModel.bound(degrees);
                if (bound.mayWork()
                        && ranking.worth(bound.performance(), degrees.gpus()) > best + ROUNDING * Math.abs(best)) {
                    placer.place(degrees)
                            .map(placed -> costModel.evaluate(placed.layout()))
                            .filter(ranking::works)
                            .map((Evaluation layout) -> ranking.worth(layout.performance(), layout.gpus()))
                            .ifPresent(worth -> assertThat(worth)
                                    .as("%s: %s", problem.name(), degrees)
                                    .isLessThanOrEqualTo(result.bound() + ROUNDING * Math.abs(result.bound())));
                }
            });
        }
        assertThat(found).isGreaterThan(6);
    }
}
