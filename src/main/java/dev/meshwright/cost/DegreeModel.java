package dev.meshwright.cost;

import dev.meshwright.cost.communication.Spread;
import dev.meshwright.cost.compute.Pass;
import dev.meshwright.cost.compute.RankLoad;
import dev.meshwright.cost.compute.RoutedExperts;
import dev.meshwright.cost.ledger.Ledger;
import dev.meshwright.cost.tally.Component;
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
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The optimistic evaluation of degrees alone, before anything is placed: experts as well balanced as replicas allow,
 * groups on as few islands as their size permits, layers spread over stages as evenly as whole layers of one kind can
 * be, and every layer on the GPU of a mixed cluster that is best for it. A placement of these degrees can never be better.
 *
 * <p>Keeps scratch accounts: one instance per thread.
 */
final class DegreeModel {

    private final Problem problem;
    private final ModelKinds kinds;
    private final List<Site> sites;
    private final MemoryBound memoryBound;
    private final PassTimer timer;
    private final WorkloadTiming timing;
    private final TrainingTail tail;
    private final double usableBytes;
    private final boolean uniformLoad;
    private final int largestIsland;
    private final Tally scratch = new Tally();
    private final double[] fractions;
    private final double[] layerSeconds;
    private final int[][] layersOfKind;
    private final Map<WorkKey, RoutedExperts.Work[]> works = new HashMap<>();

    /** What the work of the experts of a layer kind depends on: not the number of ranks that share it. */
    private record WorkKey(int kind, int site, boolean cached, double groupTokens, double widthPerRank) {}

    DegreeModel(Problem problem, CostParts parts) {
        this.problem = problem;
        this.kinds = parts.kinds();
        this.sites = parts.sites();
        this.memoryBound = new MemoryBound(parts.memory(), kinds, problem.workload() instanceof Training);
        this.timer = parts.timer();
        this.timing = parts.timing();
        this.tail = parts.tail();
        this.usableBytes = sites.stream()
                .mapToDouble(site -> parts.usableBytes(site.gpu()))
                .max()
                .orElseThrow();
        this.largestIsland =
                sites.stream().mapToInt(site -> site.links().islandSize()).max().orElseThrow();
        this.uniformLoad = problem.expertLoad().even();
        this.fractions = new double[kinds.count()];
        this.layerSeconds = new double[kinds.depth()];
        this.layersOfKind = IntStream.range(0, kinds.count())
                .mapToObj(kind -> IntStream.range(0, kinds.depth())
                        .filter(layer -> kinds.kindOf(layer) == kind)
                        .toArray())
                .toArray(int[][]::new);
    }

    DegreeBound bound(Degrees degrees) {
        double heaviest = memoryBound.bytes(degrees);
        if (heaviest > usableBytes) {
            return new DegreeBound(NOTHING, heaviest, Infeasibility.MEMORY);
        }
        Performance best = performance(degrees);
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

    /** What requests wait for under {@code degrees}, at best. */
    ServingTimes servingTimes(Degrees degrees, Serving serving) {
        return timing.servingTimes(
                serving,
                degrees,
                times(degrees, timing.mainPass(degrees)),
                times(degrees, timing.servingPrefill(serving, degrees)),
                times(degrees, timing.burstPrefill(serving, degrees)));
    }

    /** The pass of a decode step under {@code degrees}, at best. */
    DecodePass decodePass(Degrees degrees) {
        Pass pass = timing.mainPass(degrees);
        return new DecodePass(times(degrees, pass).sumSeconds(), headSeconds(degrees, pass, span(degrees)));
    }

    private Performance performance(Degrees degrees) {
        Pass pass = timing.mainPass(degrees);
        PassTimes main = times(degrees, pass);
        Performance one =
                switch (problem.workload()) {
                    case Prefill prefill -> timing.prefill(prefill, degrees, main, Ledger.NONE);
                    case Decode decode -> timing.decode(decode, degrees, main, Ledger.NONE);
                    case Serving serving ->
                        timing.serving(
                                serving,
                                degrees,
                                main,
                                times(degrees, timing.servingPrefill(serving, degrees)),
                                Ledger.NONE);
                    case Training training -> {
                        double tokens = (double) training.globalBatch() * training.longest();
                        yield timing.training(tokens, degrees, main, tailSeconds(degrees, training, main), Ledger.NONE);
                    }
                };
        return problem.workload() instanceof Training ? one : system(one, degrees);
    }

    private double tailSeconds(Degrees degrees, Training training, PassTimes main) {
        double share = 1.0 / degrees.pipeline();
        for (int kind = 0; kind < fractions.length; kind++) {
            fractions[kind] = kinds.layersOfKind(kind) * share;
        }
        double seconds = Double.POSITIVE_INFINITY;
        for (Site site : sites) {
            scratch.clear();
            seconds = Math.min(
                    seconds,
                    tail.add(site, degrees, training.zeroStage(), fractions, 2 * share, main.maxSeconds(), scratch));
        }
        return seconds;
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
    private PassTimes times(Degrees degrees, Pass pass) {
        Span span = span(degrees);
        Arrays.fill(layerSeconds, Double.POSITIVE_INFINITY);
        double embedding = Double.POSITIVE_INFINITY;
        double hops = Double.POSITIVE_INFINITY;
        for (int number = 0; number < sites.size(); number++) {
            Site site = sites.get(number);
            for (int kind = 0; kind < kinds.count(); kind++) {
                fillLayerSeconds(degrees, pass, number, kind, span);
            }
            scratch.clear();
            timer.embedding(site, pass, scratch);
            embedding = Math.min(embedding, timer.exposedSeconds(scratch, pass, degrees));
            hops = Math.min(hops, hopSeconds(degrees, pass, site));
        }
        double head = headSeconds(degrees, pass, span);
        double sum = embedding + head + hops;
        for (double seconds : layerSeconds) {
            sum += seconds;
        }
        return new PassTimes(sum, StageBound.shortestLongestStage(layerSeconds, embedding, head, degrees.pipeline()));
    }

    /** Groups on as few islands as their size permits. */
    private Span span(Degrees degrees) {
        return new Span(
                Math.ceilDiv(degrees.tensor(), largestIsland),
                Spread.even(degrees.gpusPerStage(), Math.ceilDiv(degrees.gpusPerStage(), largestIsland)),
                true);
    }

    private double headSeconds(Degrees degrees, Pass pass, Span span) {
        double head = Double.POSITIVE_INFINITY;
        for (Site site : sites) {
            scratch.clear();
            timer.head(site, pass, degrees, span, scratch);
            head = Math.min(head, timer.exposedSeconds(scratch, pass, degrees));
        }
        return head;
    }

    /**
     * A replica lies on n islands at least. Stages whose ranks all stay on their islands touch the same ones, no more than
     * they have GPUs, so there are {@code ceil(n / GPUs of a stage)} runs of such stages or more, and a crossing between
     * two runs.
     */
    private double hopSeconds(Degrees degrees, Pass pass, Site site) {
        if (degrees.pipeline() == 1) {
            return 0;
        }
        int islands = Math.ceilDiv(degrees.gpusPerReplica(), largestIsland);
        int runs = Math.ceilDiv(islands, degrees.gpusPerStage());
        int crossing = Math.min(degrees.pipeline(), runs) - 1;
        double factor = timer.passes(Component.PIPELINE_HOP, pass, degrees);
        scratch.clear();
        timer.hop(site, pass, degrees, false, scratch);
        double across = scratch.totalSeconds();
        scratch.clear();
        timer.hop(site, pass, degrees, true, scratch);
        double inside = Math.min(across, scratch.totalSeconds());
        return factor * (crossing * across + (degrees.pipeline() - 1 - crossing) * inside);
    }

    /** Notes the seconds of every layer of {@code kind} where no other site is faster. */
    private void fillLayerSeconds(Degrees degrees, Pass pass, int siteNumber, int kind, Span span) {
        Site site = sites.get(siteNumber);
        int[] layers = layersOfKind[kind];
        if (kinds.mixture(kind) == null) {
            fill(layers, layerSeconds(degrees, pass, site, kind, span, NO_LOAD));
            return;
        }
        RoutedExperts routed = timer.routed(kind, pass, degrees);
        if (uniformLoad
                && degrees.slotsPerRank() * degrees.expert() == routed.mixture().experts()) {
            RankLoad load = routed.balanced(site.kernels(pass), degrees.expert(), degrees.slotsPerRank());
            fill(layers, layerSeconds(degrees, pass, site, kind, span, load));
            return;
        }
        RankLoad[] loads = balancedLoads(degrees, pass, routed, kind, siteNumber);
        if (loads.length == 1) {
            fill(layers, layerSeconds(degrees, pass, site, kind, span, loads[0]));
            return;
        }
        for (int i = 0; i < layers.length; i++) {
            double seconds = layerSeconds(degrees, pass, site, kind, span, loads[i]);
            layerSeconds[layers[i]] = Math.min(layerSeconds[layers[i]], seconds);
        }
    }

    private void fill(int[] layers, double seconds) {
        for (int layer : layers) {
            layerSeconds[layer] = Math.min(layerSeconds[layer], seconds);
        }
    }

    private static final RankLoad NO_LOAD = new RankLoad(0, 0, 0);

    /** Bounds of the rank loads of every routed layer; one entry where all layers have the same distribution. */
    private RankLoad[] balancedLoads(Degrees degrees, Pass pass, RoutedExperts routed, int kind, int siteNumber) {
        int experts = routed.mixture().experts();
        int spare = degrees.slotsPerRank() * degrees.expert() - experts;
        int maxReplicas = Math.min(degrees.expert(), spare + 1);
        RoutedExperts.Work[] work = works(pass, routed, kind, siteNumber);
        RankLoad[] loads = new RankLoad[work.length];
        for (int i = 0; i < loads.length; i++) {
            loads[i] = routed.bound(sites.get(siteNumber).kernels(pass), work[i], degrees.expert(), maxReplicas);
        }
        return loads;
    }

    private RoutedExperts.Work[] works(Pass pass, RoutedExperts routed, int kind, int siteNumber) {
        WorkKey key = new WorkKey(kind, siteNumber, pass.cached(), routed.groupTokens(), routed.widthPerRank());
        return works.computeIfAbsent(key, ignored -> {
            // Layers of one synthetic distribution differ only in the order of their experts.
            boolean sameEverywhere = !(problem.expertLoad() instanceof ExpertLoad.Measured);
            int[] layers = sameEverywhere ? new int[] {0} : kinds.routedNumbers(kind);
            RoutedExperts.Work[] work = new RoutedExperts.Work[layers.length];
            for (int i = 0; i < work.length; i++) {
                double[] shares =
                        problem.expertLoad().shares(layers[i], routed.mixture().experts());
                work[i] = routed.work(sites.get(siteNumber).kernels(pass), shares);
            }
            return work;
        });
    }

    private double layerSeconds(Degrees degrees, Pass pass, Site site, int kind, Span span, RankLoad load) {
        scratch.clear();
        timer.forward(site, kind, pass, degrees, load, span, scratch);
        return timer.exposedSeconds(scratch, pass, degrees);
    }
}
