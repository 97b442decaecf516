package dev.meshwright.layout.engine;

import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.cluster.Device;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.layout.Cut;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.DeviceMap;
import dev.meshwright.layout.Layout;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * In which order an engine counts the ranks of a server, and in which parts it takes them from several nodes: it is started on
 * each node with the same number of GPUs, and the first of its ranks are on the first node.
 */
public enum RankOrder {
    /** Stage by stage, in any equal parts. */
    STAGES {
        @Override
        boolean parts(Cut cut, int nodes) {
            return gpus(cut) % nodes == 0;
        }
    },
    /** Stage by stage, a node having whole stages or a stage whole nodes. */
    WHOLE_STAGES {
        @Override
        boolean parts(Cut cut, int nodes) {
            return gpus(cut) % nodes == 0 && (cut.pipeline() % nodes == 0 || nodes % cut.pipeline() == 0);
        }
    },
    /** Attention copy by attention copy, each with all of its stages: copies are whole on a node where there are several. */
    COPIES {
        @Override
        boolean parts(Cut cut, int nodes) {
            return cut.data() == 1 ? gpus(cut) % nodes == 0 : cut.data() % nodes == 0;
        }

        @Override
        public Seat seat(Cut cut, int number) {
            int copy = number / (cut.tensor() * cut.pipeline());
            int within = number % (cut.tensor() * cut.pipeline());
            return new Seat(within / cut.tensor(), copy * cut.tensor() + within % cut.tensor());
        }
    },
    /** All copies are one job, in any equal parts: which rank is where follows from the order of its groups. */
    JOB {
        @Override
        boolean parts(Cut cut, int nodes) {
            return gpus(cut) % nodes == 0;
        }

        @Override
        public int servers(Cut cut) {
            return 1;
        }

        @Override
        boolean starts(int server, Cut cut, DeviceMap map, List<Device> devices) {
            Map<Integer, Integer> onNode = new HashMap<>();
            map.all().forEach(device -> onNode.merge(devices.get(device).node(), 1, Integer::sum));
            return onNode.values().stream().distinct().count() == 1;
        }
    };

    /**
     * A rank of a server.
     *
     * @param stage of it, those of all copies one after the other where these are one server
     * @param rank within the stage
     */
    public record Seat(int stage, int rank) {}

    /** Whether a server of that cut is started on so many nodes, in equal parts. */
    abstract boolean parts(Cut cut, int nodes);

    /** Servers that are started by themselves: every copy, or all of them together. */
    public int servers(Cut cut) {
        return Math.max(1, cut.replicas());
    }

    /** GPUs of a server. */
    public int gpus(Cut cut) {
        return cut.gpusPerReplica() * (cut.replicas() / servers(cut));
    }

    /** The rank that an engine counts as that number of a server, from 0. */
    public Seat seat(Cut cut, int number) {
        int ranks = cut.tensor() * cut.data();
        return new Seat(number / ranks, number % ranks);
    }

    /** Numbers of nodes that a server can be started on, ascending. */
    public List<Integer> nodes(Cut cut) {
        return IntStream.rangeClosed(1, gpus(cut))
                .filter(nodes -> parts(cut, nodes))
                .boxed()
                .toList();
    }

    /** Whether some server of that cut could be started on nodes of a cluster; a cluster that is too small is another matter. */
    boolean seats(Cut cut, Cluster cluster) {
        int largest =
                cluster.nodes().stream().mapToInt(NodeGroup::gpusPerNode).max().orElse(0);
        double copies = cut.replicas() / (double) servers(cut);
        double wanted = (double) cut.tensor() * cut.data() * cut.pipeline() * copies;
        if (wanted <= largest || wanted > cluster.gpus()) {
            return true;
        }
        return IntStream.rangeClosed(Math.ceilDiv(gpus(cut), largest), Math.min(gpus(cut), cluster.nodeCount()))
                .anyMatch(nodes -> parts(cut, nodes) && nodes <= holding(cluster, gpus(cut) / nodes));
    }

    private static int holding(Cluster cluster, int gpus) {
        return cluster.nodes().stream()
                .filter(group -> group.gpusPerNode() >= gpus)
                .mapToInt(NodeGroup::count)
                .sum();
    }

    /** Whether every server is started where a layout has it: on equal parts of its nodes, in the engine's order. */
    boolean starts(Degrees degrees, DeviceMap map, Cluster cluster) {
        List<Device> devices = cluster.devices();
        if (map.all().anyMatch(device -> device < 0 || device >= devices.size())) {
            return true;
        }
        return IntStream.range(0, servers(degrees.cut()))
                .allMatch(server -> starts(server, degrees.cut(), map, devices));
    }

    /** The same of one server. */
    public boolean starts(int server, Layout layout, Cluster cluster) {
        return starts(server, layout.degrees().cut(), layout.devices(), cluster.devices());
    }

    boolean starts(int server, Cut cut, DeviceMap map, List<Device> devices) {
        int[][] stages = IntStream.range(0, cut.pipeline())
                .mapToObj(stage -> map.devices(server * cut.pipeline() + stage))
                .toArray(int[][]::new);
        int[] nodes = IntStream.range(0, gpus(cut))
                .mapToObj(number -> seat(cut, number))
                .mapToInt(seat -> devices.get(stages[seat.stage()][seat.rank()]).node())
                .toArray();
        Set<Integer> seen = new HashSet<>();
        IntStream.of(nodes).forEach(seen::add);
        if (!parts(cut, seen.size())) {
            return false;
        }
        int part = nodes.length / seen.size();
        return IntStream.range(0, nodes.length).allMatch(number -> nodes[number] == nodes[number / part * part]);
    }
}
