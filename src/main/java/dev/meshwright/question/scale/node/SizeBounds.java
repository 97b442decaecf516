package dev.meshwright.question.scale.node;

import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.engine.Question;
import dev.meshwright.cost.evaluation.Infeasibility;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Degrees;
import dev.meshwright.question.scale.node.NodeTypeScaling.Closest;
import dev.meshwright.question.search.DegreesSource;
import dev.meshwright.question.search.LayoutSpace;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What clusters of each size cannot exceed, from the optimistic bounds of all degrees.
 *
 * <p>Where the number of sequences is free, instances are independent: with B(s) the best bound of one instance of s GPUs,
 * n GPUs reach at most {@code max over s of floor(n / s) B(s)}, and
 * each B(s) is computed once for all n. Where the number of sequences is given, more GPUs leave fewer sequences to each
 * and throughput may fall: each size is enumerated anew, but an instance with the same batch is still bounded once. In
 * training the copies share a batch, so each size is bounded by itself.
 *
 * <p>Instances of more than {@value #LARGEST_INSTANCE} GPUs are left out where sequences are free: larger expert groups
 * than that are rare, and the number of degrees grows faster than the GPUs.
 */
public final class SizeBounds {

    public static final int LARGEST_INSTANCE = 128;

    /** Degrees whose bound is below this share of the best of their size are not kept, only their share. */
    private static final double KEPT = 0.8;

    private final Question question;
    private final Problem problem;
    private final NodeType nodeType;
    private final Optional<InstanceBounds> instances;
    private final boolean separable;
    private final Map<Infeasibility, Long> infeasible = new EnumMap<>(Infeasibility.class);
    private final Map<Infeasibility, Closest> closest = new EnumMap<>(Infeasibility.class);

    /** By GPUs of an instance where sequences are free, else by GPUs of the cluster. */
    private final SortedMap<Integer, Group> groups = new TreeMap<>();

    private long combinations;

    private record Bounded(Degrees degrees, double tokensPerSecond) {}

    private static final class Group {
        private final List<Bounded> kept = new ArrayList<>();
        private double best;

        void add(Degrees degrees, double tokensPerSecond) {
            best = Math.max(best, tokensPerSecond);
            if (tokensPerSecond >= KEPT * best) {
                kept.add(new Bounded(degrees, tokensPerSecond));
            }
        }

        void prune() {
            kept.removeIf(bounded -> bounded.tokensPerSecond < KEPT * best);
        }
    }

    SizeBounds(Question question, NodeType nodeType) {
        this.question = question;
        this.problem = question.problem();
        this.nodeType = nodeType;
        this.instances = problem.workload() instanceof Training
                ? Optional.empty()
                : Optional.of(new InstanceBounds(question, nodeType));
        this.separable = concurrencyFree(problem) && problem.limits().replicas().isEmpty();
    }

    /** Whether the number of sequences in flight may grow with the cluster. */
    public static boolean concurrencyFree(Problem problem) {
        return !(problem.workload() instanceof Training)
                && problem.workload().concurrency().isEmpty();
    }

    /** Whether copies of an instance are independent of each other, so that n of them make n times its throughput. */
    boolean separable() {
        return separable;
    }

    /** Degrees whose bound was computed so far. */
    long combinations() {
        return combinations;
    }

    /** Over all sizes so far, the degrees with the least memory among those that do not fit, and with the least times. */
    Map<Infeasibility, Closest> closest() {
        return Map.copyOf(closest);
    }

    /** Whether instances of every size that {@code gpus} GPUs can hold are bounded, none left out as too large. */
    boolean coversEveryInstance(int gpus) {
        return !separable || gpus <= largestEnumerated();
    }

    /** Why degrees cannot work, over all sizes so far. */
    Map<Infeasibility, Long> infeasible() {
        return Map.copyOf(infeasible);
    }

    /** Tokens per second that no layout on {@code gpus} GPUs exceeds; 0 if none can work. */
    double tokensPerSecond(int gpus) {
        extend(gpus);
        if (!separable) {
            return bounded(gpus).best;
        }
        double most = 0;
        for (Map.Entry<Integer, Group> entry : groups.headMap(gpus + 1).entrySet()) {
            if (inSpace(entry.getKey(), gpus)) {
                most = Math.max(most, gpus / entry.getKey() * entry.getValue().best);
            }
        }
        return most;
    }

    /** Whether {@link LayoutSpace} has instances of {@code size} GPUs among {@code gpus}, as far as they are bounded here. */
    private boolean inSpace(int size, int gpus) {
        int node = Math.min(gpus, nodeType.gpusPerNode());
        boolean everySize = gpus <= Math.min(LayoutSpace.SMALL_CLUSTER, largestEnumerated());
        boolean divides = gpus % size == 0 && gpus <= largestEnumerated();
        return node % size == 0 || size % node == 0 || divides || everySize;
    }

    private int largestEnumerated() {
        int node = nodeType.gpusPerNode();
        return Math.max(node, LARGEST_INSTANCE / node * node);
    }

    /** Tokens per second that no degrees outside {@link #promising} exceed. */
    double rest(int gpus) {
        return KEPT * tokensPerSecond(gpus);
    }

    /** Degrees on {@code gpus} GPUs whose bound is above {@link #rest}. */
    DegreesSource promising(int gpus) {
        return reaching(gpus, rest(gpus));
    }

    private Group bounded(int gpus) {
        return Objects.requireNonNull(groups.get(gpus));
    }

    /** Degrees on {@code gpus} GPUs whose bound is {@code least} or more, which must be {@link #rest} or more. */
    DegreesSource reaching(int gpus, double least) {
        tokensPerSecond(gpus);
        if (!separable) {
            List<Bounded> kept = bounded(gpus).kept;
            return visitor -> kept.stream()
                    .filter(bounded -> bounded.tokensPerSecond >= least)
                    .forEach(bounded -> visitor.accept(bounded.degrees));
        }
        return visitor -> groups.headMap(gpus + 1).forEach((size, group) -> {
            for (Bounded bounded : group.kept) {
                if (inSpace(size, gpus) && gpus / size * bounded.tokensPerSecond >= least) {
                    visitor.accept(bounded.degrees.withReplicas(gpus / size));
                }
            }
        });
    }

    /** All degrees on {@code gpus} GPUs that this bounds. */
    DegreesSource all(int gpus) {
        LayoutSpace space = new LayoutSpace(nodeType.problem(problem, gpus));
        return visitor -> space.forEach(degrees -> {
            if (!separable || inSpace(degrees.gpusPerReplica(), gpus)) {
                visitor.accept(degrees);
            }
        });
    }

    private void extend(int gpus) {
        int enumerated = separable ? Math.min(gpus, largestEnumerated()) : gpus;
        if (groups.containsKey(enumerated)) {
            return;
        }
        SortedMap<Integer, Group> fresh = new TreeMap<>();
        fresh.put(enumerated, new Group());
        Function<Degrees, InstanceBounds.Bound> bounds = bounds(enumerated);
        all(enumerated).forEach(degrees -> {
            int size = separable ? degrees.gpusPerReplica() : enumerated;
            if (groups.containsKey(size)) {
                return;
            }
            combinations++;
            InstanceBounds.Bound bound = bounds.apply(degrees);
            Group group = fresh.computeIfAbsent(size, unused -> new Group());
            if (bound.infeasibility() == null) {
                double rate = bound.tokensPerSecond();
                group.add(degrees, separable ? rate / degrees.replicas() : rate);
            } else {
                infeasible.merge(bound.infeasibility(), 1L, Long::sum);
            }
            compare(separable ? degrees.withReplicas(1) : degrees, bound);
        });
        fresh.values().forEach(Group::prune);
        groups.putAll(fresh);
    }

    private void compare(Degrees degrees, InstanceBounds.Bound bound) {
        if (bound.infeasibility() == Infeasibility.MEMORY) {
            compare(Infeasibility.MEMORY, degrees, bound.memoryBytes());
            return;
        }
        bound.timeToFirstTokenSeconds()
                .ifPresent(seconds -> compare(Infeasibility.TIME_TO_FIRST_TOKEN, degrees, seconds));
        bound.timePerOutputTokenSeconds()
                .ifPresent(seconds -> compare(Infeasibility.TIME_PER_OUTPUT_TOKEN, degrees, seconds));
    }

    private void compare(Infeasibility limit, Degrees degrees, double needed) {
        Closest known = closest.get(limit);
        if (known == null || needed < known.needed()) {
            closest.put(limit, new Closest(degrees, needed));
        }
    }

    private Function<Degrees, InstanceBounds.Bound> bounds(int gpus) {
        if (instances.isPresent()) {
            return instances.get()::of;
        }
        CostModel costModel = new CostModel(nodeType.question(question, gpus));
        return degrees -> InstanceBounds.Bound.of(costModel.bound(degrees));
    }
}
