package dev.meshwright.replay.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.Architectures;
import dev.meshwright.Problems;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.cost.pool.PoolPerformance.Limit;
import dev.meshwright.cost.pool.PoolsEvaluation;
import dev.meshwright.cost.pool.PoolsModel;
import dev.meshwright.facts.engine.EngineSetup;
import dev.meshwright.facts.engine.Speculation;
import dev.meshwright.facts.engine.Speculation.Draft;
import dev.meshwright.facts.engine.Speculation.Method;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.problem.Assumptions;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.facts.problem.Problem;
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
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Plans whose steps guess tokens, replayed with guesses that are drawn for every answer. */
class GuessingDeploymentTest {

    /** A step makes 1 + 0.8 + 0.6 + 0.4 tokens of a sequence. */
    private static final Speculation EAGLE =
            new Speculation(Method.EAGLE, List.of(0.8, 0.6, 0.4), Optional.of(new Draft(5e8, Precision.BF16, 2048)));

    private static Problem problem(Engine engine, Serving serving) {
        return Problems.problem(Architectures.mixtral(), Problems.cluster(1, 8, "h100-sxm"), serving)
                .withAssumptions(Assumptions.NONE
                        .withEngine(engine)
                        .withSetup(EngineSetup.DEFAULT.withSpeculation(Optional.of(EAGLE))));
    }

    private static Serving spread() {
        return new Serving(
                List.of(1000),
                1000,
                OptionalInt.empty(),
                new Traffic(
                        Optional.of(new Length.Uniform(500, 1500)),
                        Optional.of(new Length.Uniform(1, 1999)),
                        new Arrivals.Clients()));
    }

    private static ServedRequests served(CostModel costModel, Degrees degrees, Evaluation evaluation) {
        return Deployment.of(costModel, degrees, evaluation, 1).orElseThrow().served();
    }

    /** Sequences live for 2.8 times fewer steps than they get tokens, in the closed form as in the replay. */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void itIsTheClosedFormWherePromptsComeOneByOne(Engine engine) {
        CostModel costModel = Problems.costModel(problem(engine, spread()));
        for (int sequences : List.of(8, 64)) {
            Degrees degrees = Problems.degrees(8, 4, 1, 4, 1, 2, sequences, 1);
            Evaluation evaluation = costModel.evaluate(
                    Problems.placer(costModel).place(degrees).orElseThrow().layout());
            Performance closed = evaluation.performance();
            ServedRequests served = served(costModel, degrees, evaluation);
            double perToken = closed.timePerOutputTokenSeconds().orElseThrow();
            assertThat(served.timePerOutputToken().mean()).isCloseTo(perToken, within(0.025 * perToken));
            assertThat(served.outputTokensPerSecond())
                    .isCloseTo(closed.tokensPerSecond(), within(0.025 * closed.tokensPerSecond()));
            assertThat(served.requestsPerSecond() * served.endToEnd().mean())
                    .as("Little's law")
                    .isCloseTo(2 * sequences, within(0.02 * sequences));
        }
    }

    /** Engines set all blocks of a guessed answer aside, so that none loses its seat. */
    @Test
    void nobodyLosesASeat() {
        CostModel costModel = Problems.costModel(problem(Engine.VLLM, spread()));
        Degrees degrees = Problems.degrees(8, 4, 1, 4, 1, 2, 64, 1);
        Evaluation evaluation = costModel.evaluate(
                Problems.placer(costModel).place(degrees).orElseThrow().layout());
        assertThat(served(costModel, degrees, evaluation).loop().preemptions()).isZero();
    }

    /** Two pools: prompts hold the plan back, and tokens of an answer come 2.8 to a step. */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void poolsGuessInTheDecodePool(Engine engine) {
        Problem problem = problem(engine, new Serving(List.of(2048), 256, OptionalInt.empty()));
        PoolsModel model = new PoolsModel(Problems.question(problem));
        Pools pools = new Pools(pool(problem, 2, 4, 0), pool(problem, 4, 40, 4));
        PoolsEvaluation evaluation = model.evaluate(pools);
        assertThat(evaluation.feasible()).isTrue();
        assertThat(evaluation.together().limit()).isEqualTo(Limit.PREFILL);
        Performance decode = evaluation.decode().performance();
        assertThat(decode.timePerOutputTokenSeconds().orElseThrow())
                .isCloseTo(decode.stepSeconds() / 2.8, within(1e-12));
        ServedRequests served = new PoolDeployment(model, pools, evaluation, 7).served();
        double closed = evaluation.together().performance().tokensPerSecond();
        assertThat(served.outputTokensPerSecond()).isCloseTo(closed, within(0.05 * closed));
        assertThat(served.timePerOutputToken().mean())
                .isLessThan(1.1 * decode.timePerOutputTokenSeconds().orElseThrow());
    }

    private static Layout pool(Problem problem, int data, int batch, int firstGpu) {
        Degrees degrees = Problems.degrees(problem.model().experts(), 1, data, data, 1, 1, batch, 1);
        Layout layout = Layout.inOrder(degrees, problem.model());
        int[] gpus = IntStream.range(firstGpu, firstGpu + degrees.gpus()).toArray();
        return new Layout(
                degrees,
                layout.stages(),
                layout.experts(),
                DeviceMap.inOrder(degrees).on(gpus));
    }
}
