package dev.meshwright.question.audit.premise;

import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.facts.cluster.InterNode;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.problem.Assumptions;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.layout.draft.DegreeName;
import dev.meshwright.layout.draft.DegreesDraft;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** How a stated quantity changes the problem or the plan, for every quantity that the cost model takes in. */
final class Inputs {

    /** No premise about a count of sequences, tokens or ranks is taken beyond this. */
    private static final double MOST = 1e8;

    private Inputs() {}

    /**
     * The scenario with that quantity as stated.
     *
     * @return empty where the cost model does not take the quantity, or not that value of it
     */
    static Optional<Scenario> applied(Scenario scenario, String quantity, double value) {
        return quantity.startsWith("degrees.")
                ? degree(scenario, quantity.substring("degrees.".length()), value)
                : switch (quantity) {
                    case "batch", "sequence.length", "sequence.output" -> work(scenario, quantity, value);
                    case "bytes.perParameter", "bytes.perCacheElement" -> format(scenario, quantity, value);
                    case "efficiency.compute", "efficiency.memoryBandwidth", "activations.checkpointingAbove" ->
                        assumption(scenario, quantity, value);
                    default -> hardware(scenario, quantity, value);
                };
    }

    private static boolean counts(double value) {
        return value >= 1 && value <= MOST && value == Math.rint(value);
    }

    private static Optional<Scenario> degree(Scenario scenario, String name, double value) {
        DegreesDraft stated = scenario.plan().degrees();
        return DegreeName.ofField(name).filter(degree -> counts(value)).map(degree -> {
            Map<DegreeName, Integer> degrees = new EnumMap<>(DegreeName.class);
            degrees.putAll(stated.stated());
            degrees.put(degree, (int) value);
            return scenario.with(new DegreesDraft(degrees, stated.recomputation(), stated.form()));
        });
    }

    private static Optional<Scenario> work(Scenario scenario, String quantity, double value) {
        if (!counts(value)) {
            return Optional.empty();
        }
        int number = (int) value;
        Workload workload = scenario.problem().workload();
        return switch (quantity) {
            case "batch" ->
                Optional.of(batchOf(workload, number)).map(work -> batched(scenario.with(with(scenario, work))));
            case "sequence.length" -> Optional.of(scenario.with(with(scenario, workload.over(List.of(number)))));
            default ->
                switch (workload) {
                    case Workload.Decode decode ->
                        Optional.of(scenario.with(
                                with(scenario, new Workload.Decode(decode.lengths(), number, decode.concurrency()))));
                    case Workload.Serving serving ->
                        Optional.of(scenario.with(with(scenario, serving.withOutputTokens(number))));
                    case Workload.Prefill prefill -> Optional.empty();
                    case Workload.Training training -> Optional.empty();
                };
        };
    }

    private static Problem with(Scenario scenario, Workload workload) {
        return scenario.problem().withWorkload(workload);
    }

    private static Workload batchOf(Workload workload, int sequences) {
        OptionalInt flying = OptionalInt.of(sequences);
        return switch (workload) {
            case Workload.Prefill prefill -> new Workload.Prefill(prefill.lengths(), flying);
            case Workload.Decode decode -> new Workload.Decode(decode.lengths(), decode.outputTokens(), flying);
            case Workload.Serving serving -> serving.withConcurrency(flying);
            case Workload.Training training ->
                new Workload.Training(
                        training.lengths(),
                        sequences,
                        training.microBatch(),
                        training.zeroStage(),
                        training.trainPredictionLayers(),
                        training.recipe());
        };
    }

    /** Micro-batches as the stated batch needs them. */
    private static Scenario batched(Scenario scenario) {
        DegreesDraft degrees = scenario.plan().degrees();
        return scenario.with(
                scenario.problem().workload() instanceof Workload.Training
                        ? degrees.without(DegreeName.MICRO_BATCHES)
                        : degrees.without(DegreeName.MICRO_BATCH, DegreeName.MICRO_BATCHES));
    }

    private static Optional<Scenario> format(Scenario scenario, String quantity, double bytes) {
        Problem problem = scenario.problem();
        Precision experts = problem.model().precisions().experts();
        return Precision.ofBytes(bytes, experts)
                .map(format -> problem.model()
                        .withPrecisions(
                                quantity.equals("bytes.perCacheElement")
                                        ? problem.model().precisions().withKeyValueCache(format)
                                        : problem.model().precisions().withWeights(experts, format)))
                .map(model -> scenario.with(problem.withModel(model)));
    }

    private static Optional<Scenario> assumption(Scenario scenario, String quantity, double value) {
        Assumptions assumptions = scenario.problem().assumptions();
        Optional<Assumptions> changed =
                switch (quantity) {
                    case "efficiency.compute" ->
                        share(value).map(part -> assumptions.withComputeEfficiency(OptionalDouble.of(part)));
                    case "efficiency.memoryBandwidth" ->
                        share(value).map(part -> assumptions.withMemoryBandwidthEfficiency(OptionalDouble.of(part)));
                    default ->
                        Optional.of(value)
                                .filter(Inputs::counts)
                                .map(length -> assumptions.withActivationCheckpointingAbove(length.intValue()));
                };
        return changed.map(other -> scenario.with(scenario.problem().withAssumptions(other)));
    }

    private static Optional<Double> share(double value) {
        return value > 0 && value <= 1 ? Optional.of(value) : Optional.empty();
    }

    private static Optional<Scenario> hardware(Scenario scenario, String quantity, double value) {
        if (!(value > 0)) {
            return Optional.empty();
        }
        return switch (quantity) {
            case "gpu.networkBandwidth" ->
                Optional.of(network(scenario, scenario.problem().cluster(), value));
            case "gpu.peakFlops" -> peak(scenario, value);
            default -> board(scenario, quantity, value);
        };
    }

    private static Optional<Scenario> peak(Scenario scenario, double value) {
        Model model = scenario.problem().model();
        return onGpus(scenario, gpu -> {
            Map<Precision, Double> peaks = new TreeMap<>(gpu.peakFlops());
            peaks.put(gpu.fastestArithmetic(model), value);
            return changed(gpu, peaks, gpu.memoryBytes(), gpu.memoryBandwidth(), gpu.linkBandwidth(), gpu.powerWatts());
        });
    }

    private static Optional<Scenario> board(Scenario scenario, String quantity, double value) {
        return switch (quantity) {
            case "gpu.memory" ->
                onGpus(
                        scenario,
                        gpu -> changed(
                                gpu,
                                gpu.peakFlops(),
                                value,
                                gpu.memoryBandwidth(),
                                gpu.linkBandwidth(),
                                gpu.powerWatts()));
            case "gpu.memoryBandwidth" ->
                onGpus(
                        scenario,
                        gpu -> changed(
                                gpu, gpu.peakFlops(), gpu.memoryBytes(), value, gpu.linkBandwidth(), gpu.powerWatts()));
            case "gpu.linkBandwidth" ->
                onGpus(
                        scenario,
                        gpu -> changed(
                                gpu,
                                gpu.peakFlops(),
                                gpu.memoryBytes(),
                                gpu.memoryBandwidth(),
                                value,
                                gpu.powerWatts()));
            case "gpu.power" ->
                onGpus(
                        scenario,
                        gpu -> changed(
                                gpu,
                                gpu.peakFlops(),
                                gpu.memoryBytes(),
                                gpu.memoryBandwidth(),
                                gpu.linkBandwidth(),
                                value));
            default -> Optional.empty();
        };
    }

    private static Scenario network(Scenario scenario, Cluster cluster, double value) {
        InterNode network =
                new InterNode(OptionalDouble.of(value), cluster.interNode().latencySeconds());
        return scenario.with(scenario.problem().withCluster(new Cluster(cluster.nodes(), network)));
    }

    /** The first kind of GPU of the cluster, of which claims about "the GPU" speak. */
    private static Optional<Scenario> onGpus(Scenario scenario, UnaryOperator<Gpu> change) {
        Cluster cluster = scenario.problem().cluster();
        Gpu first = cluster.nodes().getFirst().gpu();
        List<NodeGroup> nodes = new ArrayList<>();
        for (NodeGroup group : cluster.nodes()) {
            Gpu gpu = group.gpu().equals(first) ? change.apply(first) : group.gpu();
            nodes.add(new NodeGroup(group.count(), group.gpusPerNode(), gpu));
        }
        return Optional.of(scenario.with(scenario.problem().withCluster(new Cluster(nodes, cluster.interNode()))));
    }

    private static Gpu changed(
            Gpu gpu, Map<Precision, Double> peaks, double memory, double bandwidth, double links, double power) {
        return new Gpu(
                gpu.name(),
                gpu.family(),
                peaks,
                memory,
                bandwidth,
                links,
                gpu.linkDomain(),
                gpu.linkTopology(),
                gpu.networkBandwidth(),
                gpu.hostBandwidth(),
                power,
                gpu.source());
    }
}
