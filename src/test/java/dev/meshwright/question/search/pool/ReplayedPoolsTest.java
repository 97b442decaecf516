package dev.meshwright.question.search.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.Architectures;
import dev.meshwright.Problems;
import dev.meshwright.QuickPlacers;
import dev.meshwright.cost.evaluation.Ranking;
import dev.meshwright.cost.pool.PoolsModel;
import dev.meshwright.facts.problem.Assumptions;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.facts.problem.Objective;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.Statistic;
import dev.meshwright.facts.problem.TargetOutcome;
import dev.meshwright.facts.problem.Targets;
import dev.meshwright.facts.problem.Targets.Scope;
import dev.meshwright.facts.problem.Targets.ThroughputTarget;
import dev.meshwright.facts.problem.TimeTarget;
import dev.meshwright.facts.workload.Arrivals;
import dev.meshwright.facts.workload.Length;
import dev.meshwright.facts.workload.Traffic;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.replay.deployment.LoopReplays;
import dev.meshwright.replay.deployment.ServedRequests;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Pools that the closed form likes and a replay finds late give way to others. */
class ReplayedPoolsTest {

    private static final LoopReplays REPLAYS = new LoopReplays(true, 1);

    private static final QuickPlacers PLACERS = new QuickPlacers();

    /** So many requests of 300 tokens on the fewest GPUs that the closed form says answer them, which leaves little room for queues. */
    private static PoolsModel model(double rate, double firstToken) {
        Traffic stream = new Traffic(
                Optional.of(new Length.Uniform(200, 2800)),
                Optional.of(new Length.Uniform(50, 550)),
                new Arrivals.Poisson(rate));
        Problem plain = Problems.problem(
                Architectures.mixtral(),
                Problems.cluster(2, 8, "h100-sxm"),
                new Serving(List.of(1500), 300, OptionalInt.empty(), stream));
        Targets targets = new Targets(
                Optional.of(new ThroughputTarget(300 * rate, Scope.SYSTEM)),
                List.of(new TimeTarget(Statistic.P99, firstToken)),
                List.of(new TimeTarget(Statistic.P99, 0.05)),
                List.of());
        Problem problem = Problems.assuming(plain, Assumptions.NONE.withEngine(Engine.VLLM));
        return new PoolsModel(Problems.question(problem.withTargets(targets, Objective.GPUS)));
    }

    private static ServedRequests served(PoolsModel model, PoolResult.Found found) {
        return REPLAYS.of(model, found.pools(), found.evaluation()).orElseThrow();
    }

    private static boolean late(PoolsModel model, PoolResult.Found found) {
        ServedRequests served = served(model, found);
        return model.question().problem().targets().ofTimes(served::seconds).stream()
                .anyMatch(TargetOutcome::missed);
    }

    /** Whether whole GPUs leave room for queues depends on the rate. */
    private static PoolsModel lateStream() {
        return IntStream.rangeClosed(10, 20)
                .mapToObj(fives -> model(5 * fives, 0.5))
                .filter(model -> new PoolSearch(model, PLACERS)
                        .run()
                        .best()
                        .filter(best -> late(model, best))
                        .isPresent())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theNextPlanThatPassesIsTheAnswer() {
        PoolsModel model = lateStream();
        PoolResult asked = new PoolSearch(model, PLACERS).run();
        assertThat(late(model, asked.best().orElseThrow())).isTrue();
        PoolResult chosen = new ReplayedPools(model, PLACERS, REPLAYS).of(asked);
        PoolResult.Found plan = chosen.best().orElseThrow();
        assertThat(late(model, plan)).isFalse();
        assertThat(plan.evaluation().missedTargets()).isEmpty();
        assertThat(chosen.passedOver()).isEqualTo(asked.best());
        // The proof is the closed form's: its bound stays, and the gap reaches from it to the plan that passes.
        assertThat(chosen.bound()).isEqualTo(asked.bound());
        assertThat(plan.worth()).isLessThanOrEqualTo(asked.best().get().worth());
        assertThat(plan.evaluation().gpus())
                .isGreaterThanOrEqualTo(Ranking.gpus(asked.bound()))
                .isLessThanOrEqualTo(asked.best().get().evaluation().gpus() + 4);
        assertThat(chosen.gap())
                .isGreaterThanOrEqualTo((chosen.bound() - plan.worth()) / Math.abs(plan.worth()) - 1e-12);
    }

    @Test
    void whatIsInTimeStays() {
        PoolsModel model = model(70, 30);
        PoolResult asked = new PoolSearch(model, PLACERS).run();
        assertThat(new ReplayedPools(model, PLACERS, REPLAYS).of(asked)).isSameAs(asked);
    }

    @Test
    void whereNoneIsInTimeTheBestStays() {
        PoolsModel model = model(70, 1e-3);
        PoolResult asked = new PoolSearch(model, PLACERS).run();
        assertThat(new ReplayedPools(model, PLACERS, REPLAYS).of(asked)).isSameAs(asked);
        assertThat(new ReplayedPools(model, PLACERS, LoopReplays.NONE).of(asked))
                .isSameAs(asked);
    }
}
