package dev.meshwright.placement.placing;

import dev.meshwright.cost.PlacementCosts;
import dev.meshwright.layout.ExpertSlots;
import dev.meshwright.placement.experts.SlotCost;
import dev.meshwright.placement.experts.traffic.NodeTraffic;
import java.util.List;

/**
 * What experts and their traffic cost a step by the cost model, in the terms of a placement problem: nanoseconds.
 *
 * @param costs of the degrees
 * @param site number of the node group whose GPUs hold the experts
 */
public record ExpertCosts(PlacementCosts costs, int site) implements SlotCost {

    private static final double NANOSECONDS = 1e9;

    @Override
    public long nanoseconds(int layer, double share) {
        return Math.round(costs.slotSeconds(layer, share, site) * NANOSECONDS);
    }

    @Override
    public int kind(int layer) {
        return costs.kindOfRouted(layer);
    }

    /**
     * What one node more per token costs a layer: the exchange over all islands less that inside one, over the nodes that
     * a token is sent to when experts lie in order.
     *
     * @param nodes that the ranks lie on, equally many ranks each
     * @param traffic of each layer
     * @param experts logical experts of a layer
     * @param inOrder experts in order on the ranks
     */
    public double nanosecondsPerNode(int nodes, List<NodeTraffic> traffic, int experts, ExpertSlots inOrder) {
        List<Double> near = costs.stageSeconds(inOrder, site, 1).layers();
        List<Double> far = costs.stageSeconds(inOrder, site, nodes).layers();
        int layers = inOrder.layers();
        double seconds = 0;
        for (int layer = 0; layer < near.size(); layer++) {
            seconds += Math.max(0, far.get(layer) - near.get(layer)) / layers;
        }
        double sent = 0;
        for (int layer = 0; layer < layers; layer++) {
            int perNode = inOrder.slots(layer) / nodes;
            long[] masks = new long[experts];
            for (int slot = 0; slot < inOrder.slots(layer); slot++) {
                masks[inOrder.logical(layer, slot)] |= 1L << (slot / perNode);
            }
            sent += traffic.get(layer).nodesPerToken(masks) / layers;
        }
        return sent > 1 ? seconds * NANOSECONDS / (sent - 1) : 0;
    }
}
