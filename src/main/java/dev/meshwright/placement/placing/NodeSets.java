package dev.meshwright.placement.placing;

import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.layout.Degrees;
import dev.meshwright.placement.pipeline.DeviceGroup;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The sets of a mixed cluster's nodes that degrees are worth placing on.
 *
 * <p>Nodes of a group are alike, so a set is a number of nodes of each. Whether it counts depends on its own nodes alone and
 * not on what else the cluster has: whatever a cluster has more, it keeps the sets, and with them the placements, of the
 * smaller one. A set of several groups counts if one of its nodes cannot be spared; of another set the placement would
 * leave a node idle, and that set without this node counts. Equal GPUs of a group are all offered: a stage may want a
 * node for itself.
 */
final class NodeSets {

    /** More groups than this are not combined in every way: each by itself, and each with all before it. */
    private static final int MOST_COMBINED = 4;

    private final Cluster cluster;
    private final int needed;
    private final int gpus;

    /** [group][n] to the seats that its first n nodes have. */
    private final List<int[]> seats;

    /**
     * Sets for {@code degrees}.
     *
     * @param groups what tensor groups of the cluster can sit on
     */
    private NodeSets(Cluster cluster, Degrees degrees, List<DeviceGroup> groups) {
        this.cluster = cluster;
        this.gpus = degrees.gpus();
        this.needed = gpus / degrees.tensor();
        this.seats = IntStream.range(0, cluster.nodes().size())
                .mapToObj(group -> seats(cluster, group, degrees.tensor(), groups))
                .toList();
    }

    /** The sets, those of fewer groups not behind those that have these and more. */
    static List<NodeSet> of(Cluster cluster, Degrees degrees) {
        if (cluster.nodes().size() == 1) {
            return List.of(NodeSet.all(cluster));
        }
        return new NodeSets(cluster, degrees, DeviceSeats.groups(cluster, degrees.tensor())).all();
    }

    private static int[] seats(Cluster cluster, int number, int tensor, List<DeviceGroup> all) {
        NodeGroup group = cluster.nodes().get(number);
        int[] seats = new int[group.count() + 1];
        int firstIsland = 0;
        for (int before = 0; before < number; before++) {
            NodeGroup other = cluster.nodes().get(before);
            firstIsland += Math.ceilDiv(other.gpus(), other.islandSize());
        }
        for (DeviceGroup device : all) {
            if (device.kind() == number) {
                int end = (device.firstNode() - firstIsland) * group.islandSize() + device.firstGpu() + tensor;
                seats[Math.ceilDiv(end, group.gpusPerNode())]++;
            }
        }
        for (int nodes = 1; nodes < seats.length; nodes++) {
            seats[nodes] += seats[nodes - 1];
        }
        return seats;
    }

    private List<NodeSet> all() {
        int count = cluster.nodes().size();
        Set<NodeSet> sets = new LinkedHashSet<>();
        for (int bits = 1; bits < 1 << Math.min(count, MOST_COMBINED); bits++) {
            int chosen = bits;
            addOf(IntStream.range(0, count).filter(group -> (chosen >> group & 1) == 1).toArray(), sets);
        }
        for (int group = MOST_COMBINED; group < count; group++) {
            addOf(new int[] {group}, sets);
            sets.add(NodeSet.whole(cluster, IntStream.rangeClosed(0, group).toArray()));
        }
        return sets.stream().filter(set -> set.gpus(cluster) >= gpus).toList();
    }

    private void addOf(int[] groups, Set<NodeSet> sets) {
        boolean equal = IntStream.of(groups)
                        .mapToObj(group -> cluster.nodes().get(group).gpu())
                        .distinct()
                        .count()
                == 1;
        if (groups.length > 1) {
            combine(groups, 0, 0, new int[cluster.nodes().size()], sets);
        }
        if (equal) {
            sets.add(NodeSet.whole(cluster, groups));
        }
    }

    private void combine(int[] groups, int next, int held, int[] nodes, Set<NodeSet> sets) {
        if (next == groups.length) {
            if (held >= needed && !spares(groups, nodes, held - needed)) {
                sets.add(NodeSet.of(nodes));
            }
            return;
        }
        int group = groups[next];
        for (int number : numbers(cluster.nodes().get(group).count(), groups.length)) {
            nodes[group] = number;
            combine(groups, next + 1, held + seats.get(group)[number], nodes, sets);
        }
        nodes[group] = 0;
    }

    /** Whether every group has a last step of nodes that could stay away. */
    private boolean spares(int[] groups, int[] nodes, int idle) {
        return IntStream.of(groups).allMatch(group -> {
            int[] held = seats.get(group);
            return held[nodes[group]] - held[before(nodes[group], groups.length)] <= idle;
        });
    }

    /**
     * Numbers of nodes to try: all small ones, of larger ones those with few leading bits, and all that there are. Pairs of
     * groups have finer steps than three or four at once.
     */
    private static List<Integer> numbers(int count, int groups) {
        List<Integer> numbers = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            if (number == count || number % step(number, groups) == 0) {
                numbers.add(number);
            }
        }
        return numbers;
    }

    private static int before(int number, int groups) {
        int step = step(number, groups);
        int rest = number % step;
        if (rest > 0) {
            return number - rest;
        }
        return number - step(number - 1, groups);
    }

    /** 1 up to 8 nodes (4 where more than two groups combine), 2 up to twice as many, and so on. */
    private static int step(int number, int groups) {
        int fine = groups == 2 ? 8 : 4;
        return Math.max(1, Integer.highestOneBit(Math.max(1, number)) * 2 / fine);
    }
}
