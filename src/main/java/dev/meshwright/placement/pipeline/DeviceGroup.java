package dev.meshwright.placement.pipeline;

import java.util.ArrayList;
import java.util.List;

/**
 * What one tensor-parallel group can be placed on: consecutive GPUs of one node, or whole consecutive nodes.
 *
 * @param firstNode node of its first GPU
 * @param firstGpu its first GPU within that node
 * @param nodes how many nodes it lies on, 1 unless it is larger than a node
 * @param kind index of the GPU kind
 */
public record DeviceGroup(int firstNode, int firstGpu, int nodes, int kind) {

    /**
     * Equal GPUs that share fast links.
     *
     * @param gpus GPUs in the node
     * @param kind index of the GPU kind
     */
    public record Node(int gpus, int kind) {}

    public DeviceGroup {
        if (firstNode < 0 || firstGpu < 0 || nodes < 1 || kind < 0) {
            throw new IllegalArgumentException("Device group (node %d, GPU %d, %d nodes, kind %d) is impossible."
                    .formatted(firstNode, firstGpu, nodes, kind));
        }
    }

    /**
     * The groups of {@code tensor} GPUs that the nodes offer, in node order. GPUs left over in a node stay unused; a group
     * larger than a node takes whole nodes of the same size and kind.
     */
    public static List<DeviceGroup> split(List<Node> nodes, int tensor) {
        List<DeviceGroup> groups = new ArrayList<>();
        for (int index = 0; index < nodes.size(); ) {
            Node node = nodes.get(index);
            if (tensor <= node.gpus()) {
                for (int gpu = 0; gpu + tensor <= node.gpus(); gpu += tensor) {
                    groups.add(new DeviceGroup(index, gpu, 1, node.kind()));
                }
                index++;
            } else {
                int needed = (tensor + node.gpus() - 1) / node.gpus();
                int end = Math.min(index + needed, nodes.size());
                boolean whole = tensor % node.gpus() == 0
                        && end - index == needed
                        && nodes.subList(index, end).stream().allMatch(node::equals);
                if (whole) {
                    groups.add(new DeviceGroup(index, 0, needed, node.kind()));
                }
                index += whole ? needed : 1;
            }
        }
        return List.copyOf(groups);
    }

    /** True if both lie on the same single node. */
    public boolean sharesNodeWith(DeviceGroup other) {
        return nodes == 1 && other.nodes == 1 && firstNode == other.firstNode;
    }
}
