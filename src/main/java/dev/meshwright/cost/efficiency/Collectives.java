package dev.meshwright.cost.efficiency;

import dev.meshwright.cost.efficiency.surface.CollectiveSurface;
import dev.meshwright.cost.efficiency.surface.CustomAllReduceSurface;
import dev.meshwright.cost.efficiency.surface.NetworkSurface;

/**
 * Times of the collectives of one family, inside one NVLink domain and across nodes.
 *
 * <p>Message sizes follow the convention of the library's own benchmarks: the whole buffer that an all-reduce reduces,
 * the gathered result of an all-gather, the input of a reduce-scatter, the send buffer of an all-to-all (its own share
 * included). A group of one rank costs nothing.
 *
 * @param allReduce library all-reduce
 * @param allGather library all-gather
 * @param reduceScatter library reduce-scatter
 * @param allToAll library all-to-all with equal shares
 * @param sendReceive one pipeline hop
 * @param customAllReduce the engines' own kernel for small messages
 * @param fusedAllReduce TensorRT-LLM's and FlashInfer's kernel, which can take the norm along
 * @param network what leaving the node costs
 */
public record Collectives(
        CollectiveSurface allReduce,
        CollectiveSurface allGather,
        CollectiveSurface reduceScatter,
        CollectiveSurface allToAll,
        CollectiveSurface sendReceive,
        CustomAllReduceSurface customAllReduce,
        CustomAllReduceSurface fusedAllReduce,
        NetworkSurface network) {

    /** The same where the engine reduces small messages with {@link #fusedAllReduce}. */
    public Collectives fused() {
        return new Collectives(
                allReduce, allGather, reduceScatter, allToAll, sendReceive, fusedAllReduce, fusedAllReduce, network);
    }

    /** Seconds to all-reduce {@code bytes} inside one domain, by the library or the engine's kernel, whichever is faster. */
    public double allReduceSeconds(double bytes, int ranks, double linkBandwidth) {
        if (ranks <= 1) {
            return 0;
        }
        return Math.min(
                allReduce.seconds(bytes, 2 * othersShare(bytes, ranks), ranks, linkBandwidth),
                customAllReduce.seconds(bytes, ranks, linkBandwidth));
    }

    /** Seconds to all-gather a result of {@code bytes} inside one domain. */
    public double allGatherSeconds(double bytes, int ranks, double linkBandwidth) {
        return ranks <= 1 ? 0 : allGather.seconds(bytes, othersShare(bytes, ranks), ranks, linkBandwidth);
    }

    /** Seconds to reduce-scatter an input of {@code bytes} inside one domain. */
    public double reduceScatterSeconds(double bytes, int ranks, double linkBandwidth) {
        return ranks <= 1 ? 0 : reduceScatter.seconds(bytes, othersShare(bytes, ranks), ranks, linkBandwidth);
    }

    /** Seconds of an all-to-all in which each rank sends {@code bytes}, its own share included, inside one domain. */
    public double allToAllSeconds(double bytes, int ranks, double linkBandwidth) {
        return ranks <= 1 ? 0 : allToAll.seconds(bytes, othersShare(bytes, ranks), ranks, linkBandwidth);
    }

    /** Seconds to hand {@code bytes} to a peer in the same domain. */
    public double sendReceiveSeconds(double bytes, double linkBandwidth) {
        return sendReceive.seconds(bytes, bytes, 2, linkBandwidth);
    }

    /** Seconds to hand {@code bytes} to a peer on another node over one network card. */
    public double sendReceiveAcrossNodesSeconds(double bytes, double networkBandwidth) {
        return sendReceive.latencySeconds()
                + network.hopLatencySeconds()
                + network.transferSeconds(bytes, networkBandwidth);
    }

    /** Seconds to all-reduce {@code bytes} over {@code nodes} nodes with {@code ranksPerNode} members on each. */
    public double allReduceAcrossNodesSeconds(
            double bytes, int ranksPerNode, int nodes, double linkBandwidth, double networkBandwidth) {
        return acrossNodesSeconds(allReduce, bytes, 2, ranksPerNode, nodes, linkBandwidth, networkBandwidth);
    }

    /** Seconds to all-gather a result of {@code bytes} over {@code nodes} nodes. */
    public double allGatherAcrossNodesSeconds(
            double bytes, int ranksPerNode, int nodes, double linkBandwidth, double networkBandwidth) {
        return acrossNodesSeconds(allGather, bytes, 1, ranksPerNode, nodes, linkBandwidth, networkBandwidth);
    }

    /** Seconds to reduce-scatter an input of {@code bytes} over {@code nodes} nodes. */
    public double reduceScatterAcrossNodesSeconds(
            double bytes, int ranksPerNode, int nodes, double linkBandwidth, double networkBandwidth) {
        return acrossNodesSeconds(reduceScatter, bytes, 1, ranksPerNode, nodes, linkBandwidth, networkBandwidth);
    }

    /**
     * Seconds of an all-to-all over several nodes: of the {@code bytes} of a rank's send buffer, the share for other nodes
     * leaves over its own card, because no two ranks send the same data.
     */
    public double allToAllAcrossNodesSeconds(
            double bytes, int ranksPerNode, int nodes, double linkBandwidth, double networkBandwidth) {
        if (nodes <= 1) {
            return allToAllSeconds(bytes, ranksPerNode, linkBandwidth);
        }
        double perNode = bytes / nodes;
        double inside = allToAllSeconds(perNode, ranksPerNode, linkBandwidth);
        double outside = network.transferSeconds(bytes - perNode, networkBandwidth);
        double latency = allToAll.latencySeconds() + (nodes - 1) * network.hopLatencySeconds();
        return latency + Math.max(inside, outside);
    }

    /**
     * A hierarchical ring or tree: the members of a node share its cards, so that each card carries 1/ranksPerNode of what
     * crosses nodes; steps between nodes follow a tree; the two transfers are pipelined, the latencies add.
     */
    private double acrossNodesSeconds(
            CollectiveSurface inside,
            double bytes,
            int passes,
            int ranksPerNode,
            int nodes,
            double linkBandwidth,
            double networkBandwidth) {
        double insideSeconds = ranksPerNode <= 1
                ? inside.latencySeconds()
                : inside.seconds(bytes, passes * othersShare(bytes, ranksPerNode), ranksPerNode, linkBandwidth);
        if (nodes <= 1) {
            return ranksPerNode <= 1 ? 0 : insideSeconds;
        }
        double outsideSeconds =
                network.transferSeconds(passes * othersShare(bytes, nodes) / ranksPerNode, networkBandwidth);
        double latency = passes * treeDepth(nodes) * network.hopLatencySeconds();
        return latency + Math.max(insideSeconds, inside.latencySeconds() + outsideSeconds);
    }

    /**
     * Seconds that the data-parallel collectives of training wait beyond {@link #allGatherAcrossNodesSeconds}: they go round a
     * ring, so that each part of a message passes every rank and every node, where a tree passes its depth.
     */
    public double ringSeconds(int ranks, int ranksPerNode, int nodes) {
        return nodes <= 1
                ? 0
                : (ranks - ranksPerNode) * allGather.rankLatencySeconds()
                        + Math.max(0, nodes - 1 - treeDepth(nodes)) * network.hopLatencySeconds();
    }

    private static double othersShare(double bytes, int ranks) {
        return bytes * (ranks - 1) / ranks;
    }

    private static int treeDepth(int nodes) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(nodes - 1);
    }
}
