package dev.meshwright;

import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.facts.cluster.InterNode;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.facts.model.FeedForward;
import dev.meshwright.facts.model.FeedForward.Dense;
import dev.meshwright.facts.model.FeedForward.Mixture;
import dev.meshwright.facts.model.GroupedQueryAttention;
import dev.meshwright.facts.model.LatentAttention;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.model.SparseIndexer;
import dev.meshwright.facts.model.TokenMixer;
import dev.meshwright.facts.problem.Assumptions;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.facts.problem.Objective;
import dev.meshwright.facts.problem.Prices;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.Targets;
import dev.meshwright.facts.workload.ExpertLoad;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.facts.workload.Workload.Training;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;

/** Small random problems, reproducible by seed: up to 8 layers of two kinds on up to 16 GPUs of one kind. */
public final class RandomProblems {

    private static final List<String> GPUS = List.of("h100-sxm", "h100-pcie", "a100-sxm-80gb", "h800-sxm", "b200-sxm");

    private RandomProblems() {}

    /** A problem on equal GPUs. */
    public static Problem problem(long seed) {
        Random random = new Random(seed);
        Model model = model(random);
        Cluster cluster = cluster(random);
        Problem problem = Problems.problem(model, cluster, workload(random, cluster.gpus()));
        return Problems.with(problem, load(random, model));
    }

    /** A problem on two kinds of GPUs. */
    public static Problem mixed(long seed) {
        Random random = new Random(seed);
        Model model = model(random);
        int perNode = List.of(1, 2, 4).get(random.nextInt(3));
        NodeGroup[] groups = new NodeGroup[2];
        for (int group = 0; group < 2; group++) {
            groups[group] =
                    new NodeGroup(1 + random.nextInt(2), perNode, Problems.gpu(GPUS.get(random.nextInt(GPUS.size()))));
        }
        Cluster cluster = Problems.cluster(groups);
        Problem problem = Problems.problem(model, cluster, workload(random, cluster.gpus()));
        return Problems.with(problem, load(random, model));
    }

    /**
     * A problem that a search solves in milliseconds: a few layers on up to 6 GPUs of one or two kinds, any phase, objective
     * and targets, memory from tight to ample; loads even unless {@code uneven}.
     */
    public static Problem tiny(long seed, boolean uneven) {
        Random random = new Random(seed);
        int experts = List.of(0, 4, 6, 8).get(random.nextInt(4));
        FeedForward network = experts == 0
                ? new Dense(2048, true, false)
                : new Mixture(experts, 1 + random.nextInt(2), 960, random.nextInt(2) * 480);
        TokenMixer mixer = random.nextInt(4) == 0
                ? new LatentAttention(8, 384, 128, 64, 32, 64, SparseIndexer.NONE)
                : new GroupedQueryAttention(8, 1 << random.nextInt(3), 64);
        Model model = Architectures.model(
                "tiny", 1024, 20_000, Collections.nCopies(1 + random.nextInt(5), new Layer(mixer, network)));
        NodeGroup[] groups = new NodeGroup[1 + random.nextInt(3) / 2];
        for (int group = 0; group < groups.length; group++) {
            Gpu gpu = Problems.gpu(GPUS.get(random.nextInt(GPUS.size())));
            groups[group] =
                    new NodeGroup(1 + random.nextInt(2), 1 + random.nextInt(3), withMemory(gpu, memory(random)));
        }
        Cluster cluster = Problems.cluster(groups);
        Problem problem = Problems.problem(model, cluster, tinyWork(random));
        problem = Problems.with(problem, Objective.values()[random.nextInt(3)], targets(random, problem.workload()));
        return uneven && experts > 0 ? Problems.with(problem, new ExpertLoad.Zipf(random.nextDouble(), 1)) : problem;
    }

    /** The same where every kind of GPU has a price, from 0.5 to 4.5 dollars an hour. */
    public static Problem priced(Problem problem, Random random) {
        Map<String, Double> prices = new TreeMap<>();
        problem.cluster().nodes().forEach(group -> prices.put(group.gpu().name(), 0.5 + 4 * random.nextDouble()));
        return problem.withPrices(new Prices("USD", prices));
    }

    private static double memory(Random random) {
        return 4.5e9 + List.of(0.2e9, 0.5e9, 1e9, 4e9, 30e9).get(random.nextInt(5));
    }

    /** The same GPU with another memory. */
    public static Gpu withMemory(Gpu gpu, double bytes) {
        return new Gpu(
                gpu.name(),
                gpu.family(),
                gpu.peakFlops(),
                bytes,
                gpu.memoryBandwidth(),
                gpu.linkBandwidth(),
                gpu.linkDomain(),
                gpu.linkTopology(),
                gpu.networkBandwidth(),
                gpu.hostBandwidth(),
                gpu.powerWatts(),
                gpu.source());
    }

    private static Workload tinyWork(Random random) {
        int length = 64 << random.nextInt(7);
        OptionalInt asked = random.nextInt(3) == 0 ? OptionalInt.of(1 + random.nextInt(40)) : OptionalInt.empty();
        return switch (random.nextInt(4)) {
            case 0 -> new Workload.Prefill(List.of(length), asked);
            case 1 -> new Workload.Decode(List.of(length), 1 + random.nextInt(512), asked);
            case 2 -> new Workload.Serving(List.of(length), 2 + random.nextInt(512), asked);
            default ->
                new Training(List.of(length), 1 + random.nextInt(24), OptionalInt.empty(), random.nextInt(4), false);
        };
    }

    private static Targets targets(Random random, Workload workload) {
        OptionalDouble first =
                random.nextInt(3) == 0 && !(workload instanceof Training) && !(workload instanceof Workload.Decode)
                        ? OptionalDouble.of(0.01 * Math.pow(10, 2 * random.nextDouble()))
                        : OptionalDouble.empty();
        OptionalDouble token =
                random.nextInt(2) == 0 && (workload instanceof Workload.Decode || workload instanceof Workload.Serving)
                        ? OptionalDouble.of(0.003 * Math.pow(10, random.nextDouble()))
                        : OptionalDouble.empty();
        Optional<Targets.ThroughputTarget> throughput = random.nextInt(3) == 0
                ? Optional.of(new Targets.ThroughputTarget(
                        100 * Math.pow(10, 3 * random.nextDouble()),
                        random.nextBoolean() ? Targets.Scope.SYSTEM : Targets.Scope.PER_GPU))
                : Optional.empty();
        return new Targets(throughput, first, token);
    }

    /**
     * A serving problem of an engine with short answers, in which most steps have prompts, and prompts of up to 32,768 tokens,
     * which fill a step alone.
     */
    public static Problem serving(long seed, Engine engine) {
        Random random = new Random(seed);
        Model model = model(random);
        Cluster cluster = cluster(random);
        int prompt = 1 << random.nextInt(16);
        Problem problem = Problems.problem(model, cluster, Problems.serving(prompt, 1 + random.nextInt(8)))
                .withAssumptions(Assumptions.NONE.withEngine(engine));
        return Problems.with(problem, load(random, model));
    }

    /** A model with up to two dense layers, first or anywhere. */
    public static Model model(Random random) {
        int hidden = 512 << random.nextInt(3);
        TokenMixer mixer = mixer(random);
        int experts = List.of(4, 6, 8, 9, 12, 16).get(random.nextInt(6));
        FeedForward routed =
                new Mixture(experts, 1 + random.nextInt(3), 240 << random.nextInt(4), random.nextInt(2) * 480);
        List<Layer> layers = new ArrayList<>();
        int dense = random.nextInt(3);
        for (int layer = 0; layer < dense; layer++) {
            layers.add(new Layer(mixer, new Dense(960 << random.nextInt(6), true, false)));
        }
        int depth = dense + 1 + random.nextInt(6);
        while (layers.size() < depth) {
            layers.add(new Layer(mixer, routed));
        }
        if (random.nextBoolean()) {
            Collections.shuffle(layers, random);
        }
        return Architectures.model("random", hidden, 1000 + random.nextInt(100_000), layers);
    }

    private static TokenMixer mixer(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> new GroupedQueryAttention(16, 1 << random.nextInt(5), 64);
            case 1 -> new GroupedQueryAttention(12, 4, 128, 128, false, false, 0, false, false);
            default -> new LatentAttention(24, 384, 128, 64, 32, 64, SparseIndexer.NONE);
        };
    }

    private static Cluster cluster(Random random) {
        Gpu gpu = Problems.gpu(GPUS.get(random.nextInt(GPUS.size())));
        int perNode = List.of(1, 2, 3, 4, 6, 8).get(random.nextInt(6));
        int nodes = 1 + random.nextInt(Math.max(1, 16 / perNode));
        return new Cluster(List.of(new NodeGroup(Math.min(nodes, 4), perNode, gpu)), InterNode.DEFAULT);
    }

    private static Workload workload(Random random, int gpus) {
        int length = 64 << random.nextInt(8);
        return switch (random.nextInt(4)) {
            case 0 -> Problems.prefill(length);
            case 1 -> Problems.decode(length, 1 + random.nextInt(1024));
            case 2 -> Problems.serving(length, 2 + random.nextInt(1024));
            default ->
                new Training(
                        List.of(length), gpus * (1 + random.nextInt(8)), OptionalInt.empty(), random.nextInt(4), false);
        };
    }

    private static ExpertLoad load(Random random, Model model) {
        int experts = Architectures.mixture(model).experts();
        return switch (random.nextInt(3)) {
            case 0 -> random.nextBoolean() ? new ExpertLoad.Uniform() : new ExpertLoad.Unmeasured();
            case 1 -> new ExpertLoad.Zipf(random.nextDouble(), random.nextInt());
            default -> {
                double[][] counts = new double
                        [(int) model.layers().stream().filter(Layer::routed).count()][experts];
                for (double[] row : counts) {
                    for (int expert = 0; expert < experts; expert++) {
                        row[expert] = 1 + random.nextInt(1000);
                    }
                }
                yield new ExpertLoad.Measured(counts, "random");
            }
        };
    }

    /** A GPU that has so many times what another has. */
    public static Gpu scaled(Gpu gpu, double flops, double memory, double bandwidth, double links, double network) {
        Map<Precision, Double> peaks = new TreeMap<>();
        gpu.peakFlops().forEach((precision, peak) -> peaks.put(precision, peak * flops));
        return new Gpu(
                gpu.name() + (flops < 1 ? "-slower" : ""),
                gpu.family(),
                peaks,
                gpu.memoryBytes() * memory,
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
