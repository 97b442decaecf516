package dev.meshwright.replay.deployment;

import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.engine.EngineProfile;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.TargetOutcome;
import dev.meshwright.facts.workload.Arrivals;
import dev.meshwright.facts.workload.RecordedRequests;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.layout.Degrees;
import dev.meshwright.replay.ClockedSteps;
import dev.meshwright.replay.FrontEnd;
import dev.meshwright.replay.Outcome;
import dev.meshwright.replay.StepTimes;
import dev.meshwright.replay.Timeline;
import dev.meshwright.replay.client.Clients;
import dev.meshwright.replay.client.ClosedLoop;
import dev.meshwright.replay.client.DrawnLengths;
import dev.meshwright.replay.client.Lengths;
import dev.meshwright.replay.client.OpenLoop;
import dev.meshwright.replay.scheduler.SchedulerSettings;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;

/**
 * A plan that serves: its loop can be replayed. All replicas are alike, so one is, with its share of the requests.
 *
 * <p>Steps take what the cost model's passes take under the plan's degrees, times what the plan's own placement takes longer
 * than the best one could. Clients of a plan start at any time, as people do.
 */
public final class Deployment {

    /** Steps of attention ranks and micro-batches that a replay may take: a fraction of a second. */
    private static final double MOST_RANK_STEPS = 400_000;

    private static final int MOST_COUNTED = 4_000;

    private static final int LEAST_COUNTED = 10;

    /** More clients of a replica are not replayed: their requests alone would fill the memory. */
    private static final double MOST_CLIENTS = 4_000_000;

    /** An instance of several nodes has a server on each; the constants behind {@link FrontEnd} are of one node. */
    private static final int GPUS_PER_SERVER = 8;

    /** Requests of a stream that is drawn, of which the first and last tenth are not counted. */
    private static final int STREAMED = 5_000;

    private final CostModel costModel;
    private final Problem problem;
    private final Serving serving;
    private final Degrees degrees;
    private final Evaluation evaluation;
    private final double slowdown;
    private final long seed;
    private final Arrivals arrivals;
    private final SchedulerSettings settings;

    private Deployment(
            CostModel costModel, Serving serving, Degrees degrees, Evaluation evaluation, double slowdown, long seed) {
        this.costModel = costModel;
        this.problem = costModel.problem();
        this.serving = serving;
        this.degrees = degrees;
        this.evaluation = evaluation;
        this.slowdown = slowdown;
        this.seed = seed;
        this.arrivals = serving.traffic().arrivals();
        this.settings = LoopSettings.of(costModel, serving, degrees, evaluation.cache());
    }

    /**
     * The deployment of a plan; empty where it serves nothing: in other phases, and where it breaks constraints; and where more
     * requests are in flight than can be replayed.
     *
     * @param evaluation of the complete layout
     * @param seed of what is drawn
     */
    public static Optional<Deployment> of(CostModel costModel, Degrees degrees, Evaluation evaluation, long seed) {
        if (!evaluation.feasible() || !(costModel.problem().workload() instanceof Serving serving)) {
            return Optional.empty();
        }
        if (degrees.sequencesPerReplica(serving.concurrency()) > MOST_CLIENTS) {
            return Optional.empty();
        }
        double best = costModel.servingTimes(degrees).perOutputToken();
        double slowdown =
                Math.max(1, evaluation.performance().timePerOutputTokenSeconds().orElseThrow() / best);
        return Optional.of(new Deployment(costModel, serving, degrees, evaluation, slowdown, seed));
    }

    /** What its requests wait for: those of clients that start at any time, or of the stream that the workload states. */
    public ServedRequests served() {
        return arrivals instanceof Arrivals.Clients ? ofClients() : stream();
    }

    private ServedRequests ofClients() {
        int clients = clients();
        int all = Math.addExact(counted(clients), 2 * clients);
        Iterator<Lengths> lengths = lengths(all);
        Clients loop = ClosedLoop.scattered(clients, closedLife(), lengths, seed);
        Timeline timeline = new Timeline();
        Outcome outcome = run(loop, timeline);
        // The first requests of the clients find an engine that fills, the last ones one that empties.
        int first = Math.min(clients, outcome.requests() - 1);
        int end = Math.max(first + 1, outcome.requests() - clients);
        double rate = replicas() * clients / outcome.endToEnd(first, end).mean();
        ReplayedLoop replayed = loop(clients, OptionalDouble.empty(), end - first, outcome);
        return served(replayed, outcome, first, end, rate, OptionalDouble.empty(), timeline);
    }

    /** A stream is answered as fast as it comes, or as fast as so many clients as there are places are. */
    private ServedRequests stream() {
        return stream(arrivals, degrees.replicas(), ofClients().requestsPerSecond());
    }

    /** What a stream waits for at {@code replicas} of the plan's, which answer {@code most} requests per second for ever. */
    private ServedRequests stream(Arrivals arrivals, int replicas, double most) {
        Timeline timeline = new Timeline();
        Outcome outcome = run(OpenLoop.of(arrivals, replicas, lengths(STREAMED), Integer.MAX_VALUE, seed), timeline);
        boolean drawn = !(arrivals instanceof Arrivals.Trace);
        int first = drawn ? outcome.requests() / 10 : 0;
        int end = drawn ? outcome.requests() - outcome.requests() / 10 : outcome.requests();
        OptionalDouble sent = arrivals.rate();
        double rate = Math.min(sent.orElse(Double.POSITIVE_INFINITY), most);
        OptionalDouble ofReplica = OptionalDouble.of(sent.orElse(Double.POSITIVE_INFINITY) / replicas);
        ReplayedLoop replayed = loop(0, ofReplica, end - first, outcome).of(replicas);
        return served(replayed, outcome, first, end, rate, OptionalDouble.of(most), timeline);
    }

    /** How far the workload's stream is from what the plan can take, or how many may come where that is asked; empty where no stream is drawn. */
    public Optional<Headroom> headroom() {
        if (arrivals.at(1).isEmpty()) {
            return Optional.empty();
        }
        OptionalDouble sent = arrivals.rate();
        double most = ofClients().requestsPerSecond();
        DoubleFunction<Boolean> late = rate -> arrivals.at(rate)
                .map(stream -> !missed(stream(stream, degrees.replicas(), most)).isEmpty())
                .orElse(true);
        OptionalDouble inTime =
                sent.isPresent() ? Headroom.most(sent.getAsDouble(), most, late) : Headroom.most(most, late);
        return Optional.of(new Headroom(sent, inTime, List.of(failure(most, inTime))));
    }

    private Headroom.Failure failure(double most, OptionalDouble inTime) {
        int left = degrees.replicas() - 1;
        if (left == 0) {
            return new Headroom.Failure("the only replica", Optional.empty(), List.of(), OptionalDouble.empty());
        }
        double share = (double) left / degrees.replicas();
        String what = "one of " + degrees.replicas() + " replicas";
        if (arrivals.rate().isEmpty()) {
            // All replicas are alike and each has its share of the stream.
            OptionalDouble others =
                    inTime.isPresent() ? OptionalDouble.of(inTime.getAsDouble() * share) : OptionalDouble.empty();
            return new Headroom.Failure(what, Optional.empty(), List.of(), others);
        }
        ServedRequests others = stream(arrivals, left, most * share);
        return new Headroom.Failure(what, Optional.of(others), missed(others), OptionalDouble.empty());
    }

    private List<TargetOutcome> missed(ServedRequests served) {
        return problem.targets().ofTimes(served::seconds).stream()
                .filter(TargetOutcome::missed)
                .toList();
    }

    private ReplayedLoop loop(int clients, OptionalDouble requestsPerSecond, int counted, Outcome outcome) {
        return new ReplayedLoop(
                LoopSettings.engine(problem),
                settings,
                degrees.replicas(),
                clients,
                requestsPerSecond,
                counted,
                outcome.requests(),
                outcome.refused(),
                outcome.steps(),
                outcome.preemptions(),
                seed);
    }

    private ServedRequests served(
            ReplayedLoop loop,
            Outcome outcome,
            int first,
            int end,
            double requests,
            OptionalDouble sustainable,
            Timeline timeline) {
        return new CountedRequests(outcome, first, end)
                .served(loop, problem.targets(), requests, sustainable, timeline.moments());
    }

    private int clients() {
        return (int) Math.max(1, Math.round(degrees.sequencesPerReplica(serving.concurrency())));
    }

    /** Lengths of so many requests: drawn, or those of a trace over and over. */
    private Iterator<Lengths> lengths(int requests) {
        if (arrivals instanceof Arrivals.Trace trace) {
            RecordedRequests all = trace.requests();
            return IntStream.range(0, requests)
                    .map(number -> number % all.size())
                    .mapToObj(number ->
                            new Lengths(all.inputTokens(number), all.outputTokens(number), all.prefixTokens(number)))
                    .iterator();
        }
        return new DrawnLengths(
                serving.traffic().inputOr(serving.longest()),
                serving.traffic().outputOr(serving.outputTokens()),
                serving.traffic().cachedShare(),
                requests,
                seed);
    }

    /** Replicas like the slowest, which is what is replayed, that come to all there are: more than their number where kinds of GPUs differ. */
    private double replicas() {
        Performance closed = evaluation.performance();
        double slowest = degrees.sequencesPerReplica(serving.concurrency()) * serving.outputTokens() / closedLife();
        return Math.max(1, closed.tokensPerSecond() / slowest);
    }

    private Outcome run(Clients clients, Timeline timeline) {
        EngineProfile engine = costModel.engine();
        int readers = Math.ceilDiv(degrees.gpusPerReplica(), GPUS_PER_SERVER);
        FrontEnd frontEnd = new FrontEnd(engine.requestSeconds(), 0, engine.inputTokenSeconds(), readers, 0);
        return new Replica(LoopSettings.engine(problem), settings, degrees, frontEnd)
                .serve(
                        LoopSettings.guessed(engine, clients, seed),
                        costModel.stepClock(degrees),
                        this::times,
                        timeline);
    }

    private StepTimes times(ClockedSteps.Clock clock) {
        ClockedSteps steps = new ClockedSteps(clock, costModel.engine().positions());
        return slowdown == 1 ? steps : ranks -> slowdown * steps.seconds(ranks);
    }

    /** Enough requests for percentiles, few enough to be quick; three per client at least. */
    private int counted(int clients) {
        double lives = MOST_RANK_STEPS / ((double) serving.outputTokens() * degrees.data() * degrees.microBatches());
        long quick = (long) Math.min(MOST_COUNTED, lives * clients);
        return Math.toIntExact(Math.max(Math.max(LEAST_COUNTED, 3L * clients), quick));
    }

    /** Seconds from a request to its last token by the closed form. */
    private double closedLife() {
        Performance performance = evaluation.performance();
        return performance.timeToFirstTokenSeconds().orElseThrow()
                + (serving.outputTokens() - 1)
                        * performance.timePerOutputTokenSeconds().orElseThrow();
    }
}
