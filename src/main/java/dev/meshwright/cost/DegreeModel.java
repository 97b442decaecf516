package dev.meshwright.cost;

import dev.meshwright.cost.compute.Pass;
import dev.meshwright.cost.compute.RankLoad;
import dev.meshwright.cost.compute.RoutedExperts;
import dev.meshwright.cost.ledger.Ledger;
import dev.meshwright.cost.memory.MemoryComponent;
import dev.meshwright.cost.memory.MemoryModel;
import dev.meshwright.cost.memory.MemoryModel.StageShape;
import dev.meshwright.cost.pipeline.Schedule;
import dev.meshwright.cost.tally.Tally;
import dev.meshwright.layout.Degrees;
import dev.meshwright.problem.Objective;
import dev.meshwright.problem.Problem;
import dev.meshwright.problem.Targets;
import dev.meshwright.workload.ExpertLoad;
import dev.meshwright.workload.Workload.Decode;
import dev.meshwright.workload.Workload.Prefill;
import dev.meshwright.workload.Workload.Serving;
import dev.meshwright.workload.Workload.Training;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The optimistic evaluation of degrees alone, before anything is placed: experts as well balanced as replicas allow,
 * groups on as few islands as their size permits, layers spread over stages as evenly as whole layers of one kind can
 * be, and the best GPU of a mixed cluster everywhere. A placement of these degrees can never be better.
 *
 * <p>Keeps scratch accounts: one instance per thread.
 */
final class DegreeModel {

    private final Problem problem;
    private final ModelKinds kinds;
    private final List<Site> sites;
    private final MemoryModel memory;
    private final PassTimer timer;
    private final WorkloadTiming timing;
    private final TrainingTail tail;
    private final double usableBytes;
    private final boolean uniformLoad;
    private final Tally scratch = new Tally();
    private final double[] bytes = new double[MemoryComponent.COUNT];
    private final double[] fractions;
    private final double[] kindSeconds;
    private final StageBound split;
    private final Map<BalanceKey, RankLoad[]> balances = new HashMap<>();

    private record BalanceKey(double groupTokens, int expert, int expertTensor, int slotsPerRank, int kind, int site) {}

    DegreeModel(Problem problem, CostParts parts) {
        this.problem = problem;
        this.kinds = parts.kinds();
        this.sites = parts.sites();
        this.memory = parts.memory();
        this.timer = parts.timer();
        this.timing = parts.timing();
        this.tail = parts.tail();
        this.usableBytes = sites.stream()
                .mapToDouble(site -> parts.usableBytes(site.gpu()))
                .max()
                .orElseThrow();
        this.uniformLoad = problem.expertLoad() instanceof ExpertLoad.Uniform;
        this.fractions = new double[kinds.count()];
        this.kindSeconds = new double[kinds.count()];
        this.split = new StageBound(kinds);
    }

    DegreeBound bound(Degrees degrees) {
        double heaviest = memoryBytes(degrees);
        if (heaviest > usableBytes) {
            return new DegreeBound(NOTHING, heaviest, Infeasibility.MEMORY);
        }
        Performance best = null;
        for (int site = 0; site < sites.size(); site++) {
            Performance performance = performance(degrees, site);
            if (best == null || performance.tokensPerSecond() > best.tokensPerSecond()) {
                best = performance;
            }
        }
        return new DegreeBound(best, heaviest, missed(best, degrees.gpus()));
    }

    private static final Performance NOTHING = new Performance(
            0, 0, java.util.OptionalDouble.empty(), java.util.OptionalDouble.empty(), Double.POSITIVE_INFINITY);

    private @org.jspecify.annotations.Nullable Infeasibility missed(Performance performance, int gpus) {
        Targets targets = problem.targets();
        if (performance.timeToFirstTokenSeconds().orElse(0)
                > targets.timeToFirstTokenSeconds().orElse(Double.POSITIVE_INFINITY)) {
            return Infeasibility.TIME_TO_FIRST_TOKEN;
        }
        if (performance.timePerOutputTokenSeconds().orElse(0)
                > targets.timePerOutputTokenSeconds().orElse(Double.POSITIVE_INFINITY)) {
            return Infeasibility.TIME_PER_OUTPUT_TOKEN;
        }
        if (problem.objective() == Objective.GPUS && targets.throughput().isPresent()) {
            Targets.ThroughputTarget target = targets.throughput().get();
            int counted = target.scope() == Targets.Scope.SYSTEM ? 1 : gpus;
            return performance.tokensPerSecond() < target.tokensPerSecond() * counted ? Infeasibility.THROUGHPUT : null;
        }
        return null;
    }

    /**
     * Bytes that the heaviest GPU holds at least: those of an average stage. In training stages keep different numbers of
     * micro-batches; with W bytes of weights and A of activations per micro-batch if a stage held the whole model, p
     * stages of capacity C hold the model only if {@code sum over s of C / (W + A f_s) >= 1}.
     */
    private double memoryBytes(Degrees degrees) {
        double share = 1.0 / degrees.pipeline();
        boolean training = problem.workload() instanceof Training;
        for (int kind = 0; kind < fractions.length; kind++) {
            fractions[kind] = kinds.layersOfKind(kind) * (training ? 1 : share);
        }
        if (!training) {
            memory.fill(degrees, new StageShape(fractions, share, share, 1), bytes, Ledger.NONE);
            return MemoryModel.total(bytes);
        }
        memory.fill(degrees, new StageShape(fractions, share, share, 0), bytes, Ledger.NONE);
        double fixed = bytes[MemoryComponent.COLLECTIVE_BUFFERS.ordinal()]
                + bytes[MemoryComponent.RUNTIME.ordinal()]
                + bytes[MemoryComponent.DISPATCH_BUFFERS.ordinal()];
        double whole = MemoryModel.total(bytes) - fixed;
        memory.fill(degrees, new StageShape(fractions, share, share, 1), bytes, Ledger.NONE);
        double perMicroBatch = MemoryModel.total(bytes) - fixed - whole;
        double stages = 0;
        for (int stage = 0; stage < degrees.pipeline(); stage++) {
            double inFlight =
                    Schedule.inFlight(stage, degrees.pipeline(), degrees.microBatches(), degrees.virtualStages());
            stages += 1 / (whole + perMicroBatch * inFlight);
        }
        return fixed + 1 / stages;
    }

    private Performance performance(Degrees degrees, int siteNumber) {
        Site site = sites.get(siteNumber);
        Pass pass = timing.mainPass(degrees);
        PassTimes main = times(degrees, pass, siteNumber);
        Performance one =
                switch (problem.workload()) {
                    case Prefill prefill -> timing.prefill(prefill, degrees, main, Ledger.NONE);
                    case Decode decode -> timing.decode(decode, degrees, main, Ledger.NONE);
                    case Serving serving ->
                        timing.serving(
                                serving,
                                degrees,
                                main,
                                times(degrees, timing.servingPrefill(degrees, serving), siteNumber),
                                Ledger.NONE);
                    case Training training -> {
                        double tokens = (double) training.globalBatch() * training.longest();
                        yield timing.training(
                                tokens, degrees, main, tailSeconds(site, degrees, training, main), Ledger.NONE);
                    }
                };
        return problem.workload() instanceof Training ? one : system(one, degrees);
    }

    private double tailSeconds(Site site, Degrees degrees, Training training, PassTimes main) {
        double share = 1.0 / degrees.pipeline();
        for (int kind = 0; kind < fractions.length; kind++) {
            fractions[kind] = kinds.layersOfKind(kind) * share;
        }
        scratch.clear();
        return tail.add(site, degrees, training.zeroStage(), fractions, 2 * share, main.maxSeconds(), scratch);
    }

    private static Performance system(Performance replica, Degrees degrees) {
        return new Performance(
                replica.tokensPerSecond() * degrees.replicas(),
                replica.inputTokensPerSecond() * degrees.replicas(),
                replica.timeToFirstTokenSeconds(),
                replica.timePerOutputTokenSeconds(),
                replica.stepSeconds());
    }

    /** Seconds of a micro-batch through all stages, and in the slowest one at its shortest. */
    private PassTimes times(Degrees degrees, Pass pass, int siteNumber) {
        Site site = sites.get(siteNumber);
        int island = site.links().islandSize();
        Span span =
                new Span(Math.ceilDiv(degrees.tensor(), island), Math.ceilDiv(degrees.gpusPerStage(), island), true);
        double sum = 0;
        for (int kind = 0; kind < kinds.count(); kind++) {
            kindSeconds[kind] = layerSeconds(degrees, pass, siteNumber, kind, span);
            sum += kinds.layersOfKind(kind) * kindSeconds[kind];
        }
        scratch.clear();
        timer.embedding(site, pass, scratch);
        double embedding = timer.exposedSeconds(scratch, pass, degrees);
        scratch.clear();
        timer.head(site, pass, degrees, scratch);
        double head = timer.exposedSeconds(scratch, pass, degrees);
        sum += embedding + head;
        double slowest = split.shortestLongestStage(kindSeconds, embedding, head, degrees.pipeline());
        return new PassTimes(sum + hopSeconds(degrees, pass, site), slowest);
    }

    /** A replica on n islands crosses between them at least n - 1 times. */
    private double hopSeconds(Degrees degrees, Pass pass, Site site) {
        if (degrees.pipeline() == 1) {
            return 0;
        }
        int islands = Math.ceilDiv(degrees.gpusPerReplica(), site.links().islandSize());
        int crossing = Math.min(degrees.pipeline(), islands) - 1;
        double factor = PassTimer.messageFactor(pass, degrees);
        scratch.clear();
        timer.hop(site, pass, degrees, false, scratch);
        double across = scratch.totalSeconds();
        scratch.clear();
        timer.hop(site, pass, degrees, true, scratch);
        double inside = Math.min(across, scratch.totalSeconds());
        return factor * (crossing * across + (degrees.pipeline() - 1 - crossing) * inside);
    }

    private double layerSeconds(Degrees degrees, Pass pass, int siteNumber, int kind, Span span) {
        if (kinds.mixture(kind) == null) {
            return layerSeconds(degrees, pass, sites.get(siteNumber), kind, span, NO_LOAD);
        }
        RoutedExperts routed = timer.routed(kind, pass, degrees);
        if (uniformLoad
                && degrees.slotsPerRank() * degrees.expert() == routed.mixture().experts()) {
            RankLoad load = routed.balanced(sites.get(siteNumber).kernels(), degrees.expert(), degrees.slotsPerRank());
            return layerSeconds(degrees, pass, sites.get(siteNumber), kind, span, load);
        }
        RankLoad[] loads = balancedLoads(degrees, routed, kind, siteNumber);
        double sum = 0;
        for (RankLoad load : loads) {
            sum += layerSeconds(degrees, pass, sites.get(siteNumber), kind, span, load);
        }
        return sum / loads.length;
    }

    private static final RankLoad NO_LOAD = new RankLoad(0, 0, 0);

    /** Bounds of the rank loads of every routed layer; one entry where all layers have the same distribution. */
    private RankLoad[] balancedLoads(Degrees degrees, RoutedExperts routed, int kind, int siteNumber) {
        BalanceKey key = new BalanceKey(
                routed.groupTokens(),
                degrees.expert(),
                degrees.expertTensor(),
                degrees.slotsPerRank(),
                kind,
                siteNumber);
        return balances.computeIfAbsent(key, ignored -> {
            int experts = routed.mixture().experts();
            int spare = degrees.slotsPerRank() * degrees.expert() - experts;
            int maxReplicas = Math.min(degrees.expert(), spare + 1);
            // Layers of one synthetic distribution differ only in the order of their experts.
            boolean sameEverywhere = !(problem.expertLoad() instanceof ExpertLoad.Measured);
            int[] layers = sameEverywhere ? new int[] {0} : kinds.routedNumbers(kind);
            RankLoad[] loads = new RankLoad[layers.length];
            for (int i = 0; i < layers.length; i++) {
                double[] shares = problem.expertLoad().shares(layers[i], experts);
                loads[i] = routed.bound(sites.get(siteNumber).kernels(), shares, degrees.expert(), maxReplicas);
            }
            return loads;
        });
    }

    private double layerSeconds(Degrees degrees, Pass pass, Site site, int kind, Span span, RankLoad load) {
        scratch.clear();
        timer.forward(site, kind, pass, degrees, load, span, scratch);
        return timer.exposedSeconds(scratch, pass, degrees);
    }
}
