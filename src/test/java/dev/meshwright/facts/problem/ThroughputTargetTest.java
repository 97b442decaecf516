package dev.meshwright.facts.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.Problems;
import dev.meshwright.SmallProblem;
import dev.meshwright.facts.problem.Targets.Scope;
import dev.meshwright.facts.problem.Targets.ThroughputTarget;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A throughput target that is given up leaves all others as they are. */
class ThroughputTargetTest {

    @Test
    void percentilesAndEndToEndTimesStay() {
        Targets times = new Targets(
                Optional.empty(),
                List.of(new TimeTarget(Statistic.P99, 2)),
                List.of(new TimeTarget(Statistic.MEAN, 0.05)),
                List.of(new TimeTarget(Statistic.P90, 20)));
        Targets all = new Targets(
                Optional.of(new ThroughputTarget(5000, Scope.SYSTEM)),
                times.timeToFirstToken(),
                times.timePerOutputToken(),
                times.endToEnd());
        Problem problem = Problems.with(SmallProblem.read("small"), Objective.GPUS, all);
        assertThat(problem.withoutThroughputTarget().targets()).isEqualTo(times);
        assertThat(problem.withoutThroughputTarget().objective()).isEqualTo(Objective.THROUGHPUT);
    }
}
