package dev.meshwright.cost.bound;

import dev.meshwright.base.derivation.Ledger;
import dev.meshwright.cost.engine.Site;
import dev.meshwright.cost.evaluation.DecodePass;
import dev.meshwright.cost.evaluation.DegreeBound;
import dev.meshwright.cost.evaluation.Infeasibility;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.cost.evaluation.ServingTimes;
import dev.meshwright.cost.layer.ModelKinds;
import dev.meshwright.cost.layer.Pass;
import dev.meshwright.cost.pass.CostParts;
import dev.meshwright.cost.pass.WorkloadTiming;
import dev.meshwright.cost.serving.ContinuousBatching;
import dev.meshwright.cost.serving.PassTimes;
import dev.meshwright.cost.tally.Tally;
import dev.meshwright.cost.training.TrainingTail;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.Targets;
import dev.meshwright.facts.workload.Workload.Decode;
import dev.meshwright.facts.workload.Workload.Prefill;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Cut;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.IntRange;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The optimistic evaluation of degrees alone, before anything is placed: experts as well balanced as replicas allow,
 * groups on as few islands as their size permits, layers spread over stages as evenly as whole layers of one kind can
 * be, and every layer on the GPU of a mixed cluster that is best for it. A placement of these degrees can never be better.
 *
 * <p>Keeps scratch accounts: one instance per thread.
 */
public final class DegreeModel {

    private final Problem problem;
    private final CostParts parts;
    private final ModelKinds kinds;
    private final List<Site> sites;
    private final MemoryBound memoryBound;
    private final WorkloadTiming timing;
    private final TrainingTail tail;
    private final double[] usableBytes;
    private final double mostUsableBytes;
    private final CopiesOnSites copies;
    private final StageSpeeds speeds;
    private final Tally scratch = new Tally();
    private final DegreeTimes times;

    /** The bounds of {@code problem}. */
    public DegreeModel(Problem problem, CostParts parts) {
        this.problem = problem;
        this.parts = parts;
        this.kinds = parts.kinds();
        this.sites = parts.sites();
        this.memoryBound = new MemoryBound(parts.memory(), kinds, problem.workload() instanceof Training);
        this.timing = parts.timing();
        this.tail = parts.tail();
        this.usableBytes = sites.stream()
                .mapToDouble(site -> parts.usableBytes(site.gpu()))
                .toArray();
        this.mostUsableBytes = Arrays.stream(usableBytes).max().orElseThrow();
        int[] gpusOfSite =
                problem.cluster().nodes().stream().mapToInt(NodeGroup::gpus).toArray();
        this.copies = new CopiesOnSites(gpusOfSite);
        this.speeds = new StageSpeeds(gpusOfSite);
        this.times = new DegreeTimes(problem, parts);
    }

    /** What no placement of {@code degrees} can beat. */
    public DegreeBound bound(Degrees degrees) {
        return bound(degrees, copies);
    }

    /** The same on a part of the cluster: so many GPUs of each site. */
    public DegreeBound bound(Degrees degrees, int[] gpusOfSite) {
        times.use(new StageSpeeds(gpusOfSite));
        try {
            return bound(degrees, new CopiesOnSites(gpusOfSite));
        } finally {
            times.use(speeds);
        }
    }

    private DegreeBound bound(Degrees degrees, CopiesOnSites places) {
        DegreeBound bound = problem.workload() instanceof Training
                ? places.synchronous(degrees.cut(), site -> ofReplica(degrees, site))
                : places.independent(degrees.cut(), IntRange.of(degrees.replicas()), site -> ofReplica(degrees, site));
        return checked(bound, degrees.cut());
    }

    /** The same, with the memory of every stage in mind: closer, and slower. */
    public DegreeBound close(Degrees degrees) {
        if (degrees.pipeline() == 1) {
            return bound(degrees);
        }
        StageBound.Capacity held = memoryBound.capacity(parts, degrees, mostUsableBytes);
        return held.splits(degrees.pipeline(), kinds.depth())
                ? times.holding(held, () -> bound(degrees))
                : DegreeBound.tooLarge(memoryBound.bytes(degrees));
    }

    /** A replica on GPUs of {@code site}, or wherever it is best; in training all replicas. */
    private DegreeBound ofReplica(Degrees degrees, int site) {
        double heaviest = memoryBound.bytes(degrees);
        if (heaviest > usableBytes(site)) {
            return DegreeBound.tooLarge(heaviest);
        }
        return inTime(DegreeBound.possible(heaviest, performance(degrees, site)));
    }

    /** Bytes that a layout may fill of a GPU of {@code site}. */
    double usableBytes(int site) {
        return site == CopiesOnSites.ANY ? mostUsableBytes : usableBytes[site];
    }

    private DegreeBound inTime(DegreeBound bound) {
        Targets targets = problem.targets();
        Performance performance = bound.performance();
        if (performance.timeToFirstTokenSeconds().orElse(0)
                > targets.timeToFirstTokenSeconds().orElse(Double.POSITIVE_INFINITY)) {
            return bound.missing(Infeasibility.TIME_TO_FIRST_TOKEN);
        }
        if (performance.timePerOutputTokenSeconds().orElse(0)
                > targets.timePerOutputTokenSeconds().orElse(Double.POSITIVE_INFINITY)) {
            return bound.missing(Infeasibility.TIME_PER_OUTPUT_TOKEN);
        }
        return bound;
    }

    /** The same, which fails where a throughput target decides and {@code cut}'s GPUs do not reach it. */
    DegreeBound checked(DegreeBound bound, Cut cut) {
        Optional<Targets.ThroughputTarget> target = problem.targets().throughput();
        if (!bound.mayWork() || !problem.throughputBinds() || target.isEmpty()) {
            return bound;
        }
        int counted = target.get().scope() == Targets.Scope.SYSTEM ? 1 : cut.gpus();
        double needed = target.get().tokensPerSecond() * counted;
        return bound.performance().tokensPerSecond() < needed ? bound.missing(Infeasibility.THROUGHPUT) : bound;
    }

    /** How copies share the kinds of GPUs. */
    CopiesOnSites copies() {
        return copies;
    }

    /** What requests wait for under {@code degrees}, at best. */
    public ServingTimes servingTimes(Degrees degrees, Serving serving) {
        ContinuousBatching batching = timing.batching(serving, degrees);
        return batching.times(times.of(degrees, batching.decodePass()), times.of(degrees, batching.promptPass()));
    }

    /** What {@code pass} takes under {@code degrees}, at best. */
    public PassTimes passTimes(Degrees degrees, Pass pass) {
        return times.of(degrees, pass);
    }

    /** The pass of a decode step under {@code degrees}, at best. */
    public DecodePass decodePass(Degrees degrees) {
        return times.decodePass(degrees, timing.mainPass(degrees));
    }

    private Performance performance(Degrees degrees, int site) {
        PassTimes main = times.inCycle(degrees, timing.mainPass(degrees), site, degrees.microBatches());
        return switch (problem.workload()) {
            case Prefill prefill -> timing.prefill(prefill, degrees, main, Ledger.NONE);
            case Decode decode -> timing.decode(decode, degrees, main, Ledger.NONE);
            case Serving serving -> {
                ContinuousBatching batching = timing.batching(serving, degrees);
                yield batching.performance(main, times.at(degrees, batching.promptPass(), site), Ledger.NONE);
            }
            case Training training -> {
                double tokens = (double) training.globalBatch() * training.longest();
                // A single micro-batch takes as long however uneven its stages are, and the longest hides most.
                double hiding = degrees.microBatches() == 1 ? main.sumSeconds() : main.maxSeconds();
                yield timing.training(tokens, degrees, main, tailSeconds(degrees, training, hiding), Ledger.NONE);
            }
        };
    }

    /** What follows the micro-batches of a step at least, behind {@code hiding} seconds of which a share runs. */
    double tailSeconds(Degrees degrees, Training training, double hiding) {
        double seconds = Double.POSITIVE_INFINITY;
        for (Site site : sites) {
            seconds = Math.min(seconds, tail.least(site, degrees, training.zeroStage(), hiding, scratch));
        }
        return seconds;
    }
}
