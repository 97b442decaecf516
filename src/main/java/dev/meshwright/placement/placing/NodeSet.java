package dev.meshwright.placement.placing;

import dev.meshwright.facts.cluster.Cluster;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Nodes of a cluster.
 *
 * @param nodesOfGroup how many of each node group, its first ones
 */
record NodeSet(List<Integer> nodesOfGroup) {

    NodeSet {
        nodesOfGroup = List.copyOf(nodesOfGroup);
    }

    static NodeSet of(int[] nodesOfGroup) {
        return new NodeSet(Arrays.stream(nodesOfGroup).boxed().toList());
    }

    /** Every node of {@code cluster}. */
    static NodeSet all(Cluster cluster) {
        return whole(cluster, IntStream.range(0, cluster.nodes().size()).toArray());
    }

    /** Every node of some groups. */
    static NodeSet whole(Cluster cluster, int[] groups) {
        int[] nodes = new int[cluster.nodes().size()];
        for (int group : groups) {
            nodes[group] = cluster.nodes().get(group).count();
        }
        return of(nodes);
    }

    /** GPUs of each node group. */
    List<Integer> gpusOfGroup(Cluster cluster) {
        return IntStream.range(0, nodesOfGroup.size())
                .mapToObj(group ->
                        nodesOfGroup.get(group) * cluster.nodes().get(group).gpusPerNode())
                .toList();
    }

    int gpus(Cluster cluster) {
        return gpusOfGroup(cluster).stream().mapToInt(Integer::intValue).sum();
    }

    /** Numbers of the groups that it has nodes of. */
    List<Integer> groups() {
        return IntStream.range(0, nodesOfGroup.size())
                .filter(group -> nodesOfGroup.get(group) > 0)
                .boxed()
                .toList();
    }
}
