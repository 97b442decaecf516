package dev.meshwright.cost.bound;

import dev.meshwright.base.derivation.Ledger;
import dev.meshwright.cost.engine.Site;
import dev.meshwright.cost.evaluation.DecodePass;
import dev.meshwright.cost.evaluation.DegreeBound;
import dev.meshwright.cost.evaluation.Infeasibility;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.cost.evaluation.ServingTimes;
import dev.meshwright.cost.layer.ModelKinds;
import dev.meshwright.cost.pass.CostParts;
import dev.meshwright.cost.pass.WorkloadTiming;
import dev.meshwright.cost.serving.ContinuousBatching;
import dev.meshwright.cost.serving.PassTimes;
import dev.meshwright.cost.tally.Tally;
import dev.meshwright.cost.training.TrainingTail;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.facts.problem.Objective;
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
    private final Tally scratch = new Tally();
    private final double[] fractions;
    private final DegreeTimes times;

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
        this.copies = new CopiesOnSites(
                problem.cluster().nodes().stream().mapToInt(NodeGroup::gpus).toArray());
        this.fractions = new double[kinds.count()];
        this.times = new DegreeTimes(problem, parts);
    }

    public DegreeBound bound(Degrees degrees) {
        DegreeBound bound = problem.workload() instanceof Training
                ? copies.synchronous(degrees.cut(), site -> ofReplica(degrees, site))
                : copies.independent(degrees.cut(), IntRange.of(degrees.replicas()), site -> ofReplica(degrees, site));
        return checked(bound, degrees.cut());
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
    public double usableBytes(int site) {
        return site == CopiesOnSites.ANY ? mostUsableBytes : usableBytes[site];
    }

    /** Whether some split of the layers fits into the memory of the largest GPUs. */
    public boolean splittable(Degrees degrees) {
        return degrees.pipeline() == 1 || memoryBound.splittable(parts, degrees, mostUsableBytes);
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

    /** The same, which fails where the fewest GPUs that reach a throughput are asked for and {@code cut}'s do not. */
    public DegreeBound checked(DegreeBound bound, Cut cut) {
        Optional<Targets.ThroughputTarget> target = problem.targets().throughput();
        if (!bound.mayWork() || problem.objective() != Objective.GPUS || target.isEmpty()) {
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
        return batching.times(
                times.of(degrees, batching.decodePass()),
                times.of(degrees, batching.promptPass()),
                times.of(degrees, batching.burstPass()));
    }

    /** The pass of a decode step under {@code degrees}, at best. */
    public DecodePass decodePass(Degrees degrees) {
        return times.decodePass(degrees, timing.mainPass(degrees));
    }

    private Performance performance(Degrees degrees, int site) {
        PassTimes main = times.at(degrees, timing.mainPass(degrees), site);
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
    public double tailSeconds(Degrees degrees, Training training, double hiding) {
        double share = 1.0 / degrees.pipeline();
        for (int kind = 0; kind < fractions.length; kind++) {
            fractions[kind] = kinds.layersOfKind(kind) * share;
        }
        double seconds = Double.POSITIVE_INFINITY;
        for (Site site : sites) {
            scratch.clear();
            seconds = Math.min(
                    seconds, tail.add(site, degrees, training.zeroStage(), fractions, 2 * share, hiding, scratch));
        }
        return seconds;
    }
}
