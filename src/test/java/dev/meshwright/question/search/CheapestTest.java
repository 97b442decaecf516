package dev.meshwright.question.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.Problems;
import dev.meshwright.RandomProblems;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.evaluation.DegreeBound;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Ranking;
import dev.meshwright.facts.problem.Objective;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.layout.Layout;
import dev.meshwright.placement.placing.LayoutPlacer;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Least money per token, against layouts counted one by one. */
@Tag("slow")
class CheapestTest {

    private static final double ROUNDING = 1e-6;
    private static final int PROBLEMS = 40;

    private int placed;

    private static SearchResult search(Problem problem) {
        CostModel costModel = Problems.costModel(problem);
        LayoutPlacer placer = Problems.placer(costModel);
        return new LayoutSearch(costModel, placer, placer, () -> false, event -> {}).run(0);
    }

    private static Problem cheapest(long seed) {
        Problem drawn = RandomProblems.tiny(seed, seed % 3 == 2);
        return RandomProblems.priced(Problems.with(drawn, Objective.COST, drawn.targets()), new Random(seed));
    }

    /** No degrees, on whatever GPUs they are placed, make tokens for less than the proof says. */
    @Test
    void nothingCountedOneByOneIsCheaper() {
        int found = 0;
        int proven = 0;
        int mixed = 0;
        for (long seed = 0; seed < PROBLEMS; seed++) {
            Problem problem = cheapest(seed);
            SearchResult result = search(problem);
            found += result.best().isPresent() ? 1 : 0;
            proven += result.best().isPresent() && result.gap() == 0 ? 1 : 0;
            mixed += result.best().isPresent() && problem.cluster().mixed() ? 1 : 0;
            beat(problem, result, seed);
        }
        System.out.println("Cheapest: " + PROBLEMS + " problems, " + found + " with a layout, " + mixed
                + " of them mixed, " + proven + " proven; " + placed + " placed in vain.");
        assertThat(found).isGreaterThan(PROBLEMS / 2);
        assertThat(proven).isGreaterThan(found / 2);
        assertThat(mixed).isGreaterThan(3);
    }

    private void beat(Problem problem, SearchResult result, long seed) {
        CostModel costModel = Problems.costModel(problem);
        LayoutPlacer placer = Problems.placer(costModel);
        Ranking ranking = new Ranking(problem);
        double best = result.best()
                .map(layout -> ranking.worth(layout.layout(), layout.evaluation()))
                .orElse(Double.NEGATIVE_INFINITY);
        EveryDegrees.forEach(problem, degrees -> {
            DegreeBound bound = costModel.bound(degrees);
            if (bound.mayWork() && ranking.worth(bound.performance(), degrees.gpus()) > best * (1 + ROUNDING)) {
                placed++;
                placer.place(degrees).ifPresent(complete -> {
                    Layout layout = complete.layout();
                    Evaluation evaluation = costModel.evaluate(layout);
                    if (ranking.works(evaluation)) {
                        assertThat(ranking.worth(layout, evaluation))
                                .as("seed %d: %s against %s", seed, degrees, result.best())
                                .isLessThanOrEqualTo(result.bound() * (1 + ROUNDING));
                    }
                });
            }
        });
    }

    /** A layout pays for the GPUs that it uses: 3,600 seconds of tokens for the price of their hour. */
    @Test
    void worthIsTokensForTheMoneyOfTheGpusInUse() {
        int compared = 0;
        for (long seed = 0; seed < 20; seed++) {
            Problem problem = cheapest(seed);
            SearchResult result = search(problem);
            if (result.best().isPresent()) {
                Layout layout = result.best().get().layout();
                Evaluation evaluation = result.best().get().evaluation();
                double perHour = layout.devices()
                        .all()
                        .mapToDouble(index -> problem.prices()
                                .perHour(problem.cluster().devices().get(index).gpu())
                                .orElseThrow())
                        .sum();
                double tokensPerHour = 3600 * evaluation.performance().tokensPerSecond();
                assertThat(new Ranking(problem).worth(layout, evaluation))
                        .isCloseTo(tokensPerHour / perHour, within(1e-9 * tokensPerHour));
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(5);
    }
}
