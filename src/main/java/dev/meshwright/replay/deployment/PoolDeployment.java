package dev.meshwright.replay.deployment;

import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.engine.EngineProfile;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.cost.pool.PoolsEvaluation;
import dev.meshwright.cost.pool.PoolsModel;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.TargetOutcome;
import dev.meshwright.facts.workload.Arrivals;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.PoolRole;
import dev.meshwright.layout.Pools;
import dev.meshwright.replay.ClockedSteps;
import dev.meshwright.replay.FrontEnd;
import dev.meshwright.replay.Loop;
import dev.meshwright.replay.Outcome;
import dev.meshwright.replay.PoolsReplay;
import dev.meshwright.replay.StepTimes;
import dev.meshwright.replay.client.Clients;
import dev.meshwright.replay.client.ClosedLoop;
import dev.meshwright.replay.client.DrawnLengths;
import dev.meshwright.replay.client.Lengths;
import dev.meshwright.replay.client.OpenLoop;
import dev.meshwright.replay.scheduler.SchedulerSettings;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * A plan of two pools that serves: all its instances are replayed, joined by the transfer of caches; of large pools that as many
 * clients keep busy as may be, a part ({@link PoolShare}).
 *
 * <p>The decode pool has a sequence's cache already: its first step there is a decode step like any other.
 */
public final class PoolDeployment {

    private static final int MOST_COUNTED = 4_000;

    private static final int LIVES = 3;

    /** Requests of each client until all have started and the pools are as full as they stay. */
    private static final int STARTING = 2;

    private static final int HALVINGS = 5;

    /** Requests of a stream that is drawn, of which the first and last tenth are not counted. */
    private static final int STREAMED = 4_000;

    private static final int GPUS_PER_SERVER = 8;

    private final PoolsModel model;
    private final Problem problem;
    private final Serving serving;
    private final Pools pools;
    private final PoolsEvaluation evaluation;
    private final PoolShare share;
    private final long seed;

    /** The deployment of a feasible plan; {@code seed} of what is drawn. */
    public PoolDeployment(PoolsModel model, Pools pools, PoolsEvaluation evaluation, long seed) {
        this.model = model;
        this.problem = model.question().problem();
        this.serving = (Serving) problem.workload();
        this.pools = pools;
        this.evaluation = evaluation;
        this.seed = seed;
        this.share = serving.concurrency().isPresent() ? PoolShare.whole(pools) : PoolShare.of(pools);
    }

    /**
     * What its requests wait for: those of the stream that the workload states, of as many clients as it states, or of as many as
     * keep both pools busy. Where that many are late, which a queue before a full pool makes them, of the most that are in time.
     */
    public ServedRequests served() {
        if (!(serving.traffic().arrivals() instanceof Arrivals.Clients)) {
            return stream();
        }
        int all = inFlight();
        ServedRequests full = clients(all);
        if (serving.concurrency().isPresent() || !late(full)) {
            return full;
        }
        ServedRequests best = full;
        int works = 0;
        int fails = all;
        for (int halving = 0; halving < HALVINGS && fails - works > 1; halving++) {
            // Queues form over the last few per cent: most of them are above the half.
            int tried = works == 0 && halving == 0 ? Math.max(1, all * 9 / 10) : (works + fails) / 2;
            ServedRequests fewer = clients(tried);
            if (late(fewer)) {
                fails = tried;
            } else {
                works = tried;
                best = fewer;
            }
        }
        return best;
    }

    private boolean late(ServedRequests found) {
        return problem.targets().ofTimes(found::seconds).stream().anyMatch(TargetOutcome::missed);
    }

    private ServedRequests clients(int clients) {
        int counted =
                clients > MOST_COUNTED ? clients : Math.max(LIVES * clients, Math.min(MOST_COUNTED, 10 * clients));
        int all = counted + (STARTING + 1) * clients;
        double interval = closedLife() / inFlight();
        Outcome outcome = run(ClosedLoop.paced(clients, interval, lengths(all)), share);
        int first = Math.min(STARTING * clients, outcome.requests() - 1);
        int end = Math.max(first + 1, outcome.requests() - clients);
        double rate = end - first < 2
                ? clients / outcome.endToEnd(first, end).mean()
                : (end - 1 - first) / (outcome.sentSeconds(end - 1) - outcome.sentSeconds(first));
        // L = lambda W: where fewer keep the pools busy, the others never start.
        int flying = Math.clamp(Math.round(rate * outcome.endToEnd(first, end).mean()), 1, clients);
        return new CountedRequests(outcome, first, end)
                .served(
                        loop(flying, OptionalDouble.empty(), end - first, outcome),
                        problem.targets(),
                        share.times() * rate,
                        OptionalDouble.empty(),
                        List.of());
    }

    private ServedRequests stream() {
        return stream(serving.traffic().arrivals(), mostRequestsPerSecond());
    }

    /** Requests per second that are answered for ever. */
    double mostRequestsPerSecond() {
        return clients(inFlight()).requestsPerSecond();
    }

    /** What a stream waits for where {@code most} requests per second are answered for ever. */
    ServedRequests stream(Arrivals arrivals, double most) {
        Outcome outcome = run(OpenLoop.of(arrivals, 1, lengths(STREAMED), Integer.MAX_VALUE, seed));
        boolean drawn = !(arrivals instanceof Arrivals.Trace);
        int first = drawn ? outcome.requests() / 10 : 0;
        int end = drawn ? outcome.requests() - outcome.requests() / 10 : outcome.requests();
        double sent = arrivals.rate().orElse(Double.POSITIVE_INFINITY);
        return new CountedRequests(outcome, first, end)
                .served(
                        loop(0, OptionalDouble.of(sent), end - first, outcome),
                        problem.targets(),
                        Math.min(sent, most),
                        OptionalDouble.of(most),
                        List.of());
    }

    /** What becomes of the requests of {@code clients}. */
    public Outcome run(Clients clients) {
        return run(clients, PoolShare.whole(pools));
    }

    private Outcome run(Clients clients, PoolShare part) {
        EngineProfile engine = model.model(PoolRole.DECODE).engine();
        return new PoolsReplay(
                        LoopSettings.guessed(engine, clients, seed),
                        loops(PoolRole.PREFILL, part),
                        loops(PoolRole.DECODE, part),
                        this::transferSeconds,
                        model.constants().firstTokenAgain(),
                        model.constants().loadSteps())
                .run();
    }

    /** Caches of other lengths take their part of the time that is not latency. */
    private double transferSeconds(int tokens) {
        double latency = evaluation.transfer().latencySeconds();
        double batch = evaluation
                .of(PoolRole.PREFILL)
                .performance()
                .timeToFirstTokenSeconds()
                .orElseThrow();
        return latency + (model.waitingSeconds(evaluation.transfer(), batch) - latency) * tokens / serving.longest();
    }

    private List<Function<Clients, Loop>> loops(PoolRole role, PoolShare part) {
        Function<Clients, Loop> one = sender -> loop(role, sender);
        return Collections.nCopies(part.of(role), one);
    }

    private Loop loop(PoolRole role, Clients sender) {
        CostModel costModel = model.model(role, pools.of(role));
        EngineProfile engine = costModel.engine();
        Degrees degrees = pools.of(role).degrees().withReplicas(1);
        Engine named = LoopSettings.engine(problem);
        int readers = Math.ceilDiv(degrees.gpusPerReplica(), GPUS_PER_SERVER);
        double slowdown = slowdown(costModel, role);
        FrontEnd server = new FrontEnd(engine.requestSeconds(), 0, engine.inputTokenSeconds(), readers, 0);
        return switch (role) {
            case PREFILL ->
                new Replica(named, settings(role), degrees, server)
                        .loop(sender, costModel.stepClock(degrees), clock -> slowed(new ClockedSteps(clock), slowdown));
            case DECODE ->
                new Replica(
                                decoder(named),
                                settings(role),
                                degrees,
                                model.constants().handledAgain() ? server : FrontEnd.NONE)
                        .loop(
                                sender,
                                costModel.stepClock(degrees),
                                clock -> slowed(
                                        new HandedOverSteps(new ClockedSteps(clock, engine.positions())), slowdown));
        };
    }

    /** SGLang reads prompts in steps of their own; those that are handed over need none. */
    private static Engine decoder(Engine named) {
        return named == Engine.SGLANG ? Engine.VLLM : named;
    }

    private SchedulerSettings settings(PoolRole role) {
        SchedulerSettings usual = LoopSettings.of(
                model.model(role, pools.of(role)),
                serving,
                pools.of(role).degrees(),
                evaluation.of(role).cache());
        boolean ahead = role == PoolRole.DECODE || LoopSettings.engine(problem) != Engine.TENSORRT_LLM;
        return new SchedulerSettings(
                usual.tokensPerStep(),
                usual.sequences(),
                usual.chunkedPrompts(),
                usual.mixedSteps(),
                usual.blockTokens(),
                usual.cacheBlocks(),
                ahead,
                usual.pollSteps(),
                usual.gatherSteps(),
                role == PoolRole.DECODE ? 0 : usual.holdSteps(),
                usual.speculation());
    }

    /** By how much the plan's placement is slower than the best one could be. */
    private double slowdown(CostModel costModel, PoolRole role) {
        Evaluation exact = evaluation.of(role);
        double best = costModel
                .bound(pools.of(role).degrees().withReplicas(1))
                .performance()
                .stepSeconds();
        return Math.max(1, exact.performance().stepSeconds() / best);
    }

    private static StepTimes slowed(StepTimes steps, double slowdown) {
        return slowdown == 1 ? steps : ranks -> slowdown * steps.seconds(ranks);
    }

    private ReplayedLoop loop(int clients, OptionalDouble requestsPerSecond, int counted, Outcome outcome) {
        return new ReplayedLoop(
                LoopSettings.engine(problem),
                settings(PoolRole.DECODE),
                clients > 0 ? (int) Math.max(1, Math.round(share.times())) : 1,
                clients,
                requestsPerSecond,
                counted,
                outcome.requests(),
                outcome.refused(),
                outcome.steps(),
                outcome.preemptions(),
                seed);
    }

    private Iterator<Lengths> lengths(int requests) {
        return new DrawnLengths(
                serving.traffic().inputOr(serving.longest()),
                serving.traffic().outputOr(serving.outputTokens()),
                serving.traffic().cachedShare(),
                requests,
                seed);
    }

    /** Sequences that there are, or as many as the replayed part of the pools has in flight when both work as they can together. */
    private int inFlight() {
        double sequences = serving.concurrency().isPresent()
                ? serving.concurrency().getAsInt()
                : evaluation.together().requestsPerSecond() * closedLife() / share.times();
        return (int) Math.max(1, Math.round(sequences));
    }

    private double closedLife() {
        Performance performance = evaluation.together().performance();
        return performance.timeToFirstTokenSeconds().orElseThrow()
                + (serving.outputTokens() - 1)
                        * performance.timePerOutputTokenSeconds().orElseThrow();
    }
}
