package dev.meshwright.replay.deployment;

import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.StepClock;
import dev.meshwright.cost.engine.EngineProfile;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.Targets;
import dev.meshwright.facts.workload.Length;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.layout.Degrees;
import dev.meshwright.replay.ClockedSteps;
import dev.meshwright.replay.FrontEnd;
import dev.meshwright.replay.Outcome;
import dev.meshwright.replay.PipelineReplay;
import dev.meshwright.replay.Replay;
import dev.meshwright.replay.StepTimes;
import dev.meshwright.replay.client.Clients;
import dev.meshwright.replay.client.ClosedLoop;
import dev.meshwright.replay.client.DrawnLengths;
import dev.meshwright.replay.client.Lengths;
import dev.meshwright.replay.deployment.ServedRequests.Goodput;
import dev.meshwright.replay.scheduler.Scheduler;
import dev.meshwright.replay.scheduler.SchedulerSettings;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * A plan that serves: its loop can be replayed. All replicas are alike, so one is, with its share of the requests.
 *
 * <p>Steps take what the cost model's passes take under the plan's degrees, times what the plan's own placement takes longer
 * than the best one could. Clients of a plan start at any time, as people do; benchmarks start them together, which is to be asked for.
 */
public final class Deployment {

    /** Steps of attention ranks that a replay may take: a fraction of a second. */
    private static final double MOST_RANK_STEPS = 400_000;

    private static final int MOST_COUNTED = 4_000;

    private static final int LEAST_COUNTED = 10;

    /** An instance of several nodes has a server on each; the constants behind {@link FrontEnd} are of one node. */
    private static final int GPUS_PER_SERVER = 8;

    private static final Replay.Observer NOBODY = (seconds, running, waiting) -> {
        if (Boolean.getBoolean("dbg") && seconds > 20 && seconds < 21)
            System.out.println(seconds + " run " + running + " wait " + waiting);
    };

    private final CostModel costModel;
    private final Problem problem;
    private final Serving serving;
    private final Degrees degrees;
    private final Evaluation evaluation;
    private final double slowdown;
    private final long seed;

    private Deployment(
            CostModel costModel, Serving serving, Degrees degrees, Evaluation evaluation, double slowdown, long seed) {
        this.costModel = costModel;
        this.problem = costModel.problem();
        this.serving = serving;
        this.degrees = degrees;
        this.evaluation = evaluation;
        this.slowdown = slowdown;
        this.seed = seed;
    }

    /**
     * The deployment of a plan; empty where it serves nothing: in other phases, and where it breaks constraints.
     *
     * @param evaluation of the complete layout
     * @param bound optimistic performance of the same degrees
     * @param seed of what is drawn
     */
    public static Optional<Deployment> of(
            CostModel costModel, Degrees degrees, Evaluation evaluation, Performance bound, long seed) {
        if (!evaluation.feasible() || !(costModel.problem().workload() instanceof Serving serving)) {
            return Optional.empty();
        }
        double slowdown = Math.max(1, evaluation.performance().stepSeconds() / bound.stepSeconds());
        return Optional.of(new Deployment(
                costModel, serving, degrees, evaluation, Double.isFinite(slowdown) ? slowdown : 1, seed));
    }

    /** What its requests wait for. */
    public ServedRequests served() {
        return clients(false);
    }

    /** The same where all clients start at once, as they do in benchmarks. */
    public ServedRequests servedTogether() {
        return clients(true);
    }

    private ServedRequests clients(boolean together) {
        int clients = (int) Math.max(1, Math.round(degrees.sequencesPerReplica(serving.concurrency())));
        int counted = counted(clients);
        int all = Math.addExact(counted, 2 * clients);
        Iterator<Lengths> lengths = new DrawnLengths(input(), output(), all, seed);
        Clients loop =
                together ? new ClosedLoop(clients, 0, lengths) : ClosedLoop.scattered(clients, life(), lengths, seed);
        SchedulerSettings settings = settings();
        Outcome outcome = run(loop, settings);
        // The first requests of the clients find an engine that fills, the last ones one that empties.
        int first = together ? 0 : Math.min(clients, outcome.requests() - 1);
        int end = Math.max(first + 1, outcome.requests() - (together ? 0 : clients));
        double rate = clients / outcome.endToEnd(first, end).mean();
        return served(
                new ReplayedLoop(
                        LoopSettings.engine(problem),
                        settings,
                        clients,
                        together,
                        OptionalDouble.empty(),
                        end - first,
                        outcome.requests(),
                        outcome.refused(),
                        outcome.steps(),
                        outcome.preemptions(),
                        seed),
                outcome,
                first,
                end,
                rate,
                OptionalDouble.empty());
    }

    private ServedRequests served(
            ReplayedLoop loop, Outcome outcome, int first, int end, double rate, OptionalDouble sustainable) {
        double tokens = 0;
        for (int number = first; number < end; number++) {
            tokens += outcome.outputTokens(number);
        }
        double requests = rate * degrees.replicas();
        return new ServedRequests(
                loop,
                outcome.timesToFirstToken(first, end),
                outcome.timesPerOutputToken(first, end),
                outcome.endToEnd(first, end),
                requests,
                requests * tokens / (end - first),
                goodput(outcome, first, end, requests),
                sustainable);
    }

    /** Requests that are answered within every latency that is stated, whatever statistic it is stated of. */
    private Optional<Goodput> goodput(Outcome outcome, int first, int end, double requests) {
        Targets targets = problem.targets();
        double mostFirst = targets.timeToFirstTokenSeconds().orElse(Double.POSITIVE_INFINITY);
        double mostPerToken = targets.timePerOutputTokenSeconds().orElse(Double.POSITIVE_INFINITY);
        if (Double.isInfinite(Math.min(mostFirst, mostPerToken))) {
            return Optional.empty();
        }
        int inTime = 0;
        for (int number = first; number < end; number++) {
            boolean late =
                    outcome.timeToFirstToken(number) > mostFirst || outcome.timePerOutputToken(number) > mostPerToken;
            inTime += late ? 0 : 1;
        }
        double share = (double) inTime / (end - first);
        return Optional.of(new Goodput(share, share * requests));
    }

    private Outcome run(Clients clients, SchedulerSettings settings) {
        EngineProfile engine = costModel.engine();
        int readers = Math.ceilDiv(degrees.gpusPerReplica(), GPUS_PER_SERVER);
        FrontEnd frontEnd = new FrontEnd(engine.requestSeconds(), 0, engine.inputTokenSeconds(), readers, 0);
        StepClock clock = costModel.stepClock(degrees);
        if (degrees.pipeline() == 1) {
            return new Replay(clients, ranks(settings), times(clock::seconds), frontEnd, NOBODY).run();
        }
        List<List<Scheduler>> microBatches = Stream.generate(() -> ranks(settings))
                .limit(degrees.microBatches())
                .toList();
        return new PipelineReplay(
                        clients,
                        microBatches,
                        degrees.pipeline(),
                        times(clock::waySeconds),
                        times(clock::slowestStageSeconds),
                        frontEnd,
                        NOBODY)
                .run();
    }

    private List<Scheduler> ranks(SchedulerSettings settings) {
        return Stream.generate(() -> Scheduler.of(LoopSettings.engine(problem), settings))
                .limit(degrees.data())
                .toList();
    }

    private StepTimes times(ClockedSteps.Clock clock) {
        ClockedSteps steps = new ClockedSteps(clock);
        return slowdown == 1 ? steps : ranks -> slowdown * steps.seconds(ranks);
    }

    private SchedulerSettings settings() {
        return LoopSettings.of(
                problem,
                costModel.engine(),
                degrees,
                input().longest(),
                evaluation.cache(),
                (long) input().longest() + output().longest());
    }

    /** Enough requests for percentiles, few enough to be quick; three per client at least. */
    private int counted(int clients) {
        double lives = MOST_RANK_STEPS / (output().mean() * degrees.data());
        long quick = (long) Math.min(MOST_COUNTED, lives * clients);
        return Math.toIntExact(Math.max(Math.max(LEAST_COUNTED, 3L * clients), quick));
    }

    /** Seconds from a request to its last token by the closed form. */
    private double life() {
        Performance performance = evaluation.performance();
        return performance.timeToFirstTokenSeconds().orElse(0)
                + (output().mean() - 1)
                        * performance.timePerOutputTokenSeconds().orElse(0);
    }

    private Length input() {
        return serving.traffic().inputOr(serving.longest());
    }

    private Length output() {
        return serving.traffic().outputOr(serving.outputTokens());
    }
}
