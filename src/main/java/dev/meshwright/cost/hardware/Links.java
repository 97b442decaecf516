package dev.meshwright.cost.hardware;

import dev.meshwright.cost.efficiency.Collectives;
import dev.meshwright.cost.efficiency.ExpertExchange;
import dev.meshwright.cost.efficiency.surface.ExchangeSurface;
import dev.meshwright.cost.evaluation.Component;
import dev.meshwright.cost.tally.Tally;
import dev.meshwright.facts.cluster.InterNode;
import dev.meshwright.facts.cluster.LinkTopology;

/**
 * The links of one kind of GPU: fast ones inside its island, a NIC to the others. Each method books one collective.
 *
 * <p>Leaving an island never makes a collective faster: across islands it takes at least what it would take on one. Without
 * that the NIC would be a second lane beside the links, and ranks scattered over islands of slow links (PCIe, which the
 * NIC shares) would beat ranks on one.
 *
 * <p>Groups of some GPUs of a mesh have their links to each other alone ({@link LinkTopology#bandwidth}).
 *
 * <p>An assumed link efficiency scales what the fitted surfaces reach of the data-sheet bandwidth.
 */
public final class Links {

    private final Collectives collectives;
    private final ExpertExchange exchange;
    private final double linkBandwidth;
    private final int linkDomain;
    private final LinkTopology topology;
    private final double networkBandwidth;
    private final double extraNetworkLatencySeconds;
    private final int islandSize;

    /** Links of a GPU that a switch joins to the others of its island; the parameters are those of the other constructor. */
    public Links(
            Collectives collectives,
            ExpertExchange exchange,
            double linkBandwidth,
            double networkBandwidth,
            double networkLatencySeconds,
            int islandSize) {
        this(
                collectives,
                exchange,
                linkBandwidth,
                islandSize,
                LinkTopology.SWITCH,
                networkBandwidth,
                networkLatencySeconds,
                islandSize);
    }

    /**
     * Links of a GPU.
     *
     * @param collectives fitted collectives of its family
     * @param exchange fitted expert dispatch and combine of its family
     * @param linkBandwidth bytes/s one way inside the island, all links together
     * @param linkDomain GPUs that the links can join
     * @param topology how they join them
     * @param networkBandwidth bytes/s one way of its NIC share
     * @param networkLatencySeconds time of the smallest message between islands
     * @param islandSize GPUs of an island
     */
    public Links(
            Collectives collectives,
            ExpertExchange exchange,
            double linkBandwidth,
            int linkDomain,
            LinkTopology topology,
            double networkBandwidth,
            double networkLatencySeconds,
            int islandSize) {
        this.collectives = collectives;
        this.exchange = exchange;
        this.linkBandwidth = linkBandwidth;
        this.linkDomain = linkDomain;
        this.topology = topology;
        this.networkBandwidth = networkBandwidth;
        this.extraNetworkLatencySeconds = Math.max(0, networkLatencySeconds - InterNode.DEFAULT_LATENCY_SECONDS);
        this.islandSize = islandSize;
    }

    /** GPUs of an island of fast links. */
    public int islandSize() {
        return islandSize;
    }

    /** Bytes/s one way inside the island, all links together. */
    public double linkBandwidth() {
        return linkBandwidth;
    }

    /** Bytes/s one way that one of {@code ranks} GPUs of an island has to the others of the group. */
    private double linkBandwidth(int ranks) {
        return topology.bandwidth(linkBandwidth, linkDomain, ranks);
    }

    /** Bytes/s one way of this GPU's share of the NICs. */
    public double networkBandwidth() {
        return networkBandwidth;
    }

    /** Books the sum of {@code bytes} over {@code ranks} GPUs that lie on {@code islands} islands. */
    public void allReduce(Tally tally, Component component, double bytes, int ranks, int islands) {
        if (ranks <= 1) {
            return;
        }
        if (islands <= 1) {
            double seconds = collectives.allReduceSeconds(bytes, ranks, linkBandwidth(ranks));
            tally.communicate(component, seconds, 2 * bytes * (ranks - 1) / ranks, 0);
            return;
        }
        int perIsland = Math.max(1, Math.ceilDiv(ranks, islands));
        double across = extraNetworkLatencySeconds
                + collectives.allReduceAcrossNodesSeconds(
                        bytes, perIsland, islands, linkBandwidth(perIsland), networkBandwidth);
        double seconds = Math.max(across, collectives.allReduceSeconds(bytes, ranks, linkBandwidth(ranks)));
        tally.communicate(
                component,
                seconds,
                2 * bytes * (perIsland - 1) / perIsland,
                2 * bytes * (islands - 1) / islands / perIsland);
    }

    /** Books half an all-reduce: reduce-scatter or all-gather of {@code bytes} over {@code ranks} GPUs. */
    public void halfAllReduce(Tally tally, Component component, double bytes, int ranks, int islands) {
        halfAllReduce(tally, component, bytes, 1, 0, ranks, islands);
    }

    /**
     * The same in {@code buckets} messages one after the other, each round a ring of all ranks, as copies of weights share
     * gradients.
     */
    public void ring(Tally tally, Component component, double bytes, double buckets, int ranks, int islands) {
        int perIsland = Math.max(1, Math.ceilDiv(ranks, islands));
        double steps = collectives.ringSeconds(ranks, perIsland, islands);
        halfAllReduce(tally, component, bytes, buckets, steps, ranks, islands);
    }

    private void halfAllReduce(
            Tally tally, Component component, double bytes, double messages, double steps, int ranks, int islands) {
        if (ranks <= 1) {
            return;
        }
        int perIsland = Math.max(1, Math.ceilDiv(ranks, islands));
        double message = bytes / messages;
        double seconds = collectives.allGatherSeconds(message, ranks, linkBandwidth(ranks));
        if (islands > 1) {
            double across = extraNetworkLatencySeconds
                    + steps
                    + collectives.allGatherAcrossNodesSeconds(
                            message, perIsland, islands, linkBandwidth(perIsland), networkBandwidth);
            seconds = Math.max(seconds, across);
        }
        seconds *= messages;
        double overNetwork = islands <= 1 ? 0 : bytes * (islands - 1) / islands / perIsland;
        tally.communicate(component, seconds, bytes * (perIsland - 1) / perIsland, overNetwork);
    }

    /** Books a transfer of {@code bytes} to the next pipeline stage. */
    public void hop(Tally tally, double bytes, boolean sameIsland) {
        if (sameIsland) {
            double seconds = collectives.sendReceiveSeconds(bytes, linkBandwidth(2));
            tally.communicate(Component.PIPELINE_HOP, seconds, bytes, 0);
        } else {
            double seconds =
                    extraNetworkLatencySeconds + collectives.sendReceiveAcrossNodesSeconds(bytes, networkBandwidth);
            tally.communicate(Component.PIPELINE_HOP, seconds, 0, bytes);
        }
    }

    /**
     * Books an expert dispatch or combine.
     *
     * @param component {@link Component#DISPATCH} or {@link Component#COMBINE}
     * @param overLinks bytes of the busiest GPU over the island's links
     * @param overNetwork bytes of the busiest GPU over its NIC
     * @param onOneIsland bytes of the busiest GPU over the links if all ranks shared an island
     * @param ranks GPUs that exchange; on a mesh each has its links to the others alone
     * @param lowLatency whether tokens go straight to their experts' ranks, as engines do in decode
     */
    public void exchange(
            Tally tally,
            Component component,
            double overLinks,
            double overNetwork,
            double onOneIsland,
            int ranks,
            boolean lowLatency) {
        ExchangeSurface surface;
        if (component == Component.DISPATCH) {
            surface = lowLatency ? exchange.lowLatencyDispatch() : exchange.dispatch();
        } else {
            surface = lowLatency ? exchange.lowLatencyCombine() : exchange.combine();
        }
        double seconds = surface.seconds(onOneIsland, overNetwork, linkBandwidth(ranks), networkBandwidth);
        double extra = overNetwork > 0 ? extraNetworkLatencySeconds : 0;
        tally.communicate(component, seconds + extra, overLinks, overNetwork);
    }
}
