package dev.meshwright.cost.pool;

import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.cluster.Device;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.Pools;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** On which groups of a cluster's nodes pools lie. */
final class PoolGroups {

    private final Cluster cluster;

    PoolGroups(Cluster cluster) {
        this.cluster = cluster;
    }

    /** The group of nodes that all GPUs of a pool are of; empty where they are of several. */
    Optional<Integer> group(Layout pool) {
        int[] gpus = pool.devices().all().sorted().toArray();
        for (int group = 0; group < cluster.nodes().size(); group++) {
            int first = first(group);
            int end = first + cluster.nodes().get(group).gpus();
            if (gpus.length > 0 && gpus[0] >= first && gpus[gpus.length - 1] < end) {
                return Optional.of(group);
            }
        }
        return Optional.empty();
    }

    /** Number of the first GPU of a group. */
    int first(int group) {
        return cluster.nodes().subList(0, group).stream()
                .mapToInt(NodeGroup::gpus)
                .sum();
    }

    /** Whether all GPUs of both pools lie in one island. */
    boolean inside(Pools pools) {
        List<Device> devices = cluster.devices();
        return pools.devices().map(gpu -> devices.get(gpu).island()).distinct().count() == 1;
    }

    /** The node group of a pool's GPUs whose NICs are slowest. */
    NodeGroup slowest(Layout pool) {
        NodeGroup slowest = null;
        int first = 0;
        for (NodeGroup group : cluster.nodes()) {
            int from = first;
            boolean used = pool.devices().all().anyMatch(gpu -> gpu >= from && gpu < from + group.gpus());
            if (used && (slowest == null || cluster.networkBandwidth(group) < cluster.networkBandwidth(slowest))) {
                slowest = group;
            }
            first += group.gpus();
        }
        if (slowest == null) {
            throw new IllegalArgumentException("a pool lies on no GPU of the cluster");
        }
        return slowest;
    }

    /** The same pool on the GPUs that the cost model of its group alone knows. */
    Layout alone(Layout pool) {
        Optional<Integer> group = group(pool);
        if (cluster.nodes().size() == 1 || group.isEmpty()) {
            return pool;
        }
        int first = first(group.get());
        int[] own = IntStream.range(0, first + cluster.nodes().get(group.get()).gpus())
                .map(gpu -> gpu - first)
                .toArray();
        return new Layout(
                pool.degrees(), pool.stages(), pool.experts(), pool.devices().on(own));
    }
}
