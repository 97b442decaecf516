package dev.meshwright.question.scale.node;

import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.engine.Question;
import dev.meshwright.cost.evaluation.DegreeBound;
import dev.meshwright.cost.evaluation.FamilyBound;
import dev.meshwright.cost.evaluation.Infeasibility;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Family;
import dev.meshwright.layout.IntRange;
import dev.meshwright.question.scale.node.NodeTypeScaling.Closest;
import dev.meshwright.question.search.space.Branching;
import dev.meshwright.question.search.space.FamilySource;
import dev.meshwright.question.search.space.LayoutSpace;
import dev.meshwright.question.search.space.LiveParts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What clusters of each size cannot exceed, from the optimistic bounds of families of degrees.
 *
 * <p>Where the number of sequences is free, instances are independent: with B(s) the best bound of one instance of s GPUs,
 * n GPUs reach at most {@code max over s of floor(n / s) B(s)}. Instances of every size are bounded once for all clusters, and
 * a family is split only where its bound reaches a target that is asked for. Where the number of sequences is given, more
 * GPUs leave fewer sequences to each and throughput may fall; in training the copies share a batch: each size is bounded by
 * itself.
 */
public final class SizeBounds {

    private final Question question;
    private final Problem problem;
    private final NodeType nodeType;
    private final boolean separable;
    private final LiveParts parts = new LiveParts();
    private final Map<Infeasibility, Closest> closest = new EnumMap<>(Infeasibility.class);

    /** By GPUs of an instance where sequences are free, else by GPUs of the cluster. */
    private final SortedMap<Integer, Group> groups = new TreeMap<>();

    private int bounded;

    /** @param number of the whole family that it is a part of */
    private record Bounded(Family family, int number, double tokensPerSecond) {}

    /** Families whose members have equal GPUs, the best bound first. */
    private final class Group {
        private final CostModel costModel;
        private final Branching branching;
        private final PriorityQueue<Bounded> queue =
                new PriorityQueue<>(Comparator.comparingDouble(bounded -> -bounded.tokensPerSecond()));

        Group(CostModel costModel) {
            this.costModel = costModel;
            this.branching = new Branching(costModel.problem());
        }

        double best() {
            return queue.isEmpty() ? 0 : queue.peek().tokensPerSecond();
        }

        void add(Family family, int number, double most) {
            FamilyBound found = costModel.bound(family);
            if (found.bound().mayWork()) {
                double rate = found.bound().performance().tokensPerSecond();
                queue.add(new Bounded(found.left(), number, Math.min(most, rate)));
            } else {
                parts.fail(number, Objects.requireNonNull(found.bound().infeasibility()));
            }
            compare(family.mostShared().least(), found.bound());
        }

        /** Splits the best family; false where it has one member. */
        boolean narrow() {
            Bounded best = queue.element();
            if (best.family().member().isPresent()) {
                return false;
            }
            queue.remove();
            List<Family> smaller = branching.split(best.family());
            parts.split(best.number(), smaller.size());
            smaller.forEach(part -> add(part, best.number(), best.tokensPerSecond()));
            return true;
        }
    }

    SizeBounds(Question question, NodeType nodeType) {
        this.question = question;
        this.problem = question.problem();
        this.nodeType = nodeType;
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

    /** Cuts of the model whose bound was computed so far. */
    long combinations() {
        return parts.count();
    }

    /** Over all sizes so far, the degrees with the least memory among those that do not fit, and with the least times. */
    Map<Infeasibility, Closest> closest() {
        return Map.copyOf(closest);
    }

    /** Why cuts cannot work, over all sizes so far. */
    Map<Infeasibility, Long> infeasible() {
        return parts.infeasible();
    }

    /** Tokens per second that no layout on {@code gpus} GPUs exceeds; 0 if none can work. */
    double tokensPerSecond(int gpus) {
        extend(gpus);
        double most = 0;
        for (Map.Entry<Integer, Group> entry : groups(gpus).entrySet()) {
            most = Math.max(
                    most, copies(gpus, entry.getKey()) * entry.getValue().best());
        }
        return most;
    }

    /**
     * The same, as close as it takes to tell whether {@code target} can be reached: families that might are split until none is
     * left or a single layout's degrees might.
     */
    double tokensPerSecond(int gpus, double target) {
        extend(gpus);
        for (Map.Entry<Integer, Group> entry : groups(gpus).entrySet()) {
            Group group = entry.getValue();
            boolean splits = true;
            while (splits && copies(gpus, entry.getKey()) * group.best() >= target) {
                splits = group.narrow();
            }
        }
        return tokensPerSecond(gpus);
    }

    private SortedMap<Integer, Group> groups(int gpus) {
        return separable ? groups.headMap(gpus + 1) : groups.subMap(gpus, gpus + 1);
    }

    private int copies(int gpus, int size) {
        return separable ? gpus / size : 1;
    }

    /** Families on {@code gpus} GPUs whose bound is {@code least} or more, with any number of copies. */
    FamilySource reaching(int gpus, double least) {
        extend(gpus);
        return visitor -> groups(gpus).forEach((size, group) -> {
            int copies = copies(gpus, size);
            List<Bounded> best = new ArrayList<>(group.queue);
            best.sort(group.queue.comparator());
            for (Bounded bounded : best) {
                if (copies * bounded.tokensPerSecond() >= least) {
                    Family family = bounded.family();
                    visitor.accept(
                            separable
                                    ? family.with(new IntRange(1, copies), family.microBatch(), family.microBatches())
                                    : family);
                }
            }
        });
    }

    /** Bounds all instances of up to {@code gpus} GPUs, or all that so many GPUs hold. */
    private void extend(int gpus) {
        if (separable && gpus > bounded) {
            Question there = nodeType.question(question, whole(gpus));
            CostModel costModel = new CostModel(there);
            new LayoutSpace(there.problem()).forEachInstance(new IntRange(bounded + 1, gpus), family -> {
                int size = family.cut().gpusPerReplica();
                Family one = family.with(IntRange.of(1), family.microBatch(), family.microBatches());
                add(groups.computeIfAbsent(size, unused -> new Group(costModel)), one);
            });
            bounded = gpus;
        } else if (!separable && !groups.containsKey(gpus)) {
            Question there = nodeType.question(question, gpus);
            Group group = new Group(new CostModel(there));
            groups.put(gpus, group);
            new LayoutSpace(there.problem()).forEach(family -> add(group, family));
        }
    }

    /** A size that a cluster of these nodes can have, and no islands larger than which. */
    private int whole(int gpus) {
        int domain = Math.max(nodeType.gpu().linkDomain(), nodeType.gpusPerNode());
        int nodes = Math.ceilDiv(Math.max(gpus, domain), nodeType.gpusPerNode());
        return nodes * nodeType.gpusPerNode();
    }

    private void add(Group group, Family family) {
        group.add(family, parts.open(), Double.POSITIVE_INFINITY);
    }

    private void compare(Degrees degrees, DegreeBound bound) {
        if (bound.infeasibility() == Infeasibility.MEMORY) {
            compare(Infeasibility.MEMORY, degrees, bound.memoryBytes());
            return;
        }
        Performance performance = bound.performance();
        performance
                .timeToFirstTokenSeconds()
                .ifPresent(seconds -> compare(Infeasibility.TIME_TO_FIRST_TOKEN, degrees, seconds));
        performance
                .timePerOutputTokenSeconds()
                .ifPresent(seconds -> compare(Infeasibility.TIME_PER_OUTPUT_TOKEN, degrees, seconds));
    }

    private void compare(Infeasibility limit, Degrees degrees, double needed) {
        Closest known = closest.get(limit);
        if (known == null || needed < known.needed()) {
            closest.put(limit, new Closest(degrees, needed));
        }
    }
}
