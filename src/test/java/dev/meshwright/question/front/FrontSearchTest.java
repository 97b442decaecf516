package dev.meshwright.question.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meshwright.Problems;
import dev.meshwright.QuickPlacers;
import dev.meshwright.RandomProblems;
import dev.meshwright.SampledDegrees;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.facts.problem.Objective;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.Targets;
import dev.meshwright.placement.placing.LayoutPlacer;
import dev.meshwright.question.search.Placers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Points of a front against each other, and against layouts counted one by one. */
class FrontSearchTest {

    private static final double ROUNDING = 1e-6;

    private static final Placers PLACERS = new QuickPlacers();

    private static FrontSearch search(Problem problem) {
        return new FrontSearch(Problems.question(problem), PLACERS);
    }

    private static List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        for (long seed = 0; problems.size() < 12; seed++) {
            Problem problem = Problems.with(RandomProblems.tiny(seed, false), Objective.THROUGHPUT, Targets.NONE);
            if (FrontSearch.possible(problem.workload())) {
                problems.add(problem);
            }
        }
        return problems;
    }

    /** Slower for users is more for the cluster, all along, and nothing beside the front is better than its points say. */
    @Test
    void pointsAreUndominatedUpToTheirGaps() {
        int several = 0;
        for (Problem problem : problems()) {
            Front front = search(problem).over(10);
            assertThat(front.complete()).isTrue();
            assertThat(front.searches()).isLessThanOrEqualTo(12);
            for (int number = 0; number + 1 < front.points().size(); number++) {
                FrontPoint slower = front.points().get(number);
                FrontPoint faster = front.points().get(number + 1);
                assertThat(slower.timePerOutputToken()).isGreaterThan(faster.timePerOutputToken());
                assertThat(slower.tokensPerSecond()).isGreaterThan(faster.tokensPerSecond());
            }
            several += front.points().size() > 2 ? 1 : 0;
            counted(problem, front);
        }
        assertThat(several).isGreaterThan(3);
    }

    private static void counted(Problem problem, Front front) {
        CostModel costModel = Problems.costModel(problem);
        LayoutPlacer placer = Problems.placer(costModel);
        for (var degrees : SampledDegrees.of(problem)) {
            placer.place(degrees)
                    .map(placed -> costModel.evaluate(placed.layout()))
                    .filter(Evaluation::feasible)
                    .ifPresent(other -> front.points().forEach(point -> assertThat(other.performance()
                                                    .timePerOutputTokenSeconds()
                                                    .orElseThrow()
                                            > point.timePerOutputToken()
                                    || other.performance().tokensPerSecond() <= point.bound() * (1 + ROUNDING))
                            .as("%s against %s", degrees, point.plan().shortName())
                            .isTrue()));
        }
    }

    /** Each number of sequences has its point: 1, 2 and 5 in flight. */
    @Test
    void aCurveHasAPointForEachNumberOfSequences() {
        Problem problem = problems().getFirst();
        Front curve = search(problem).over(List.of(1, 2, 5));
        assertThat(curve.points()).hasSize(3);
        assertThat(curve.points())
                .extracting(point -> point.concurrency().orElseThrow())
                .containsExactly(1, 2, 5);
        assertThat(curve.points().getLast().tokensPerSecond())
                .isGreaterThanOrEqualTo(curve.points().getFirst().tokensPerSecond());
    }

    @Test
    void whereNoTokensFollowEachOtherThereIsNoFront() {
        Problem training = null;
        for (long seed = 0; training == null; seed++) {
            Problem problem = RandomProblems.tiny(seed, false);
            training = FrontSearch.possible(problem.workload()) ? null : problem;
        }
        FrontSearch search = search(training);
        assertThatThrownBy(() -> search.over(5)).isInstanceOf(IllegalArgumentException.class);
    }
}
