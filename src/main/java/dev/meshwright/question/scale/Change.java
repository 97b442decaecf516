package dev.meshwright.question.scale;

import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.facts.cluster.InterNode;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.problem.Assumptions;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.Targets;
import dev.meshwright.facts.workload.ExpertLoad;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.facts.workload.Workload.Decode;
import dev.meshwright.facts.workload.Workload.Prefill;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.facts.workload.Workload.Training;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * One resource or assumption a little better, all else equal.
 *
 * @param what the resource or assumption
 * @param change by how much, in words
 * @param changed the problem with it
 */
record Change(String what, String change, Problem changed) {

    /** Better by this share. */
    static final double STEP = 0.1;

    private static final String MORE = "+10 %";
    private static final String LESS = "-10 %";
    private static final double UP = 1 + STEP;

    /** Every change that {@code problem} has something to change for. */
    static List<Change> of(Problem problem) {
        List<Change> changes = new ArrayList<>();
        changes.add(new Change("FLOP/s", MORE, withGpu(problem, gpu -> scaled(gpu, UP, 1, 1, 1, 1))));
        changes.add(new Change("memory bandwidth", MORE, withGpu(problem, gpu -> scaled(gpu, 1, UP, 1, 1, 1))));
        changes.add(new Change("memory capacity", MORE, withGpu(problem, gpu -> scaled(gpu, 1, 1, UP, 1, 1))));
        changes.add(new Change("link bandwidth", MORE, withGpu(problem, gpu -> scaled(gpu, 1, 1, 1, UP, 1))));
        changes.add(new Change("NIC bandwidth", MORE, withFasterNetwork(problem)));
        changes.add(new Change(
                "network latency",
                LESS,
                withLatency(problem, problem.cluster().interNode().latencySeconds() * (1 - STEP))));
        assumed(problem, changes);
        load(problem.expertLoad())
                .ifPresent(load -> changes.add(new Change("skew of expert load", LESS, problem.withExpertLoad(load))));
        workload(problem, changes);
        targets(problem, changes);
        return List.copyOf(changes);
    }

    private static void assumed(Problem problem, List<Change> changes) {
        Assumptions now = problem.assumptions();
        share(now.computeEfficiency())
                .ifPresent(value -> changes.add(new Change(
                        "assumed compute efficiency",
                        change(now.computeEfficiency(), value),
                        problem.withAssumptions(now.withComputeEfficiency(value)))));
        share(now.memoryBandwidthEfficiency())
                .ifPresent(value -> changes.add(new Change(
                        "assumed memory bandwidth efficiency",
                        change(now.memoryBandwidthEfficiency(), value),
                        problem.withAssumptions(now.withMemoryBandwidthEfficiency(value)))));
        share(now.linkEfficiency())
                .ifPresent(value -> changes.add(new Change(
                        "assumed link efficiency",
                        change(now.linkEfficiency(), value),
                        problem.withAssumptions(now.withLinkEfficiency(value)))));
        OptionalDouble overlap = OptionalDouble.of(now.overlap().orElse(OVERLAP));
        share(overlap)
                .ifPresent(value -> changes.add(new Change(
                        "overlap of messages and computation",
                        change(overlap, value),
                        problem.withAssumptions(now.withOverlap(value)))));
    }

    /** What the cost model takes where the problem does not say (docs/COST_MODEL.md, Overlap). */
    private static final double OVERLAP = 0.8;

    private static String change(OptionalDouble from, OptionalDouble to) {
        return String.format(Locale.ROOT, "%.3g to %.3g", from.orElseThrow(), to.orElseThrow());
    }

    /** A share that grows, but not beyond all. */
    private static Optional<OptionalDouble> share(OptionalDouble value) {
        return value.isPresent() && value.getAsDouble() < 1
                ? Optional.of(OptionalDouble.of(Math.min(1, value.getAsDouble() * UP)))
                : Optional.empty();
    }

    /** Less skew: a smaller exponent, or measured counts mixed with their mean. */
    private static Optional<ExpertLoad> load(ExpertLoad load) {
        return switch (load) {
            case ExpertLoad.Unmeasured unmeasured -> Optional.empty();
            case ExpertLoad.Uniform uniform -> Optional.empty();
            case ExpertLoad.Zipf zipf -> Optional.of(new ExpertLoad.Zipf(zipf.exponent() * (1 - STEP), zipf.seed()));
            case ExpertLoad.Measured measured -> {
                double[][] counts = measured.counts();
                for (int layer = 0; layer < counts.length; layer++) {
                    double[] row = counts[layer];
                    double mean = Arrays.stream(row).average().orElse(0);
                    counts[layer] = Arrays.stream(row)
                            .map(count -> (1 - STEP) * count + STEP * mean)
                            .toArray();
                }
                yield Optional.of(new ExpertLoad.Measured(counts, measured.source()));
            }
        };
    }

    private static void workload(Problem problem, List<Change> changes) {
        Workload now = problem.workload();
        List<Integer> shorter = now.lengths().stream()
                .map(length -> Math.max(1, (int) Math.round(length * (1 - STEP))))
                .toList();
        Workload shortened =
                switch (now) {
                    case Prefill prefill -> new Prefill(shorter, prefill.concurrency());
                    case Decode decode -> new Decode(shorter, decode.outputTokens(), decode.concurrency());
                    case Serving serving -> serving.over(shorter);
                    case Training training ->
                        new Training(
                                shorter,
                                training.globalBatch(),
                                training.microBatch(),
                                training.zeroStage(),
                                training.trainPredictionLayers(),
                                training.recipe());
                };
        changes.add(new Change("sequence length", LESS, problem.withWorkload(shortened)));
        Optional<Workload> more =
                switch (now) {
                    case Prefill prefill -> more(prefill.concurrency()).map(c -> new Prefill(prefill.lengths(), c));
                    case Decode decode ->
                        more(decode.concurrency()).map(c -> new Decode(decode.lengths(), decode.outputTokens(), c));
                    case Serving serving -> more(serving.concurrency()).map(serving::withConcurrency);
                    case Training training -> Optional.empty();
                };
        more.ifPresent(workload -> changes.add(new Change("concurrency", MORE, problem.withWorkload(workload))));
    }

    private static Optional<OptionalInt> more(OptionalInt concurrency) {
        return concurrency.isPresent()
                ? Optional.of(OptionalInt.of((int) Math.ceil(concurrency.getAsInt() * UP)))
                : Optional.empty();
    }

    private static void targets(Problem problem, List<Change> changes) {
        Targets now = problem.targets();
        if (now.timeToFirstTokenSeconds().isPresent()) {
            changes.add(new Change(
                    "time to first token allowed",
                    MORE,
                    problem.withTargets(now.stretched(UP, 1), problem.objective())));
        }
        if (now.timePerOutputTokenSeconds().isPresent()) {
            changes.add(new Change(
                    "time per output token allowed",
                    MORE,
                    problem.withTargets(now.stretched(1, UP), problem.objective())));
        }
    }

    private static Problem withGpu(Problem problem, UnaryOperator<Gpu> change) {
        List<NodeGroup> nodes = problem.cluster().nodes().stream()
                .map(group -> new NodeGroup(group.count(), group.gpusPerNode(), change.apply(group.gpu())))
                .toList();
        return problem.withCluster(new Cluster(nodes, problem.cluster().interNode()));
    }

    private static Problem withFasterNetwork(Problem problem) {
        Problem faster = withGpu(problem, gpu -> scaled(gpu, 1, 1, 1, 1, UP));
        OptionalDouble stated = problem.cluster().interNode().bandwidth();
        if (stated.isEmpty()) {
            return faster;
        }
        InterNode network = new InterNode(
                OptionalDouble.of(stated.getAsDouble() * UP),
                problem.cluster().interNode().latencySeconds());
        return faster.withCluster(new Cluster(faster.cluster().nodes(), network));
    }

    private static Problem withLatency(Problem problem, double seconds) {
        InterNode network = new InterNode(problem.cluster().interNode().bandwidth(), seconds);
        return problem.withCluster(new Cluster(problem.cluster().nodes(), network));
    }

    private static Gpu scaled(Gpu gpu, double flops, double bandwidth, double capacity, double links, double network) {
        Map<Precision, Double> peaks = new TreeMap<>();
        gpu.peakFlops().forEach((precision, peak) -> peaks.put(precision, peak * flops));
        return new Gpu(
                gpu.name(),
                gpu.family(),
                peaks,
                gpu.memoryBytes() * capacity,
                gpu.memoryBandwidth() * bandwidth,
                gpu.linkBandwidth() * links,
                gpu.linkDomain(),
                gpu.linkTopology(),
                gpu.networkBandwidth() * network,
                gpu.hostBandwidth(),
                gpu.powerWatts(),
                gpu.source());
    }
}
