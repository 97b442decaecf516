package dev.meshwright.placement.pipeline;

import dev.meshwright.placement.InfeasiblePlacementException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

/**
 * A lower bound on the step of any pipeline placement, each part the best that placement could make of it alone.
 *
 * <ul>
 *   <li>Longest stage: the exact min-max split with every layer on its fastest kind and every stage on as few nodes as can
 *       hold its groups, under the largest memory.
 *   <li>Mixed GPUs: a kind's speed is its best ratio to the fastest kind over all layers, a stage is as slow as its slowest
 *       group, and the fastest device groups are taken in bunches of a stage. In time x a stage does at most speed * x of
 *       the work. Per replica, the linear programme "least sum of x_s + (m - 1) * longest, with all work done and no x_s above
 *       the longest" on the fastest stages of all: filling the fastest first solves it for a given longest, and the best
 *       longest is at one of as many corners as there are stages. Over all replicas, the mean longest is at least replicas *
 *       work / total speed (harmonic mean).
 *   <li>One stage: every replica does all the work on its slowest group; the fastest groups are taken in bunches again.
 *   <li>Hops: a chain of stages leaves a node at least as often as its capacity demands; a hop within a node needs the groups
 *       of two stages on the same nodes, so it costs a wider span if these do not fit together.
 * </ul>
 */
final class PipelineBound {
    /** Relative rounding error allowed to sums of doubles, so that the bound stays a bound. */
    private static final double ROUNDING = 1e-12;

    private final PipelineObjective objective;
    private final PipelineShape shape;
    private final int layers;
    private final int kinds;
    private final int fewestNodes;
    private final long[] prefixNanoseconds;
    private final double[] speedOfKind;
    private final double work;
    private final long shortestSplit;

    PipelineBound(PipelineObjective objective) {
        this.objective = objective;
        shape = objective.shape();
        layers = objective.problem().layers();
        kinds = objective.problem().work().kinds();
        fewestNodes = fewestNodes(shape.groupsPerStage());
        prefixNanoseconds = new long[layers + 1];
        for (int item = 0; item < layers; item++) {
            prefixNanoseconds[item + 1] = prefixNanoseconds[item] + itemNanoseconds(item, fastestKind(item));
        }
        speedOfKind = new double[kinds];
        double total = 0;
        for (int item = 0; item < layers + 2; item++) {
            long fastest = itemNanoseconds(item, fastestKind(item));
            total += fastest;
            for (int kind = 0; kind < kinds && fastest > 0; kind++) {
                speedOfKind[kind] = Math.max(speedOfKind[kind], (double) fastest / itemNanoseconds(item, kind));
            }
        }
        work = total;
        shortestSplit = shortestSplit();
    }

    long nanoseconds() {
        if (shape.stages() == 1) {
            return ofWholeReplicas();
        }
        long hops = hopNanoseconds();
        long average = objective.replicaNanoseconds((long) work, longestStageNanoseconds(), hops);
        long replica = Math.max(average, fastestReplica() + hops);
        return shape.synchronous() ? replica : shape.replicas() * replica;
    }

    /** Replicas of one stage do all the work on their slowest group each: the fastest groups together, then the next. */
    private long ofWholeReplicas() {
        long[] byGroup = objective.problem().devices().stream()
                .mapToLong(device -> wholeNanoseconds(device.kind()))
                .sorted()
                .toArray();
        long total = 0;
        long slowest = 0;
        for (int replica = 1; replica <= shape.replicas(); replica++) {
            long stage = byGroup[replica * shape.groupsPerStage() - 1];
            slowest = objective.replicaNanoseconds(stage, stage, 0);
            total += slowest;
        }
        return shape.synchronous() ? slowest : total;
    }

    private long wholeNanoseconds(int kind) {
        long sum = 0;
        for (int item = 0; item < layers + 2; item++) {
            sum += itemNanoseconds(item, kind);
        }
        return sum;
    }

    /** No placement has a shorter longest stage, in the mean over the replicas. */
    long longestStageNanoseconds() {
        double speed =
                Arrays.stream(fastestStages(shape.replicas() * shape.stages())).sum();
        return Math.max(shortestSplit, speed == 0 ? 0 : (long) (shape.replicas() * work / speed * (1 - ROUNDING)));
    }

    /** The step without hops of a replica that has the fastest stages of all to itself. */
    private long fastestReplica() {
        double[] speeds = fastestStages(shape.stages());
        if (work == 0) {
            return 0;
        }
        double least = Double.POSITIVE_INFINITY;
        double speed = Arrays.stream(speeds).sum();
        double shortest = Math.max(shortestSplit, work / speed);
        double used = 0;
        for (int stages = 0; stages <= speeds.length; stages++) {
            used += stages == 0 ? 0 : speeds[stages - 1];
            double longest = stages == 0 ? shortest : work / used;
            if (longest >= shortest) {
                least = Math.min(least, fill(speeds, longest) + (shape.microBatches() - 1) * longest);
            }
        }
        return (long) (least * (1 - ROUNDING));
    }

    /** Least sum of stage times with no stage above {@code longest}. */
    private double fill(double[] speeds, double longest) {
        double rest = work;
        double sum = 0;
        for (double speed : speeds) {
            double time = Math.min(longest, rest / speed);
            sum += time;
            rest -= time * speed;
        }
        return sum;
    }

    /** The speeds of this many stages made of the fastest device groups, fastest first. */
    private double[] fastestStages(int stages) {
        double[] speeds = objective.problem().devices().stream()
                .map(device -> speedOfKind[device.kind()])
                .sorted(Comparator.reverseOrder())
                .mapToDouble(Double::doubleValue)
                .toArray();
        double[] ofStages = new double[stages];
        Arrays.setAll(ofStages, stage -> speeds[(stage + 1) * shape.groupsPerStage() - 1]);
        return ofStages;
    }

    private long shortestSplit() {
        long capacity = 0;
        for (int kind = 0; kind < kinds; kind++) {
            capacity = Math.max(capacity, objective.capacityBytes(kind));
        }
        long[] bytes = new long[layers + 1];
        for (int layer = 0; layer < layers; layer++) {
            bytes[layer + 1] = bytes[layer] + objective.layerBytes(layer);
        }
        long limit = capacity;
        Optional<StageSplit> split = StageSplit.minMax(
                layers,
                shape.stages(),
                (stage, from, to) -> prefixNanoseconds[to] - prefixNanoseconds[from] + fastestExtra(stage),
                (stage, from, to) -> objective.extraBytes(stage) + bytes[to] - bytes[from] <= limit);
        return split.orElseThrow(() -> new InfeasiblePlacementException(
                        PipelineConstraints.MEMORY_OVERFLOW,
                        bytes[layers],
                        limit,
                        ("No split of %d layers (%d bytes per GPU in all, plus %d on every GPU) over %d stages fits %d bytes"
                                        + " per GPU. Maybe use more stages or a larger tensor or expert degree.")
                                .formatted(
                                        layers,
                                        bytes[layers],
                                        objective.problem().memory().fixedBytes(),
                                        shape.stages(),
                                        limit)))
                .maxNanoseconds();
    }

    /** Items of work: the layers, then the extras of the first and the last stage. */
    private long itemNanoseconds(int item, int kind) {
        if (item < layers) {
            return objective.layerNanoseconds(item, kind) + objective.spanNanoseconds(item, fewestNodes);
        }
        boolean only = shape.stages() == 1;
        if (item == layers) {
            return objective.extraNanoseconds(0, kind);
        }
        return only ? 0 : objective.extraNanoseconds(shape.stages() - 1, kind);
    }

    private int fastestKind(int item) {
        int fastest = 0;
        for (int kind = 1; kind < kinds; kind++) {
            fastest = itemNanoseconds(item, kind) < itemNanoseconds(item, fastest) ? kind : fastest;
        }
        return fastest;
    }

    private long fastestExtra(int stage) {
        long fastest = Long.MAX_VALUE;
        for (int kind = 0; kind < kinds; kind++) {
            fastest = Math.min(fastest, objective.extraNanoseconds(stage, kind));
        }
        return fastest;
    }

    private long hopNanoseconds() {
        int hops = shape.stages() - 1;
        long between = objective.hopNanoseconds(false);
        int capacity = mostGroupsPerNode();
        if (capacity < 2) {
            return hops * between;
        }
        int forced = Math.ceilDiv(shape.stages(), capacity) - 1;
        int wide = Math.min(fewestNodes(2 * shape.groupsPerStage()), objective.mostNodesPerStage());
        long wider = Long.MAX_VALUE;
        for (int layer = 0; layer < layers; layer++) {
            long extra = objective.spanNanoseconds(layer, Math.max(wide, fewestNodes))
                    - objective.spanNanoseconds(layer, fewestNodes);
            wider = Math.min(wider, extra);
        }
        long free = Math.min(between, objective.hopNanoseconds(true) + wider);
        return forced * between + (hops - forced) * free;
    }

    private int mostGroupsPerNode() {
        return Arrays.stream(groupsOfNodes()).max().orElse(0);
    }

    /** The fewest nodes that can hold this many device groups; more than all nodes if none can. */
    private int fewestNodes(int groups) {
        int narrowest = objective.problem().devices().stream()
                .mapToInt(DeviceGroup::nodes)
                .min()
                .orElse(1);
        if (narrowest > 1) {
            return Math.min(groups * narrowest, objective.mostNodesPerStage());
        }
        int[] byNode = groupsOfNodes();
        Arrays.sort(byNode);
        int held = 0;
        int nodes = 0;
        for (int node = byNode.length - 1; node >= 0 && held < groups; node--) {
            held += byNode[node];
            nodes++;
        }
        return held < groups ? byNode.length + 1 : nodes;
    }

    /** [node] to the device groups that start on it and lie on it alone. */
    private int[] groupsOfNodes() {
        int[] groups = new int[objective.problem().nodes()];
        for (DeviceGroup device : objective.problem().devices()) {
            groups[device.firstNode()] += 1;
        }
        return groups;
    }
}
