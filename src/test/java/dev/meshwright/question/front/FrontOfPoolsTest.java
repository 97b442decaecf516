package dev.meshwright.question.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.Architectures;
import dev.meshwright.Problems;
import dev.meshwright.QuickPlacers;
import dev.meshwright.facts.problem.Objective;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.Targets;
import dev.meshwright.facts.workload.Disaggregation;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.question.search.Placers;
import dev.meshwright.question.search.pool.EverySplit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Fronts whose plans may have two pools, against all splits counted one by one, and against fronts without them. */
class FrontOfPoolsTest {

    private static final double ROUNDING = 1e-6;

    private static final Placers PLACERS = new QuickPlacers();

    private static Problem problem(Disaggregation deployment, double perToken) {
        Serving serving = new Serving(List.of(1500), 60, OptionalInt.empty());
        Problem plain = Problems.problem(
                Architectures.small(4, 8), Problems.cluster(2, 4, "h100-sxm"), serving.withDisaggregation(deployment));
        return Problems.with(
                plain,
                Objective.THROUGHPUT,
                new Targets(Optional.empty(), OptionalDouble.of(1), OptionalDouble.of(perToken)));
    }

    private static Front front(Disaggregation deployment) {
        return new FrontSearch(Problems.question(problem(deployment, 0.0012)), PLACERS).over(8);
    }

    /** Within the limit of a point no split in any numbers makes more than its bound, and the best makes what the point does. */
    @Test
    void pointsOfPoolsAreTheBestSplitsWithinTheirLimits() {
        Front front = front(Disaggregation.DISAGGREGATED);
        assertThat(front.complete()).isTrue();
        assertThat(front.points()).hasSizeGreaterThan(2);
        for (FrontPoint point : front.points()) {
            double limit = Math.min(0.0012, point.limitSeconds());
            double brute = EverySplit.tokensPerSecond(problem(Disaggregation.DISAGGREGATED, limit));
            assertThat(point.plan()).isInstanceOf(FrontPlan.Split.class);
            assertThat(point.tokensPerSecond()).isCloseTo(brute, within(ROUNDING * brute));
            assertThat(point.bound()).isGreaterThanOrEqualTo(brute * (1 - ROUNDING));
        }
    }

    /** Whoever may choose is nowhere behind either front: as fast for users, it makes no less than what either proves at most. */
    @Test
    void theBetterOfBothIsBehindNeither() {
        Front best = front(Disaggregation.BEST);
        for (Disaggregation alone : List.of(Disaggregation.AGGREGATED, Disaggregation.DISAGGREGATED)) {
            for (FrontPoint other : front(alone).points()) {
                for (FrontPoint point : best.points()) {
                    boolean asFast = other.timePerOutputToken() <= point.timePerOutputToken();
                    assertThat(!asFast || other.tokensPerSecond() <= point.bound() * (1 + ROUNDING))
                            .as(
                                    "%s against %s",
                                    other.plan().shortName(), point.plan().shortName())
                            .isTrue();
                }
            }
        }
        assertThat(best.points()).anyMatch(point -> point.plan() instanceof FrontPlan.Split);
        assertThat(best.points().getFirst().tokensPerSecond())
                .isGreaterThanOrEqualTo(
                        front(Disaggregation.AGGREGATED).points().getFirst().tokensPerSecond() * (1 - ROUNDING));
    }
}
