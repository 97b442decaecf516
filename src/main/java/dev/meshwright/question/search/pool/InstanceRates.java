package dev.meshwright.question.search.pool;

import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.evaluation.FamilyBound;
import dev.meshwright.cost.evaluation.Infeasibility;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.cost.pool.PoolsModel;
import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.facts.problem.Objective;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.SearchLimits;
import dev.meshwright.facts.problem.Targets;
import dev.meshwright.layout.Family;
import dev.meshwright.layout.IntRange;
import dev.meshwright.layout.PoolRole;
import dev.meshwright.placement.placing.LayoutPlacer;
import dev.meshwright.question.search.LayoutSearch;
import dev.meshwright.question.search.Placers;
import dev.meshwright.question.search.SearchResult;
import dev.meshwright.question.search.SearchResult.Candidate;
import dev.meshwright.question.search.pool.KnownRates.Key;
import dev.meshwright.question.search.pool.KnownRates.Known;
import dev.meshwright.question.search.space.FamilySource;
import dev.meshwright.question.search.space.LayoutSpace;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * What one instance of each type does at most, and what the best of its layouts does.
 *
 * <p>A type's rate is first bounded by the families of its degrees, and found exactly by a search over them once it matters
 * ({@link #refine}). An instance lies by itself on as many nodes as it needs.
 */
final class InstanceRates {

    private final PoolsModel pools;
    private final Problem problem;
    private final Placers placers;
    private final double latestBatch;
    private final KnownRates known;
    private final Map<Infeasibility, Long> infeasible = new EnumMap<>(Infeasibility.class);
    private final double leastBytes;
    private long bounded;
    private long combinations;
    private int placed;
    private int refined;

    InstanceRates(PoolsModel pools, Placers placers) {
        this(pools, placers, new KnownRates());
    }

    InstanceRates(PoolsModel pools, Placers placers, KnownRates known) {
        this.known = known;
        this.pools = pools;
        this.problem = pools.question().problem();
        this.placers = placers;
        this.leastBytes = pools.leastBytes();
        OptionalDouble first = problem.targets().timeToFirstTokenSeconds();
        this.latestBatch = first.isPresent()
                ? pools.latestBatch(first.getAsDouble(), pools.constants().latencySeconds())
                : Double.POSITIVE_INFINITY;
    }

    /** Seconds that a batch of prompts may take where its transfer takes no longer than the shortest. */
    double latestBatch() {
        return latestBatch;
    }

    /** Families that were bounded. */
    long bounded() {
        return bounded;
    }

    /** Cuts of the model looked at. */
    long combinations() {
        return combinations;
    }

    /** Layouts that were placed. */
    int placed() {
        return placed;
    }

    /** Types of which the best layout was searched for. */
    int refined() {
        return refined;
    }

    /** Requests per second that no instance of a type exceeds. */
    double most(InstanceType type, int instances) {
        return known(key(type, instances)).most();
    }

    /** Whether the best layout of a type is known. */
    boolean exact(InstanceType type, int instances) {
        return known(key(type, instances)).exact();
    }

    /** The best layout of a refined type on nodes of its own; empty where none works. */
    Optional<Candidate> best(InstanceType type, int instances) {
        return known(key(type, instances)).best();
    }

    /** Searches for the best layout of a type. */
    void refine(InstanceType type, int instances) {
        Key key = key(type, instances);
        refined++;
        SearchResult result = search(key, latestBatch);
        double most = result.best().isEmpty() && result.complete() && result.gap() == 0
                ? 0
                : Math.min(known(key).most(), requests(type, result.bound()));
        known.put(key, new Known(most, result.best(), true));
    }

    /** The best layout of a prefill type whose batches take no longer than {@code seconds}. */
    Optional<Candidate> within(InstanceType prefill, double seconds) {
        return search(key(prefill, 1), seconds).best();
    }

    /**
     * The shortest time between output tokens of the layouts of a decode type, where that is less than {@code seconds}.
     *
     * @param instances that share the sequences, where their number is given
     */
    OptionalDouble shortest(InstanceType decode, int instances, double seconds) {
        Problem alone = problem(key(decode, instances), latestBatch);
        CostModel costModel =
                new CostModel(pools.question().with(alone.withTargets(alone.targets(), Objective.LATENCY)));
        LayoutPlacer placer = placers.quick(costModel);
        return new LayoutSearch(costModel, placer, placer, placers::cancelled, event -> {})
                .runOver(families(decode, costModel), 0, 1 / seconds)
                .best()
                .map(found -> found.evaluation().performance().timePerOutputTokenSeconds())
                .orElse(OptionalDouble.empty());
    }

    private Key key(InstanceType type, int instances) {
        OptionalInt all = problem.workload().concurrency();
        boolean shared = all.isPresent() && type.role() == PoolRole.DECODE;
        return new Key(
                problem.cluster().nodes().get(type.group()).gpusPerNode(),
                type,
                shared ? OptionalInt.of(Math.ceilDiv(all.getAsInt(), instances)) : OptionalInt.empty());
    }

    private Known known(Key key) {
        Known found = known.get(key);
        if (found == null) {
            found = new Known(bound(key), Optional.empty(), false);
            known.put(key, found);
        }
        return found;
    }

    private SearchResult search(Key key, double latest) {
        CostModel costModel = new CostModel(pools.question().with(problem(key, latest)));
        LayoutPlacer placer = placers.quick(costModel);
        SearchResult result = new LayoutSearch(costModel, placer, placer, placers::cancelled, event -> {})
                .runOver(families(key.type(), costModel), 0);
        bounded += result.bounded();
        placed += result.placed();
        return result;
    }

    /** The best bound of the families, and no more than the links of all its GPUs carry. */
    private double bound(Key key) {
        CostModel costModel = new CostModel(pools.question().with(problem(key, latestBatch)));
        double[] most = {0};
        families(key.type(), costModel).forEach(family -> {
            FamilyBound found = costModel.bound(family);
            bounded++;
            combinations++;
            if (found.bound().mayWork()) {
                Performance performance = found.bound().performance();
                most[0] = Math.max(most[0], pools.requestsPerSecond(key.type().role(), performance));
            } else {
                infeasible.merge(Objects.requireNonNull(found.bound().infeasibility()), 1L, Long::sum);
            }
        });
        return Math.min(most[0], carried(key.type()));
    }

    /** Requests per second that the links of an instance carry, without copies. */
    private double carried(InstanceType type) {
        NodeGroup group = problem.cluster().nodes().get(type.group());
        double rate = Math.max(pools.rate(group, true), pools.rate(group, false));
        return leastBytes == 0
                ? Double.POSITIVE_INFINITY
                : type.gpus() * pools.constants().lineShare() * rate / leastBytes;
    }

    private double requests(InstanceType type, double tokensPerSecond) {
        return tokensPerSecond <= 0
                ? 0
                : pools.requestsPerSecond(
                        type.role(),
                        new Performance(tokensPerSecond, 0, OptionalDouble.empty(), OptionalDouble.empty(), 0));
    }

    /** One instance by itself, for as many tokens per second as it can. */
    private Problem problem(Key key, double latest) {
        NodeGroup group = problem.cluster().nodes().get(key.type().group());
        int nodes = Math.ceilDiv(key.type().gpus(), group.gpusPerNode());
        Cluster alone = new Cluster(
                List.of(new NodeGroup(nodes, group.gpusPerNode(), group.gpu())),
                problem.cluster().interNode());
        Targets targets =
                switch (key.type().role()) {
                    case PREFILL ->
                        new Targets(
                                Optional.empty(),
                                latest < Double.POSITIVE_INFINITY ? OptionalDouble.of(latest) : OptionalDouble.empty(),
                                OptionalDouble.empty());
                    case DECODE ->
                        new Targets(
                                Optional.empty(),
                                OptionalDouble.empty(),
                                problem.targets().timePerOutputTokenSeconds());
                };
        return problem.withCluster(alone)
                .withWorkload(pools.workload(key.type().role(), key.sequences()))
                .withTargets(targets, Objective.THROUGHPUT)
                .withLimits(oneInstance());
    }

    private SearchLimits oneInstance() {
        SearchLimits limits = problem.limits();
        return new SearchLimits(
                limits.tensor(),
                limits.data(),
                limits.expert(),
                limits.expertTensor(),
                limits.pipeline(),
                List.of(1),
                List.of(),
                limits.maxPipeline(),
                limits.tensorWithinNode(),
                limits.redundantSlotsPerRank(),
                limits.engineSpace(),
                limits.maximumInstance());
    }

    private FamilySource families(InstanceType type, CostModel costModel) {
        LayoutSpace space = new LayoutSpace(costModel.problem());
        return visitor -> space.forEachInstance(IntRange.of(type.gpus()), family -> {
            if (type.holds(family.cut())) {
                batches(family, type.role(), visitor);
            }
        });
    }

    /**
     * A step of the prefill pool reads no more tokens than the engine's budget, or one prompt where that is longer; two
     * micro-batches of each stage hide each other's messages, and more of them only wait.
     */
    private void batches(Family family, PoolRole role, Consumer<Family> visitor) {
        switch (role) {
            case DECODE -> visitor.accept(family);
            case PREFILL -> {
                visitor.accept(family.with(
                        family.replicas(),
                        new IntRange(1, pools.promptsOfAStep()),
                        new IntRange(1, 2 * family.cut().pipeline())));
            }
        }
    }

    /** Types of a role on a group of nodes, the handovers apart where the engine has rules for them. */
    List<InstanceType> types(PoolRole role, int group, List<Integer> sizes, boolean handovers) {
        List<InstanceType> types = new ArrayList<>();
        for (int gpus : sizes) {
            if (!handovers) {
                types.add(new InstanceType(role, group, gpus, Optional.empty()));
                continue;
            }
            IntStream.rangeClosed(1, gpus).filter(tensor -> gpus % tensor == 0).forEach(tensor -> {
                for (boolean copies : new boolean[] {false, true}) {
                    types.add(new InstanceType(
                            role, group, gpus, Optional.of(new InstanceType.Handover(tensor, copies))));
                }
            });
        }
        return types;
    }
}
