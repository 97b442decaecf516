package dev.meshwright.placement;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

/**
 * A lower bound on the step of any pipeline placement. Each part is the best that placement could make of it alone:
 *
 * <ul>
 *   <li>sum of the stage times: every layer on its fastest kind, every stage on as few nodes as can hold its groups;
 *   <li>longest stage: the exact min-max split of those times under the largest memory; and, for mixed GPUs, total work over
 *       total speed, where a kind's speed is its best ratio to the fastest kind over all layers, and the fastest device
 *       groups are taken in bunches of a stage (a stage is as slow as its slowest group). Over replicas, sum and maximum of
 *       work/speed are least when all are equally fast (harmonic mean);
 *   <li>hops: a chain of stages leaves a node at least as often as its capacity demands; a hop within a node needs the groups of
 *       two stages on the same nodes, so it costs a wider span if these do not fit together.
 * </ul>
 */
final class PipelineBound {
    private final PipelineObjective objective;
    private final PipelineShape shape;
    private final int layers;
    private final int kinds;
    private final int fewestNodes;
    private final long[] prefixNanoseconds;

    PipelineBound(PipelineObjective objective) {
        this.objective = objective;
        shape = objective.shape();
        layers = objective.problem().layers();
        kinds = objective.problem().work().kinds();
        fewestNodes = fewestNodes(shape.groupsPerStage());
        prefixNanoseconds = new long[layers + 1];
        for (int layer = 0; layer < layers; layer++) {
            prefixNanoseconds[layer + 1] =
                    prefixNanoseconds[layer] + fastestLayer(layer) + objective.spanNanoseconds(layer, fewestNodes);
        }
    }

    long nanoseconds() {
        long sum = prefixNanoseconds[layers]
                + fastestExtra(0)
                + (shape.stages() > 1 ? fastestExtra(shape.stages() - 1) : 0);
        long replica = objective.replicaNanoseconds(sum, longestStageNanoseconds(), hopNanoseconds());
        return shape.synchronous() ? replica : shape.replicas() * replica;
    }

    /** No placement has a shorter longest stage, in the mean over the replicas. */
    long longestStageNanoseconds() {
        return Math.max(shortestSplit(), workOverSpeed());
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

    private long workOverSpeed() {
        double[] speed = new double[kinds];
        double work = 0;
        for (int item = 0; item < layers + 2; item++) {
            long fastest = itemNanoseconds(item, fastestKind(item));
            work += fastest;
            for (int kind = 0; kind < kinds && fastest > 0; kind++) {
                speed[kind] = Math.max(speed[kind], (double) fastest / itemNanoseconds(item, kind));
            }
        }
        double[] speeds = objective.problem().devices().stream()
                .mapToDouble(device -> speed[device.kind()])
                .boxed()
                .sorted(Comparator.reverseOrder())
                .mapToDouble(Double::doubleValue)
                .toArray();
        double total = 0;
        for (int stage = 1; stage <= shape.replicas() * shape.stages(); stage++) {
            total += speeds[stage * shape.groupsPerStage() - 1];
        }
        return total == 0 ? 0 : (long) (shape.replicas() * work / total * (1 - 1e-12));
    }

    /** Items of work: the layers, then the extras of the first and the last stage. */
    private long itemNanoseconds(int item, int kind) {
        if (item < layers) {
            return objective.layerNanoseconds(item, kind);
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

    private long fastestLayer(int layer) {
        return itemNanoseconds(layer, fastestKind(layer));
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
