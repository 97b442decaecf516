package dev.meshwright.launch.export.node;

import java.util.List;

/**
 * The part of a server that lies on one node.
 *
 * @param server number of it, from 0
 * @param node number in the cluster, from 0
 * @param rank number of the node within the server, from 0
 * @param nodes of the server
 * @param leaderNode number of its first node in the cluster
 * @param slots of its GPUs on the node, ascending
 * @param whole whether these are all GPUs of the node
 */
public record NodePart(int server, int node, int rank, int nodes, int leaderNode, List<Integer> slots, boolean whole) {

    public NodePart {
        slots = List.copyOf(slots);
    }

    /** GPUs of the server on this node. */
    public int gpus() {
        return slots.size();
    }
}
