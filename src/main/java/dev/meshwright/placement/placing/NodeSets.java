package dev.meshwright.placement.placing;

import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.layout.Degrees;
import dev.meshwright.placement.pipeline.DeviceGroup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The sets of a mixed cluster's nodes that degrees are worth placing on.
 *
 * <p>Nodes of one size with the same GPUs are alike, so a set is a number of nodes of each kind. Whether it counts depends on
 * its own nodes alone and not on what else the cluster has: whatever a cluster has more, it keeps the sets, and with them the
 * placements, of the smaller one. A set of several kinds counts if one of its nodes cannot be spared; on another set the
 * placement would leave a node idle, and that set without this node counts. Equal GPUs are all offered at once: a stage
 * may want a node for itself.
 *
 * <p>Where there are many nodes of a kind, not every number of them is tried beside other kinds, see {@link #step}.
 */
final class NodeSets {

    /** More kinds than this are not combined in every way: each by itself, and each with all before it. */
    private static final int MOST_COMBINED = 4;

    private final Cluster cluster;
    private final int needed;
    private final int gpus;
    private final List<Kind> kinds;

    /**
     * Nodes of one size with the same GPUs.
     *
     * @param groups numbers of their node groups
     * @param groupOfNode the group of each, in order
     * @param seats [n] that the first n of them have
     */
    private record Kind(List<Integer> groups, List<Integer> groupOfNode, List<Integer> seats) {

        int count() {
            return groupOfNode.size();
        }

        int[] nodesOfGroup(int number, int groups) {
            int[] nodes = new int[groups];
            groupOfNode.subList(0, number).forEach(group -> nodes[group]++);
            return nodes;
        }
    }

    private record Likeness(int gpusPerNode, Gpu gpu) {}

    private NodeSets(Cluster cluster, Degrees degrees) {
        this.cluster = cluster;
        this.gpus = degrees.gpus();
        this.needed = gpus / degrees.tensor();
        List<DeviceGroup> all = DeviceSeats.groups(cluster, degrees.tensor());
        Map<Likeness, List<Integer>> alike = new LinkedHashMap<>();
        for (int number = 0; number < cluster.nodes().size(); number++) {
            NodeGroup group = cluster.nodes().get(number);
            alike.computeIfAbsent(new Likeness(group.gpusPerNode(), group.gpu()), key -> new ArrayList<>())
                    .add(number);
        }
        this.kinds = alike.values().stream()
                .map(groups -> kind(groups, degrees.tensor(), all))
                .toList();
    }

    /** The sets; that of all nodes where they are alike. */
    static List<NodeSet> of(Cluster cluster, Degrees degrees) {
        return cluster.nodes().size() == 1 ? List.of(NodeSet.all(cluster)) : new NodeSets(cluster, degrees).all();
    }

    /** Whether degrees are not placed on every number of nodes of each kind beside every other: see {@link #step}. */
    static boolean passesOver(Cluster cluster) {
        Map<Likeness, Integer> nodes = new LinkedHashMap<>();
        cluster.nodes()
                .forEach(group ->
                        nodes.merge(new Likeness(group.gpusPerNode(), group.gpu()), group.count(), Integer::sum));
        return nodes.size() > MOST_COMBINED
                || (nodes.size() > 1 && nodes.values().stream().anyMatch(count -> step(count - 1, nodes.size()) > 1));
    }

    private Kind kind(List<Integer> groups, int tensor, List<DeviceGroup> all) {
        List<Integer> groupOfNode = new ArrayList<>();
        List<Integer> seats = new ArrayList<>(List.of(0));
        for (int group : groups) {
            int before = seats.getLast();
            for (int held : seats(group, tensor, all)) {
                groupOfNode.add(group);
                seats.add(before + held);
            }
        }
        return new Kind(List.copyOf(groups), List.copyOf(groupOfNode), List.copyOf(seats));
    }

    /** Seats on the first node of a group, on the first two, and so on. */
    private int[] seats(int number, int tensor, List<DeviceGroup> all) {
        NodeGroup group = cluster.nodes().get(number);
        int firstIsland = cluster.nodes().subList(0, number).stream()
                .mapToInt(other -> Math.ceilDiv(other.gpus(), other.islandSize()))
                .sum();
        int[] seats = new int[group.count()];
        for (DeviceGroup device : all) {
            if (device.kind() == number) {
                int last = (device.firstNode() - firstIsland) * group.islandSize() + device.firstGpu() + tensor - 1;
                seats[last / group.gpusPerNode()]++;
            }
        }
        for (int node = 1; node < seats.length; node++) {
            seats[node] += seats[node - 1];
        }
        return seats;
    }

    private List<NodeSet> all() {
        Set<NodeSet> sets = new LinkedHashSet<>();
        for (int bits = 1; bits < 1 << Math.min(kinds.size(), MOST_COMBINED); bits++) {
            int chosen = bits;
            addOf(
                    IntStream.range(0, kinds.size())
                            .filter(kind -> (chosen >> kind & 1) == 1)
                            .mapToObj(kinds::get)
                            .toList(),
                    sets);
        }
        for (int kind = MOST_COMBINED; kind < kinds.size(); kind++) {
            addOf(List.of(kinds.get(kind)), sets);
            sets.add(whole(kinds.subList(0, kind + 1)));
        }
        return sets.stream().filter(set -> set.gpus(cluster) >= gpus).toList();
    }

    private void addOf(List<Kind> chosen, Set<NodeSet> sets) {
        long gpuKinds = chosen.stream()
                .map(kind -> cluster.nodes().get(kind.groups().getFirst()).gpu())
                .distinct()
                .count();
        if (chosen.size() > 1) {
            combine(chosen, 0, new int[chosen.size()], sets);
        }
        if (gpuKinds == 1) {
            sets.add(whole(chosen));
        }
    }

    private NodeSet whole(List<Kind> chosen) {
        return set(chosen, chosen.stream().mapToInt(Kind::count).toArray());
    }

    private NodeSet set(List<Kind> chosen, int[] numbers) {
        int[] nodes = new int[cluster.nodes().size()];
        for (int kind = 0; kind < numbers.length; kind++) {
            int[] more = chosen.get(kind).nodesOfGroup(numbers[kind], nodes.length);
            for (int group = 0; group < nodes.length; group++) {
                nodes[group] += more[group];
            }
        }
        return NodeSet.of(nodes);
    }

    private void combine(List<Kind> chosen, int next, int[] numbers, Set<NodeSet> sets) {
        if (next == chosen.size()) {
            if (worthTrying(chosen, numbers)) {
                sets.add(set(chosen, numbers));
            }
            return;
        }
        int count = chosen.get(next).count();
        for (int number = 1; number <= count; number++) {
            if (number == count || number % step(number, chosen.size()) == 0) {
                numbers[next] = number;
                combine(chosen, next + 1, numbers, sets);
            }
        }
    }

    /** Whether there are seats enough, and too few without the last nodes of some kind. */
    private boolean worthTrying(List<Kind> chosen, int[] numbers) {
        int held = 0;
        int most = 0;
        for (int kind = 0; kind < numbers.length; kind++) {
            List<Integer> seats = chosen.get(kind).seats();
            int those = seats.get(numbers[kind]);
            held += those;
            most = Math.max(most, those - seats.get(fewer(numbers[kind], numbers.length)));
        }
        return held >= needed && held - needed < most;
    }

    /** The number of nodes that is tried before this one. */
    private static int fewer(int number, int kinds) {
        int rest = number % step(number, kinds);
        return rest > 0 ? number - rest : number - step(number - 1, kinds);
    }

    /**
     * From one number of nodes to the next: 1 below 16 nodes (8 where more than two kinds combine), 2 up to twice as many, and
     * so on.
     */
    private static int step(int number, int kinds) {
        int fine = kinds == 2 ? 8 : 4;
        return Math.max(1, Integer.highestOneBit(Math.max(1, number)) / fine);
    }
}
