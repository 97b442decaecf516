package dev.meshwright.replay.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.Architectures;
import dev.meshwright.Problems;
import dev.meshwright.cost.pool.PoolPerformance.Limit;
import dev.meshwright.cost.pool.PoolsEvaluation;
import dev.meshwright.cost.pool.PoolsModel;
import dev.meshwright.facts.problem.Assumptions;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Traffic;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import dev.meshwright.layout.DeviceMap;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.Pools;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PoolDeploymentTest {

    private static Layout pool(Problem problem, int data, int replicas, int batch, int firstGpu) {
        Degrees degrees = new Degrees(
                1,
                data,
                data,
                1,
                1,
                replicas,
                batch,
                1,
                1,
                Recomputation.NONE,
                problem.model().experts() / data,
                1);
        Layout layout = Layout.inOrder(degrees, problem.model());
        int[] gpus = IntStream.range(firstGpu, firstGpu + degrees.gpus()).toArray();
        return new Layout(
                degrees,
                layout.stages(),
                layout.experts(),
                DeviceMap.inOrder(degrees).on(gpus));
    }

    private static PoolsEvaluation evaluated(PoolsModel model, Pools pools) {
        PoolsEvaluation evaluation = model.evaluate(pools);
        assertThat(evaluation.violations()).isEmpty();
        return evaluation;
    }

    private static PoolsModel model(Engine engine) {
        return new PoolsModel(Problems.question(Problems.assuming(
                Problems.problem(
                        Architectures.mixtral(),
                        Problems.cluster(1, 8, "h100-sxm"),
                        new Serving(List.of(2048), 256, OptionalInt.empty())),
                Assumptions.NONE.withEngine(engine))));
    }

    /** Where prompts hold the plan back, the replay answers what the closed form says, and L = lambda W holds. */
    @ParameterizedTest
    @EnumSource
    void aFullPrefillPoolReadsWhatTheClosedFormSays(Engine engine) {
        PoolsModel model = model(engine);
        Problem problem = model.question().problem();
        Pools pools = new Pools(pool(problem, 2, 1, 4, 0), pool(problem, 4, 1, 44, 4));
        PoolsEvaluation evaluation = evaluated(model, pools);
        assertThat(evaluation.together().limit()).isEqualTo(Limit.PREFILL);
        ServedRequests served = new PoolDeployment(model, pools, evaluation, 7).served();
        double closed = evaluation.together().performance().tokensPerSecond();
        assertThat(served.outputTokensPerSecond()).isCloseTo(closed, within(0.04 * closed));
        assertThat(served.requestsPerSecond() * served.endToEnd().mean())
                .isCloseTo(served.loop().clients(), within(0.04 * served.loop().clients()));
        assertThat(served.timeToFirstToken().mean())
                .isGreaterThan(evaluation.transfer().seconds());
        assertThat(new PoolDeployment(model, pools, evaluation, 7).served()).isEqualTo(served);
        // What requests do on their way is all the time that they take, and so many of them are somewhere at any time.
        PoolTraffic traffic = served.traffic().orElseThrow();
        assertThat(traffic.mean().values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum())
                .isCloseTo(
                        served.endToEnd().mean(),
                        within(1e-9 * served.endToEnd().mean()));
        PoolTraffic.Moment middle = traffic.moments().get(traffic.moments().size() / 2);
        assertThat(middle.requests().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum())
                .isBetween(served.loop().clients() * 9 / 10, served.loop().clients() * 11 / 10 + 1);
        assertThat(traffic.moments().getLast().requests().values()).containsOnly(0);
    }

    /** Where answers do, seats are empty now and then: who leaves is not followed at once by somebody whose prompt is read. */
    @ParameterizedTest
    @EnumSource
    void aFullDecodePoolWritesALittleLess(Engine engine) {
        PoolsModel model = model(engine);
        Problem problem = model.question().problem();
        Pools pools = new Pools(pool(problem, 2, 2, 4, 0), pool(problem, 4, 1, 44, 4));
        PoolsEvaluation evaluation = evaluated(model, pools);
        assertThat(evaluation.together().limit()).isEqualTo(Limit.DECODE);
        ServedRequests served = new PoolDeployment(model, pools, evaluation, 7).served();
        double closed = evaluation.together().performance().tokensPerSecond();
        assertThat(served.outputTokensPerSecond()).isBetween(0.8 * closed, 1.02 * closed);
        assertThat(served.timePerOutputToken().mean())
                .isLessThan(1.05
                        * evaluation
                                .together()
                                .performance()
                                .timePerOutputTokenSeconds()
                                .orElseThrow());
    }

    private static PoolsModel cached(double share) {
        Traffic traffic = Traffic.PLAIN.withPrefixHitRate(share);
        return new PoolsModel(Problems.question(Problems.assuming(
                Problems.problem(
                        Architectures.mixtral(),
                        Problems.cluster(1, 8, "h100-sxm"),
                        new Serving(List.of(4096), 128, OptionalInt.empty(), traffic)),
                Assumptions.NONE.withEngine(Engine.SGLANG))));
    }

    /** Of prompts the cache has three quarters of, 1,024 of 4,096 tokens are read: a step holds four times as many, and all of each travels. */
    @Test
    void cachedPrefixesAreSeenAndNotReadByThePrefillPool() {
        PoolsModel plain = cached(0);
        PoolsModel shared = cached(0.75);
        assertThat(shared.promptsOfAStep()).isEqualTo(4 * plain.promptsOfAStep());
        double readAll = 0;
        for (PoolsModel model : List.of(plain, shared)) {
            Problem problem = model.question().problem();
            Pools pools = new Pools(pool(problem, 2, 1, 4, 0), pool(problem, 4, 1, 44, 4));
            PoolsEvaluation evaluation = evaluated(model, pools);
            assertThat(evaluation.together().limit()).isEqualTo(Limit.PREFILL);
            double requests = evaluation.together().requestsPerSecond();
            ServedRequests served = new PoolDeployment(model, pools, evaluation, 7).served();
            assertThat(served.requestsPerSecond()).isCloseTo(requests, within(0.05 * requests));
            if (model == plain) {
                readAll = requests;
            } else {
                assertThat(requests).isBetween(2.5 * readAll, 4 * readAll);
            }
            assertThat(evaluation.transfer().bytes())
                    .isEqualTo(model.held(pools.decode()).bytes());
        }
    }
}
