package dev.meshwright.cost.engine;

import dev.meshwright.cost.efficiency.KernelEfficiency;
import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.facts.cluster.InterNode;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.problem.Problem;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a user's own measurements say about the constants of the cost model: a few factors on whole groups of them.
 *
 * <p>Rates scale the data sheet of the GPUs that were measured, and with it the bounds: a bound is then of the calibrated
 * GPU. Overheads scale the constants of the engines that were measured. Everything else stays as it is.
 *
 * @param factors what each group is multiplied by; an absent one is 1
 * @param gpus catalogue names of the GPUs that the rates are for
 * @param engines labels of the engines that the overheads are for; {@link #TRAINING} for training frameworks
 */
public record Calibration(Map<Factor, Double> factors, Set<String> gpus, Set<String> engines) {

    /** Label of training frameworks among the engines. */
    public static final String TRAINING = "training";

    /** Nothing was calibrated. */
    public static final Calibration NONE = new Calibration(Map.of(), Set.of(), Set.of());

    /** Groups of constants that move together. */
    public enum Factor {
        /** FLOP/s of products and attention cores, whatever the format. */
        COMPUTE_RATE("computeRate", "FLOP/s of every kernel"),
        /** Bytes/s of the GPU's memory. */
        MEMORY_RATE("memoryRate", "bytes/s of memory in every kernel"),
        /** Bytes/s of the links inside an island. */
        LINK_RATE("linkRate", "bytes/s of the links inside an island"),
        /** Bytes/s of the NICs. */
        NETWORK_RATE("networkRate", "bytes/s of the NICs"),
        /** Seconds per step besides layers: scheduling, sampling. */
        STEP_OVERHEAD("stepOverhead", "time per step besides the layers"),
        /** Seconds per layer besides kernels: gaps and small kernels. */
        LAYER_OVERHEAD("layerOverhead", "time per layer besides its kernels"),
        /** Time that other requests' prompts put between two decode steps. */
        PROMPT_INTERFERENCE("promptInterference", "other requests' prompts between decode steps"),
        /** Seconds of a request's way to the engine: front end, parsing, tokenization. */
        REQUEST_DELAY("requestDelay", "time of a request's way to the engine"),
        /** Bytes that an engine keeps beside weights and cache. */
        MEMORY_RESERVE("memoryReserve", "memory that engines keep beside weights and cache");

        private final String label;
        private final String meaning;

        Factor(String label, String meaning) {
            this.label = label;
            this.meaning = meaning;
        }

        /** The field name in files. */
        public String label() {
            return label;
        }

        /** What is multiplied, for people. */
        public String meaning() {
            return meaning;
        }
    }

    /** Smallest and largest factor: beyond a factor of three something else than a rate is wrong. */
    public static final double LEAST = 1.0 / 3;

    /** See {@link #LEAST}. */
    public static final double MOST = 3;

    public Calibration {
        Map<Factor, Double> ordered = new EnumMap<>(Factor.class);
        ordered.putAll(factors);
        factors = Collections.unmodifiableMap(ordered);
        gpus = Collections.unmodifiableSet(new TreeSet<>(gpus));
        engines = Collections.unmodifiableSet(new TreeSet<>(engines));
        factors.forEach((factor, value) -> {
            if (!(value >= LEAST && value <= MOST)) {
                throw new IllegalArgumentException(factor.label() + " must be from 1/3 to 3, not " + value);
            }
        });
    }

    /** What {@code factor} multiplies with. */
    public double of(Factor factor) {
        return factors.getOrDefault(factor, 1.0);
    }

    /** The same with other factors. */
    public Calibration withFactors(Map<Factor, Double> others) {
        return new Calibration(others, gpus, engines);
    }

    /**
     * What {@code problem} asks on GPUs at calibrated rates, costed with calibrated overheads.
     *
     * @param problem on GPUs as the catalogue or its author states them
     * @param fitted constants of kernels as they come with Meshwright
     */
    public Question question(Problem problem, EfficiencySource fitted) {
        return new Question(problem, this, fitted);
    }

    /** {@code gpu} at the calibrated rates, where it is one that was measured. */
    Gpu of(Gpu gpu) {
        if (!gpus.contains(gpu.name())) {
            return gpu;
        }
        Map<Precision, Double> peaks = new TreeMap<>();
        gpu.peakFlops().forEach((format, peak) -> peaks.put(format, peak * of(Factor.COMPUTE_RATE)));
        return new Gpu(
                gpu.name(),
                gpu.family(),
                peaks,
                gpu.memoryBytes(),
                gpu.memoryBandwidth() * of(Factor.MEMORY_RATE),
                gpu.linkBandwidth() * of(Factor.LINK_RATE),
                gpu.linkDomain(),
                gpu.linkTopology(),
                gpu.networkBandwidth() * of(Factor.NETWORK_RATE),
                gpu.hostBandwidth(),
                gpu.powerWatts(),
                gpu.source());
    }

    /** The kernels of {@code gpu} where its power caps them: the calibrated peak alone would not move the cap. */
    KernelEfficiency of(Gpu gpu, KernelEfficiency fitted) {
        return gpus.contains(gpu.name()) ? fitted.calibrated(of(Factor.COMPUTE_RATE)) : fitted;
    }

    /** {@code problem} on calibrated GPUs; a stated bandwidth between nodes is scaled as well. */
    Problem of(Problem problem) {
        Cluster cluster = problem.cluster();
        boolean measured = cluster.nodes().stream()
                .anyMatch(group -> gpus.contains(group.gpu().name()));
        if (!measured) {
            return problem;
        }
        List<NodeGroup> nodes = cluster.nodes().stream()
                .map(group -> new NodeGroup(group.count(), group.gpusPerNode(), of(group.gpu())))
                .toList();
        InterNode network = new InterNode(
                cluster.interNode().bandwidth().stream()
                        .map(bandwidth -> bandwidth * of(Factor.NETWORK_RATE))
                        .findFirst(),
                cluster.interNode().latencySeconds());
        return problem.withCluster(new Cluster(nodes, network));
    }

    /** {@code profile} of the engine called {@code label} with calibrated overheads, where it was measured. */
    EngineProfile of(String label, EngineProfile profile) {
        return engines.contains(label)
                ? profile.scaled(
                        of(Factor.STEP_OVERHEAD),
                        of(Factor.LAYER_OVERHEAD),
                        of(Factor.PROMPT_INTERFERENCE),
                        of(Factor.REQUEST_DELAY))
                : profile;
    }
}
