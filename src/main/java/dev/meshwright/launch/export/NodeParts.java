package dev.meshwright.launch.export;

import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.cluster.Device;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Layout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Which node runs which part of which server, by the GPUs of a plan. */
public final class NodeParts {

    private NodeParts() {}

    /**
     * The parts of all servers, server by server; a training is one of them.
     *
     * @param together whether all replicas are one job
     * @throws InvalidInputException where a server has unequal numbers of GPUs on its nodes, which no engine is started on
     */
    public static List<NodePart> of(Layout layout, Cluster cluster, boolean together) {
        Degrees degrees = layout.degrees();
        List<Device> devices = cluster.devices();
        Map<Integer, Integer> sizes = new TreeMap<>();
        devices.forEach(device -> sizes.merge(device.node(), 1, Integer::sum));
        int servers = together ? 1 : degrees.replicas();
        int instances = together ? degrees.replicas() * degrees.pipeline() : degrees.pipeline();
        List<NodePart> parts = new ArrayList<>();
        List<Fault> faults = new ArrayList<>();
        for (int server = 0; server < servers; server++) {
            int first = server * instances;
            Map<Integer, TreeSet<Integer>> byNode = new TreeMap<>();
            IntStream.range(first, first + instances)
                    .flatMap(instance -> Arrays.stream(layout.devices().devices(instance)))
                    .mapToObj(devices::get)
                    .forEach(device -> byNode.computeIfAbsent(device.node(), node -> new TreeSet<>())
                            .add(device.slot()));
            if (byNode.values().stream().map(TreeSet::size).distinct().count() > 1) {
                faults.add(unequal(server, byNode));
                continue;
            }
            int rank = 0;
            int leader = byNode.keySet().iterator().next();
            for (Map.Entry<Integer, TreeSet<Integer>> node : byNode.entrySet()) {
                List<Integer> slots = List.copyOf(node.getValue());
                boolean whole = sizes.getOrDefault(node.getKey(), 0) == slots.size();
                parts.add(new NodePart(server, node.getKey(), rank++, byNode.size(), leader, slots, whole));
            }
        }
        if (!faults.isEmpty()) {
            throw new InvalidInputException(faults);
        }
        return parts;
    }

    private static Fault unequal(int server, Map<Integer, ? extends Set<Integer>> byNode) {
        List<Integer> counts = byNode.values().stream().map(Set::size).toList();
        return new Fault(
                "",
                "/layout/devices",
                "",
                "instance " + server + " has " + counts
                        + " GPUs on its nodes, and engines are started on equal numbers",
                "Maybe degrees whose product divides by the GPUs of a node, or divides them.");
    }
}
