package dev.meshwright.replay.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.Architectures;
import dev.meshwright.Problems;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.pool.PoolsModel;
import dev.meshwright.facts.problem.Assumptions;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.facts.problem.Objective;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.Statistic;
import dev.meshwright.facts.problem.Targets;
import dev.meshwright.facts.problem.TimeTarget;
import dev.meshwright.facts.workload.Arrivals;
import dev.meshwright.facts.workload.Length;
import dev.meshwright.facts.workload.Traffic;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.DeviceMap;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.Pools;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How much more a plan can take than it is sent, and what is left where a replica fails. */
class HeadroomTest {

    private static Optional<Headroom> headroom(Arrivals arrivals, int replicas, double latest) {
        Targets targets =
                new Targets(Optional.empty(), List.of(), List.of(new TimeTarget(Statistic.P99, latest)), List.of());
        CostModel costModel = Problems.costModel(Problems.with(
                Problems.assuming(
                        Problems.problem(
                                Architectures.mixtral(),
                                Problems.cluster(1, 8, "h100-sxm"),
                                new Serving(
                                        List.of(1000),
                                        100,
                                        OptionalInt.empty(),
                                        new Traffic(
                                                Optional.of(new Length.Uniform(500, 1500)),
                                                Optional.of(new Length.Uniform(20, 180)),
                                                arrivals))),
                        Assumptions.NONE.withEngine(Engine.VLLM)),
                Objective.THROUGHPUT,
                targets));
        Degrees degrees = Problems.degrees(8, 8 / replicas, 1, 8 / replicas, 1, replicas, 32, 1);
        return Deployment.of(
                        costModel,
                        degrees,
                        costModel.evaluate(Problems.placer(costModel)
                                .place(degrees)
                                .orElseThrow()
                                .layout()),
                        1)
                .flatMap(Deployment::headroom);
    }

    /** Two replicas have room for the stream, within any time or a short one; one alone has less of it. */
    @Test
    void tighterTargetsLeaveLessRoom() {
        Headroom loose = headroom(new Arrivals.Poisson(10), 2, 10).orElseThrow();
        Headroom tight = headroom(new Arrivals.Poisson(10), 2, 0.013).orElseThrow();
        assertThat(loose.share().orElseThrow()).isPositive();
        assertThat(tight.mostPerSecond().orElseThrow())
                .isLessThan(loose.mostPerSecond().orElseThrow());
        Headroom.Failure failure = loose.failures().getFirst();
        assertThat(failure.what()).isEqualTo("one of 2 replicas");
        assertThat(failure.survived()).isTrue();
        assertThat(failure.served().orElseThrow().requestsPerSecond()).isCloseTo(10, within(1e-9));
    }

    /** More than one of two can answer: the queue grows. With one replica nobody is answered. */
    @Test
    void aFailureMayLeaveTooFew() {
        Headroom most = headroom(new Arrivals.Poisson(10), 2, 10).orElseThrow();
        double nearlyAll = 0.9 * most.mostPerSecond().orElseThrow();
        Headroom full = headroom(new Arrivals.Poisson(nearlyAll), 2, 10).orElseThrow();
        assertThat(full.failures().getFirst().survived()).isFalse();
        assertThat(headroom(new Arrivals.Constant(5), 1, 10)
                        .orElseThrow()
                        .failures()
                        .getFirst()
                        .served())
                .isEmpty();
        assertThat(headroom(new Arrivals.Clients(), 2, 10)).isEmpty();
    }

    /** Where nobody states a rate the largest one is that which streams at any rate find, and every replica has its share of it. */
    @Test
    void theLargestRateNeedsNoStream() {
        for (Arrivals process : List.of(new Arrivals.Poisson(1), new Arrivals.Gamma(1, 3))) {
            Headroom asked = headroom(new Arrivals.Clients(Optional.of(process)), 2, 0.02)
                    .orElseThrow();
            assertThat(asked.sentPerSecond()).isEmpty();
            assertThat(asked.share()).isEmpty();
            double largest = asked.mostPerSecond().orElseThrow();
            Headroom sent =
                    headroom(process.at(largest / 2).orElseThrow(), 2, 0.02).orElseThrow();
            assertThat(sent.mostPerSecond().orElseThrow()).isCloseTo(largest, within(0.03 * largest));
            assertThat(asked.failures().getFirst().mostPerSecond().orElseThrow())
                    .isCloseTo(largest / 2, within(1e-9));
        }
    }

    /** A rate is in time up to 40: found from above and below, to a hundredth of the hundred that there are. */
    @Test
    void theLargestRateIsFoundByHalving() {
        for (double sent : new double[] {10, 39, 60, 120}) {
            assertThat(Headroom.most(sent, 100, rate -> rate > 40).orElseThrow())
                    .isBetween(38.0, 40.0);
        }
        assertThat(Headroom.most(10, 100, rate -> true)).isEqualTo(OptionalDouble.empty());
    }

    private static Layout pool(Problem problem, int replicas, int batch, int firstGpu) {
        Degrees degrees = Problems.degrees(8, 2, 1, 2, 1, replicas, batch, 1);
        Layout layout = Layout.inOrder(degrees, problem.model());
        int[] gpus = IntStream.range(firstGpu, firstGpu + degrees.gpus()).toArray();
        return new Layout(
                degrees,
                layout.stages(),
                layout.experts(),
                DeviceMap.inOrder(degrees).on(gpus));
    }

    /** Two instances read and one writes: without one of the first the stream is still answered, without the other nobody is. */
    @Test
    void poolsLoseAnInstanceOfEither() {
        Problem problem = Problems.assuming(
                Problems.problem(
                        Architectures.mixtral(),
                        Problems.cluster(1, 8, "h100-sxm"),
                        new Serving(
                                List.of(1000),
                                100,
                                OptionalInt.empty(),
                                new Traffic(Optional.empty(), Optional.empty(), new Arrivals.Poisson(4)))),
                Assumptions.NONE.withEngine(Engine.VLLM));
        PoolsModel model = new PoolsModel(Problems.question(problem));
        Pools pools = new Pools(pool(problem, 2, 4, 0), pool(problem, 1, 64, 4));
        assertThat(model.evaluate(pools).feasible()).isTrue();
        Headroom headroom = PoolHeadroom.of(model, pools, 1).orElseThrow();
        assertThat(headroom.share().orElseThrow()).isPositive();
        assertThat(headroom.failures())
                .extracting(Headroom.Failure::what)
                .containsExactly("one of 2 prefill instances", "the only decode instance");
        assertThat(headroom.failures().getFirst().survived()).isTrue();
        assertThat(headroom.failures().getLast().survived()).isFalse();
    }
}
