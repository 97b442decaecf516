package dev.meshwright.lab.serving;

import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.StepClock;
import dev.meshwright.cost.engine.EngineConstants;
import dev.meshwright.cost.engine.EngineProfile;
import dev.meshwright.cost.evaluation.ServingTimes;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.facts.workload.Arrivals;
import dev.meshwright.facts.workload.Length;
import dev.meshwright.lab.row.Catalogues;
import dev.meshwright.layout.Degrees;
import dev.meshwright.replay.ClockedSteps;
import dev.meshwright.replay.FrontEnd;
import dev.meshwright.replay.Latencies;
import dev.meshwright.replay.Outcome;
import dev.meshwright.replay.client.Clients;
import dev.meshwright.replay.client.ClosedLoop;
import dev.meshwright.replay.client.DrawnLengths;
import dev.meshwright.replay.client.GuessedAnswers;
import dev.meshwright.replay.client.Lengths;
import dev.meshwright.replay.client.OpenLoop;
import dev.meshwright.replay.deployment.Replica;
import dev.meshwright.replay.scheduler.SchedulerSettings;
import java.util.Iterator;

/** The benchmark behind a measured row, run again step by step. */
final class ServingLoop {

    private static final long SEED = 1;

    /** Requests of a stream that is measured: enough for means to hold, few enough to be quick. */
    private static final int STREAMED = 2000;

    /** SGLang's cookbook sends ten requests with one client. */
    private static final int LEAST_REQUESTS = 10;

    /** More clients than any benchmark has; a row that claims more is run with these. */
    private static final int MOST_REQUESTS = 100_000;

    /** aiconfigurator gives TensorRT-LLM and vLLM a step of the batch, a prompt and this many tokens more. */
    private static final int AICONFIGURATOR_TOKENS = 1500;

    private final MeasuredServing measured;
    private final CostModel costModel;
    private final EngineProfile engine;
    private final Degrees degrees;

    /** The benchmark of {@code measured} under {@code constants}. */
    ServingLoop(MeasuredServing measured, Catalogues catalogues, EngineConstants constants) {
        this.measured = measured;
        ServingCase served = measured.guessing(constants);
        this.costModel = new CostModel(catalogues.question(served.problem()), constants);
        this.engine = costModel.engine();
        this.degrees = measured.served().layout().degrees();
    }

    /** What the clients saw. */
    ReplayedServing run() {
        StepClock clock = costModel.stepClock(degrees);
        Outcome outcome = new Replica(measured.row().engine(), settings(), degrees, frontEnd())
                .serve(guessed(clients()), clock, this::steps);
        ClockedSteps steps = steps(clock::seconds);
        double context = measured.row().harness().input().mean()
                + measured.row().harness().output().mean() / 2;
        return new ReplayedServing(
                outcome.timesToFirstToken(),
                perOutputToken(outcome, steps),
                outcome.meanWaiting(),
                engine.requestSeconds() + measured.row().harness().input().mean() * engine.inputTokenSeconds(),
                perToken(steps, context),
                outcome.outputTokens() / outcome.endSeconds());
    }

    private Clients guessed(Clients clients) {
        return engine.speculation()
                .<Clients>map(how -> new GuessedAnswers(clients, how, SEED))
                .orElse(clients);
    }

    private ClockedSteps steps(ClockedSteps.Clock clock) {
        return new ClockedSteps(clock, engine.positions());
    }

    /** Seconds per token of steps without prompts in which sequences see {@code context} positions. */
    private double perToken(ClockedSteps steps, double context) {
        return steps.decodeSeconds(degrees.microBatch(), context) / engine.tokensPerDecodeStep();
    }

    /** Answers of one token have no time between tokens: then a step without prompts is what there would be. */
    private Latencies perOutputToken(Outcome outcome, ClockedSteps steps) {
        Harness harness = measured.row().harness();
        return harness.output().longest() > 1
                ? outcome.timesPerOutputToken()
                : Latencies.always(perToken(steps, harness.input().mean()));
    }

    private FrontEnd frontEnd() {
        return new FrontEnd(engine.requestSeconds(), 0, engine.inputTokenSeconds(), 0);
    }

    private Clients clients() {
        Harness harness = measured.row().harness();
        Length output = harness.output();
        if (!(harness.arrivals() instanceof Arrivals.Clients)) {
            Iterator<Lengths> lengths = new DrawnLengths(harness.input(), output, STREAMED, SEED);
            return OpenLoop.of(harness.arrivals(), 1, lengths, MOST_REQUESTS, SEED);
        }
        int clients = Math.min(
                MOST_REQUESTS,
                harness.clients() > 0 ? harness.clients() : measured.row().concurrency());
        int requests = Math.clamp((long) clients * harness.requestsPerClient(), LEAST_REQUESTS, MOST_REQUESTS);
        Iterator<Lengths> lengths = new DrawnLengths(harness.input(), output, requests, SEED);
        return harness.kind() == Harness.Kind.EXPORTED
                ? ClosedLoop.scattered(clients, life(harness), lengths, SEED)
                : new ClosedLoop(clients, 0, lengths);
    }

    /** Seconds of a request among as many as there are clients, by the closed form. */
    private double life(Harness harness) {
        ServingTimes times = costModel.servingTimes(degrees);
        return times.firstToken() + (harness.output().mean() - 1) * times.perOutputToken();
    }

    private SchedulerSettings settings() {
        int sequences = degrees.microBatch();
        Engine named = measured.row().engine();
        ServingRecipe recipe = measured.recipe();
        boolean own = measured.row().harness().kind() == Harness.Kind.AICONFIGURATOR;
        int prompt = measured.row().inputTokens();
        int tokens = !own
                ? engine.tokensPerStep()
                : prompt + AICONFIGURATOR_TOKENS + (named == Engine.SGLANG ? 0 : degrees.sequencesPerRank());
        boolean mixed = own && named == Engine.SGLANG && !measured.row().withoutMixedSteps();
        return new SchedulerSettings(
                Math.max(tokens, sequences * engine.positions() + EngineProfile.LEAST_ROOM),
                sequences,
                recipe.chunkedPrompts().orElse(engine.splitsPrompts()) || prompt > tokens,
                mixed,
                SchedulerSettings.BLOCK_TOKENS,
                Long.MAX_VALUE / 2,
                KernelPaths.plansAhead(measured.row()),
                Math.max(1, recipe.requestInterval()),
                recipe.batchWait(),
                recipe.engine().promptHoldSteps(),
                engine.speculation());
    }
}
