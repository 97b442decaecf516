package dev.meshwright.facts.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * The GPUs at hand, numbered node by node in the order of the groups.
 *
 * @param nodes groups of equal nodes; several groups make a mixed cluster
 * @param interNode the network between islands
 */
public record Cluster(List<NodeGroup> nodes, InterNode interNode) {

    /** More GPUs than any cluster has; every one becomes an object. */
    public static final int MOST_GPUS = 1_000_000;

    public Cluster {
        nodes = List.copyOf(nodes);
    }

    /** All GPUs. */
    public int gpus() {
        return nodes.stream().mapToInt(NodeGroup::gpus).sum();
    }

    /** All nodes. */
    public int nodeCount() {
        return nodes.stream().mapToInt(NodeGroup::count).sum();
    }

    /** Groups of {@code size} GPUs that fit, none of them on several islands. */
    public int groupsInIslands(int size) {
        return nodes.stream().mapToInt(group -> group.groupsInIslands(size)).sum();
    }

    /** Whether GPUs of more than one kind are present. */
    public boolean mixed() {
        return nodes.stream().map(NodeGroup::gpu).distinct().count() > 1;
    }

    /** Bytes/s one way per GPU of {@code group} to other islands. */
    public double networkBandwidth(NodeGroup group) {
        return interNode.bandwidth().orElse(group.gpu().networkBandwidth());
    }

    /** Every GPU with its place. */
    public List<Device> devices() {
        List<Device> devices = new ArrayList<>(gpus());
        int node = 0;
        int firstIsland = 0;
        for (NodeGroup group : nodes) {
            int islandSize = group.islandSize();
            for (int index = 0; index < group.gpus(); index++) {
                int island = firstIsland + index / islandSize;
                devices.add(new Device(
                        devices.size(),
                        node + index / group.gpusPerNode(),
                        index % group.gpusPerNode(),
                        island,
                        group.gpu()));
            }
            node += group.count();
            firstIsland += Math.ceilDiv(group.gpus(), islandSize);
        }
        return List.copyOf(devices);
    }

    /** Watts of the boards of some GPUs, as their data sheets state it; empty where one is unknown or of no such GPU. */
    public OptionalDouble boardPower(IntStream indices) {
        List<Device> all = devices();
        double[] watts = indices.mapToDouble(
                        index -> index < all.size() ? all.get(index).gpu().powerWatts() : 0)
                .toArray();
        boolean known = Arrays.stream(watts).allMatch(power -> power > 0);
        return known ? OptionalDouble.of(Arrays.stream(watts).sum()) : OptionalDouble.empty();
    }
}
