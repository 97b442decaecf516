package dev.meshwright.replay.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.Problems;
import dev.meshwright.answer.json.loop.LatencyDocument;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.facts.problem.Assumptions;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.facts.problem.Objective;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.Statistic;
import dev.meshwright.facts.problem.Targets;
import dev.meshwright.facts.problem.TimeTarget;
import dev.meshwright.facts.workload.Arrivals;
import dev.meshwright.facts.workload.Length;
import dev.meshwright.facts.workload.RecordedRequests;
import dev.meshwright.facts.workload.Traffic;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.io.catalogue.ModelCatalogue;
import dev.meshwright.layout.Constraint;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Layout;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans replayed: beside the closed form where that holds, and by the laws that hold always. */
@Tag("slow")
class DeploymentTest {

    private static final int INPUT = 1000;
    private static final int OUTPUT = 1000;

    /** Answers that end at any time, so that prompts come one by one. */
    private static final Traffic SPREAD = new Traffic(
            Optional.of(new Length.Uniform(500, 1500)),
            Optional.of(new Length.Uniform(1, 1999)),
            new Arrivals.Clients());

    private static Problem problem(Engine engine, Traffic traffic, Targets targets) {
        return problem(engine, new Serving(List.of(INPUT), OUTPUT, OptionalInt.empty(), traffic), targets);
    }

    private static Problem problem(Engine engine, Serving serving, Targets targets) {
        Problem problem = Problems.problem(
                ModelCatalogue.standard().find("mixtral-8x7b").orElseThrow().model(),
                Problems.cluster(1, 8, "h100-sxm"),
                serving);
        return Problems.with(
                Problems.assuming(problem, Assumptions.NONE.withEngine(engine)), Objective.THROUGHPUT, targets);
    }

    /** Mixtral on 8 GPUs: t x d x p, experts spread over the ranks of a stage. */
    private static Degrees degrees(int tensor, int data, int pipeline, int replicas, int microBatch) {
        return Problems.degrees(8, tensor, data, tensor * data, pipeline, replicas, microBatch, pipeline);
    }

    private record Plan(CostModel costModel, Degrees degrees, Layout layout, Evaluation evaluation) {
        static Plan of(Problem problem, Degrees degrees) {
            CostModel costModel = Problems.costModel(problem);
            Layout layout =
                    Problems.placer(costModel).place(degrees).orElseThrow().layout();
            return new Plan(costModel, degrees, layout, costModel.evaluate(layout));
        }

        ServedRequests served(long seed) {
            return Deployment.of(costModel, degrees, evaluation, seed)
                    .orElseThrow()
                    .served();
        }

        Performance closedForm() {
            return evaluation.performance();
        }
    }

    /**
     * 8 or 64 sequences that write 1,000 tokens each: 0.008 or 0.064 prompts come with a step. What the closed form takes for an
     * average step is then the mean of all steps.
     */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void itIsTheClosedFormWherePromptsComeOneByOne(Engine engine) {
        for (int sequences : List.of(8, 64)) {
            assertAlike(Plan.of(problem(engine, SPREAD, Targets.NONE), degrees(4, 1, 1, 2, sequences)), 0.02);
        }
    }

    /** Micro-batches that follow each other through the stages: max(p x slowest, all) and the overhead between two tokens. */
    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void pipelinesAreTheClosedFormToo(int stages) {
        assertAlike(Plan.of(problem(Engine.VLLM, SPREAD, Targets.NONE), degrees(8 / stages, 1, stages, 1, 8)), 0.05);
    }

    /**
     * A sequence in each of 16 micro-batches with prompts of 8,000 tokens and answers of 50: it waits for the prompts of the 15 others, and
     * unequal micro-batches wait for each other.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void microBatchesOfOneSequenceWaitForEachOthersPrompts(int stages) {
        Traffic clients = new Traffic(Optional.empty(), Optional.empty(), new Arrivals.Clients());
        Problem problem =
                problem(Engine.VLLM, new Serving(List.of(8000), 50, OptionalInt.empty(), clients), Targets.NONE);
        Plan plan = Plan.of(problem, Problems.degrees(8, 8 / stages, 1, 8 / stages, stages, 1, 1, 16));
        double closed = plan.closedForm().tokensPerSecond();
        assertThat(plan.served(1).outputTokensPerSecond()).isCloseTo(closed, within(0.2 * closed));
    }

    /**
     * Prompts of 80,000 tokens are ten steps long. On one rank they follow each other; attention ranks that step together read theirs
     * at the same time, the more of them the more parts there are. They wait for each other a little less than if they did so
     * independently: a rank whose next request is being tokenized joins those that read when it is done.
     */
    @ParameterizedTest
    @CsvSource({
        "VLLM, 8, 1, 4, 1000, 0.1",
        "VLLM, 8, 1, 4, 20, 0.1",
        "VLLM, 1, 8, 1, 60, 0.22",
        "VLLM, 1, 8, 1, 1000, 0.1",
        "VLLM, 2, 4, 2, 20, 0.1",
        "VLLM, 1, 8, 2, 200, 0.15",
        "TENSORRT_LLM, 1, 8, 1, 60, 0.22",
        "TENSORRT_LLM, 8, 1, 4, 200, 0.1",
        "SGLANG, 8, 1, 4, 200, 0.1",
        "SGLANG, 1, 8, 1, 200, 0.16"
    })
    void promptsLongerThanAStepAreReadInParts(
            Engine engine, int tensor, int data, int sequences, int output, double share) {
        Traffic spread = new Traffic(
                Optional.of(new Length.Uniform(40_000, 120_000)),
                Optional.of(new Length.Uniform(1, 2 * output - 1)),
                new Arrivals.Clients());
        Serving serving = new Serving(List.of(80_000), output, OptionalInt.empty(), spread);
        Problem longer = problem(engine, serving, Targets.NONE);
        Plan plan = Plan.of(
                longer.withModel(longer.model().withPositions(131_072)), degrees(tensor, data, 1, 1, sequences));
        double closed = plan.closedForm().tokensPerSecond();
        assertThat(plan.served(1).outputTokensPerSecond())
                .as(plan.closedForm() + " " + plan.served(1))
                .isCloseTo(closed, within(share * closed));
    }

    /** Two micro-batches of one stage have seats for all of their sequences: nobody waits for half a life. */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void microBatchesOfOneStageSeatAllTheirSequences(Engine engine) {
        Plan plan = Plan.of(problem(engine, SPREAD, Targets.NONE), Problems.degrees(8, 4, 1, 4, 1, 2, 8, 2));
        assertThat(plan.served(1).loop().clients()).isEqualTo(16);
        assertAlike(plan, 0.05);
    }

    /** A request alone in the engine: however many micro-batches there could be, its steps are rounds with all their overhead. */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void whoIsAloneBearsAllOfARoundsOverhead(Engine engine) {
        Traffic rare = new Traffic(Optional.empty(), Optional.empty(), new Arrivals.Constant(0.001));
        Problem problem = problem(engine, new Serving(List.of(500), 50, OptionalInt.empty(), rare), Targets.NONE);
        double alone = Plan.of(problem, Problems.degrees(8, 4, 1, 4, 1, 1, 1, 1))
                .served(1)
                .timePerOutputToken()
                .mean();
        for (int microBatches : List.of(2, 4)) {
            double token = Plan.of(problem, Problems.degrees(8, 4, 1, 4, 1, 1, 1, microBatches))
                    .served(1)
                    .timePerOutputToken()
                    .mean();
            assertThat(token).as("%d micro-batches", microBatches).isCloseTo(alone, within(0.01 * alone));
        }
    }

    private static void assertAlike(Plan plan, double share) {
        ServedRequests served = plan.served(1);
        Performance closed = plan.closedForm();
        String what = plan.degrees().shortName() + " " + closed + " " + served;
        double perToken = closed.timePerOutputTokenSeconds().orElseThrow();
        assertThat(served.timePerOutputToken().mean()).as(what).isCloseTo(perToken, within(share * perToken));
        assertThat(served.outputTokensPerSecond())
                .as(what)
                .isCloseTo(closed.tokensPerSecond(), within(share * closed.tokensPerSecond()));
    }

    /** L = lambda W: 2 replicas of 8 clients. */
    @Test
    void clientsAreRequestsPerSecondTimesTheirTime() {
        ServedRequests served = Plan.of(problem(Engine.SGLANG, SPREAD, Targets.NONE), degrees(4, 1, 1, 2, 8))
                .served(1);
        assertThat(served.requestsPerSecond() * served.endToEnd().mean()).isCloseTo(2 * 8, within(0.05));
        assertThat(served.loop().clients()).isEqualTo(8);
        assertThat(served.goodput()).isEmpty();
        assertThat(served.sustainableRequestsPerSecond()).isEmpty();
    }

    @Test
    void theSameSeedGivesTheSameTimesAndOthersNearlyTheSame() {
        Plan plan = Plan.of(problem(Engine.VLLM, SPREAD, Targets.NONE), degrees(4, 1, 1, 2, 8));
        assertThat(plan.served(1)).isEqualTo(plan.served(1));
        double mean = plan.served(1).endToEnd().mean();
        assertThat(plan.served(2).endToEnd().mean()).isNotEqualTo(mean).isCloseTo(mean, within(0.1 * mean));
    }

    @Test
    void aStreamIsAnsweredAsItComesUntilTheQueueGrows() {
        ServedRequests slow = stream(new Arrivals.Constant(1)).served(1);
        double most = slow.sustainableRequestsPerSecond().orElseThrow();
        assertThat(slow.requestsPerSecond()).isEqualTo(1);
        assertThat(slow.overloaded()).isFalse();
        ServedRequests full = stream(new Arrivals.Poisson(1.5 * most)).served(1);
        assertThat(full.overloaded()).isTrue();
        assertThat(full.requestsPerSecond())
                .isEqualTo(full.sustainableRequestsPerSecond().orElseThrow());
        assertThat(full.timeToFirstToken().mean())
                .isGreaterThan(10 * slow.timeToFirstToken().mean());
        // Requests in the order in which they come wait ever longer: the median is about half of the longest wait.
        assertThat(full.timeToFirstToken().p50() / full.timeToFirstToken().p99())
                .isBetween(0.4, 0.6);
    }

    /** Of three requests the first replica of two gets the first and the third. */
    @Test
    void tracesAreReplayedAsTheyAre() {
        RecordedRequests.Builder trace = new RecordedRequests.Builder("three");
        trace.add(0, 100, 10, 0);
        trace.add(0, 200, 10, 0);
        trace.add(5, 100, 1, 0);
        ServedRequests served = stream(new Arrivals.Trace(trace.build())).served(1);
        assertThat(served.loop().requests()).isEqualTo(2);
        assertThat(served.loop().counted()).isEqualTo(2);
        assertThat(served.loop().replicas()).isEqualTo(2);
    }

    /** One request has no rate; nor have several that come at the same time. Nobody follows them, so no queue grows. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 50})
    void requestsThatComeAtOnceHaveNoRate(int requests) {
        RecordedRequests.Builder trace = new RecordedRequests.Builder("at once");
        for (int request = 0; request < requests; request++) {
            trace.add(3, 100, 2, 0);
        }
        Plan plan = stream(new Arrivals.Trace(trace.build()));
        ServedRequests served = plan.served(1);
        assertThat(served.loop().allAtOnce()).isTrue();
        assertThat(served.overloaded()).isFalse();
        assertThat(served.requestsPerSecond()).isFinite().isPositive();
        assertThat(LatencyDocument.of(served, plan.closedForm()).get("replay"))
                .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                .containsEntry("allAtOnce", true)
                .allSatisfy((name, value) -> assertThat(value).isNotEqualTo(Double.POSITIVE_INFINITY));
    }

    private static Plan stream(Arrivals arrivals) {
        Traffic traffic = new Traffic(SPREAD.input(), SPREAD.output(), arrivals);
        return Plan.of(problem(Engine.VLLM, traffic, Targets.NONE), degrees(4, 1, 1, 2, 8));
    }

    @Test
    void targetsAreJudgedByTheirOwnStatistic() {
        ServedRequests served = Plan.of(problem(Engine.VLLM, SPREAD, Targets.NONE), degrees(4, 1, 1, 2, 8))
                .served(1);
        double median = served.timeToFirstToken().p50();
        double slowest = served.timeToFirstToken().p99();
        assertThat(slowest).isGreaterThan(median);
        Targets targets = new Targets(
                Optional.empty(),
                List.of(new TimeTarget(Statistic.P50, 3 * median), new TimeTarget(Statistic.P99, 0.99 * slowest)),
                List.of(),
                List.of(new TimeTarget(Statistic.MEAN, 0.99 * served.endToEnd().mean())));
        Plan plan = Plan.of(problem(Engine.VLLM, SPREAD, targets), degrees(4, 1, 1, 2, 8));
        ServedRequests again = plan.served(1);
        Evaluation judged = again.judged(plan.evaluation(), targets);
        assertThat(judged.missedTargets())
                .extracting(missed -> missed.constraint())
                .containsExactly(Constraint.TARGET_TIME_TO_FIRST_TOKEN, Constraint.TARGET_END_TO_END);
        assertThat(judged.missedTargets().getFirst().where()).isEqualTo("system, p99");
        assertThat(judged.late()).isTrue();
        // Nine of ten and more are in time; half of them at least are not, end to end.
        assertThat(again.goodput().orElseThrow().share()).isBetween(0.2, 0.8);
    }

    @Test
    void plansThatDoNotFitServeNobody() {
        Plan plan = Plan.of(problem(Engine.VLLM, SPREAD, Targets.NONE), degrees(4, 1, 1, 2, 8));
        Evaluation broken = Problems.costModel(problem(Engine.VLLM, SPREAD, Targets.NONE))
                .evaluate(plan.layout().with(degrees(4, 1, 1, 2, 100_000)));
        assertThat(broken.feasible()).isFalse();
        assertThat(Deployment.of(plan.costModel(), plan.degrees(), broken, 1)).isEmpty();
    }
}
