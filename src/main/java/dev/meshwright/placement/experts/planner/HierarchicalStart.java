package dev.meshwright.placement.experts.planner;

import dev.meshwright.placement.experts.PlainLayer;
import dev.meshwright.placement.experts.descent.SwapDescent;
import dev.meshwright.placement.experts.start.EplbStyle;

/**
 * Starts that keep each group of experts on one node: groups onto nodes (heaviest first, then exchanges while the heaviest
 * node gets lighter), then every node on its own as a smaller placement problem, since nothing moves between nodes.
 */
final class HierarchicalStart {

    private HierarchicalStart() {}

    /** [slot] to expert for the profile {@code layer}. */
    static int[] place(PlainLayer layer, int nodes, int groups) {
        int[] nodeOfGroup = nodesOfGroups(layer, nodes, groups);
        int ranksPerNode = layer.ranks() / nodes;
        int slotsPerNode = ranksPerNode * layer.slotsPerRank();
        int expertsPerGroup = layer.experts() / groups;
        int[] physicalToLogical = new int[layer.slots()];
        for (int node = 0; node < nodes; node++) {
            int[] experts = new int[layer.experts() / nodes];
            int count = 0;
            for (int expert = 0; expert < layer.experts(); expert++) {
                if (nodeOfGroup[expert / expertsPerGroup] == node) {
                    experts[count++] = expert;
                }
            }
            PlainLayer inside = layer.inside(experts, ranksPerNode);
            int[] onNode = SwapDescent.descend(inside, ExpertPlacers.greedy(inside));
            for (int slot = 0; slot < slotsPerNode; slot++) {
                physicalToLogical[node * slotsPerNode + slot] = experts[onNode[slot]];
            }
        }
        return physicalToLogical;
    }

    /** [group] to node, equally many groups on each. */
    static int[] nodesOfGroups(PlainLayer layer, int nodes, int groups) {
        double[] loads = groupLoads(layer, groups);
        int[] nodeOf = EplbStyle.pack(groups, nodes, group -> loads[group]);
        double[] onNode = new double[nodes];
        for (int group = 0; group < groups; group++) {
            onNode[nodeOf[group]] += loads[group];
        }
        while (exchange(loads, nodeOf, onNode)) {
            // Each exchange makes the heavier of two nodes lighter.
        }
        return nodeOf;
    }

    private static double[] groupLoads(PlainLayer layer, int groups) {
        double[] loads = new double[groups];
        int expertsPerGroup = layer.experts() / groups;
        for (int expert = 0; expert < layer.experts(); expert++) {
            loads[expert / expertsPerGroup] += layer.share(expert);
        }
        return loads;
    }

    private static boolean exchange(double[] loads, int[] nodeOf, double[] onNode) {
        for (int group = 0; group < loads.length; group++) {
            for (int other = 0; other < loads.length; other++) {
                int node = nodeOf[group];
                int otherNode = nodeOf[other];
                double delta = loads[group] - loads[other];
                if (delta > 0 && node != otherNode && onNode[otherNode] + delta < onNode[node]) {
                    onNode[node] -= delta;
                    onNode[otherNode] += delta;
                    nodeOf[group] = otherNode;
                    nodeOf[other] = node;
                    return true;
                }
            }
        }
        return false;
    }
}
