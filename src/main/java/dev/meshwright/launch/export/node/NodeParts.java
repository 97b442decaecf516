package dev.meshwright.launch.export.node;

import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.cluster.Device;
import dev.meshwright.layout.Cut;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.engine.RankOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
     * @param order of an engine's ranks; without one all replicas are one job
     * @throws InvalidInputException where a server has unequal numbers of GPUs on its nodes or its ranks lie on them in another
     *     order, which no engine is started on
     */
    public static List<NodePart> of(Layout layout, Cluster cluster, Optional<RankOrder> order) {
        Degrees degrees = layout.degrees();
        List<Device> devices = cluster.devices();
        Map<Integer, Integer> sizes = new TreeMap<>();
        devices.forEach(device -> sizes.merge(device.node(), 1, Integer::sum));
        int servers = order.map(known -> known.servers(degrees.cut())).orElse(1);
        List<NodePart> parts = new ArrayList<>();
        List<Fault> faults = new ArrayList<>();
        for (int server = 0; server < servers; server++) {
            List<Device> ranks = (order.isPresent()
                            ? ofServer(server, layout, order.get())
                            : layout.devices().all())
                    .mapToObj(devices::get)
                    .toList();
            Map<Integer, TreeSet<Integer>> byNode = new LinkedHashMap<>();
            ranks.forEach(device -> byNode.computeIfAbsent(device.node(), node -> new TreeSet<>())
                    .add(device.slot()));
            if (!started(server, layout, cluster, order, byNode)) {
                faults.add(unequal(server, byNode, order, degrees));
                continue;
            }
            int rank = 0;
            int leader = ranks.getFirst().node();
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

    private static boolean started(
            int server,
            Layout layout,
            Cluster cluster,
            Optional<RankOrder> order,
            Map<Integer, ? extends Set<Integer>> byNode) {
        return order.map(known -> known.starts(server, layout, cluster))
                .orElseGet(
                        () -> byNode.values().stream().map(Set::size).distinct().count() == 1);
    }

    /** GPUs of a server in the order of its ranks. */
    private static IntStream ofServer(int server, Layout layout, RankOrder order) {
        Cut cut = layout.degrees().cut();
        int own = cut.pipeline() * (cut.replicas() / order.servers(cut));
        int[][] stages = IntStream.range(0, own)
                .mapToObj(stage -> layout.devices().devices(server * own + stage))
                .toArray(int[][]::new);
        return IntStream.range(0, order.gpus(cut))
                .mapToObj(number -> order.seat(cut, number))
                .mapToInt(seat -> stages[seat.stage()][seat.rank()]);
    }

    private static Fault unequal(
            int server, Map<Integer, ? extends Set<Integer>> byNode, Optional<RankOrder> order, Degrees degrees) {
        List<Integer> counts = byNode.values().stream().map(Set::size).toList();
        String mend = "degrees whose product divides by the GPUs of a node, or divides them.";
        return new Fault(
                "",
                "/layout/devices",
                "",
                "instance " + server + " has " + counts + " GPUs on its nodes, and engines are started on equal numbers"
                        + order.map(known -> " that follow their ranks").orElse(""),
                "Maybe "
                        + order.map(known -> "no devices, which are then placed so (on " + known.nodes(degrees.cut())
                                        + " nodes), or ")
                                .orElse("")
                        + mend);
    }
}
