package dev.meshwright.cost.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.Problems;
import dev.meshwright.cost.efficiency.KernelEfficiency;
import dev.meshwright.cost.evaluation.Component;
import dev.meshwright.cost.tally.Tally;
import dev.meshwright.facts.cluster.LinkTopology;
import org.junit.jupiter.api.Test;

class LinksTest {

    private static final KernelEfficiency HOPPER = Problems.EFFICIENCIES.of(Problems.gpu("h100-sxm"));

    private static Links links(double linkBandwidth, double networkBandwidth, double latency) {
        return new Links(HOPPER.collectives(), HOPPER.exchange(), linkBandwidth, networkBandwidth, latency, 8);
    }

    private static Tally allReduce(Links links, double bytes, int ranks, int islands) {
        Tally tally = new Tally();
        links.allReduce(tally, Component.ATTENTION_ALL_REDUCE, bytes, ranks, islands);
        return tally;
    }

    @Test
    void oneRankReducesNothing() {
        assertThat(allReduce(links(450e9, 50e9, 5e-6), 1e9, 1, 1).totalSeconds())
                .isZero();
    }

    @Test
    void ringSendsAlmostTwiceTheMessage() {
        // 1 GB over 8 GPUs: 2 x 7/8 GB, at the fitted fraction of 450 GB/s plus latencies below 1 ms.
        Tally tally = allReduce(links(450e9, 50e9, 5e-6), 1e9, 8, 1);
        assertThat(tally.linkBytes(Component.ATTENTION_ALL_REDUCE)).isEqualTo(2 * 7 / 8.0 * 1e9);
        double wire =
                2 * 7 / 8.0 * 1e9 / (450e9 * HOPPER.collectives().allReduce().bandwidthFraction());
        assertThat(tally.totalSeconds()).isBetween(wire, wire + 1e-3);
    }

    @Test
    void islandsReduceInsideFirst() {
        // 16 GPUs on 2 islands: 2 x 7/8 over links, then 2 x 1/2 of an eighth over each NIC.
        Tally tally = allReduce(links(450e9, 50e9, 5e-6), 1e9, 16, 2);
        assertThat(tally.linkBytes(Component.ATTENTION_ALL_REDUCE)).isEqualTo(2 * 7 / 8.0 * 1e9);
        assertThat(tally.networkBytes(Component.ATTENTION_ALL_REDUCE)).isEqualTo(2 * 1 / 2.0 / 8 * 1e9);
    }

    /** Even where the NIC is faster than the links (PCIe), and however many islands there are. */
    @Test
    void oneIslandIsTheFastest() {
        for (double network : new double[] {12.5e9, 50e9, 400e9}) {
            for (double bytes : new double[] {1e3, 1e6, 1e9}) {
                Links links = links(64e9, network, 5e-6);
                double together = twoCollectives(links, bytes, 1);
                for (int islands : new int[] {2, 4, 8}) {
                    assertThat(twoCollectives(links, bytes, islands))
                            .as("%s bytes over %d islands", bytes, islands)
                            .isGreaterThanOrEqualTo(together);
                }
            }
        }
    }

    private static double twoCollectives(Links links, double bytes, int islands) {
        Tally tally = allReduce(links, bytes, 8, islands);
        links.halfAllReduce(tally, Component.FEED_FORWARD_ALL_REDUCE, bytes, 8, islands);
        return tally.totalSeconds();
    }

    @Test
    void halfAnAllReduceSendsHalf() {
        Tally tally = new Tally();
        links(450e9, 50e9, 5e-6).halfAllReduce(tally, Component.GRADIENT_SYNC, 1e9, 8, 1);
        assertThat(tally.linkBytes(Component.GRADIENT_SYNC)).isEqualTo(7 / 8.0 * 1e9);
    }

    @Test
    void hopsUseLinksOrNic() {
        Tally tally = new Tally();
        links(450e9, 50e9, 5e-6).hop(tally, 1e6, true);
        assertThat(tally.linkBytes(Component.PIPELINE_HOP)).isEqualTo(1e6);
        links(450e9, 50e9, 5e-6).hop(tally, 1e6, false);
        assertThat(tally.networkBytes(Component.PIPELINE_HOP)).isEqualTo(1e6);
    }

    /** Eight GPUs, a link of 64 GB/s for every pair: 448 GB/s together, and any two have their one link. */
    private static Links mesh() {
        return new Links(HOPPER.collectives(), HOPPER.exchange(), 7 * 64e9, 8, LinkTopology.MESH, 50e9, 5e-6, 8);
    }

    @Test
    void groupsOfAMeshHaveTheirOwnLinksAlone() {
        double share = HOPPER.collectives().allReduce().bandwidthFraction();
        // 10 GB over 2, 4 and 8 GPUs with 1, 3 and 7 links of 64 GB/s: 2 (n-1)/n x 10 GB / ((n-1) x 64 GB/s) = 20/n GB
        // / 64
        // GB/s, whatever the group sends.
        for (int ranks : new int[] {2, 4, 8}) {
            double wire = 20e9 / ranks / (64e9 * share);
            assertThat(allReduce(mesh(), 10e9, ranks, 1).totalSeconds())
                    .as("%s ranks", ranks)
                    .isBetween(wire, wire + 1e-3);
        }
        // All eight have what a switch of 448 GB/s gives them.
        assertThat(allReduce(mesh(), 1e9, 8, 1).totalSeconds())
                .isEqualTo(allReduce(links(448e9, 50e9, 5e-6), 1e9, 8, 1).totalSeconds());
    }

    @Test
    void aHopOverAMeshTakesOneLink() {
        Tally tally = new Tally();
        mesh().hop(tally, 1e9, true);
        Tally wide = new Tally();
        links(64e9, 50e9, 5e-6).hop(wide, 1e9, true);
        assertThat(tally.totalSeconds()).isEqualTo(wide.totalSeconds()).isGreaterThan(1e9 / 64e9);
    }

    @Test
    void expertsOfHalfAMeshExchangeOverThreeLinks() {
        Tally four = new Tally();
        mesh().exchange(four, Component.DISPATCH, 1e9, 0, 1e9, 4, false);
        Tally three = new Tally();
        links(3 * 64e9, 50e9, 5e-6).exchange(three, Component.DISPATCH, 1e9, 0, 1e9, 4, false);
        assertThat(four.totalSeconds()).isEqualTo(three.totalSeconds());
    }

    /** Leaving the board never helps, not even where one GPU of each board takes part and has no link to the others. */
    @Test
    void oneBoardOfAMeshIsTheFastest() {
        for (int islands : new int[] {2, 4, 8}) {
            assertThat(twoCollectives(mesh(), 1e8, islands))
                    .as("%s boards", islands)
                    .isGreaterThanOrEqualTo(twoCollectives(mesh(), 1e8, 1));
        }
    }

    @Test
    void statedLatencyBeyondTheUsualOneIsAdded() {
        // 25 us instead of the 5 us that the fitted collectives contain.
        double usual = allReduce(links(450e9, 50e9, 5e-6), 1e6, 16, 2).totalSeconds();
        double slow = allReduce(links(450e9, 50e9, 25e-6), 1e6, 16, 2).totalSeconds();
        assertThat(slow - usual).isCloseTo(20e-6, within(1e-9));
    }

    @Test
    void exchangeTakesTheBusierOfLinksAndNic() {
        Links links = links(450e9, 50e9, 5e-6);
        Tally inside = new Tally();
        links.exchange(inside, Component.DISPATCH, 1e8, 0, 1e8, 8, true);
        Tally across = new Tally();
        links.exchange(across, Component.DISPATCH, 1e8, 1e8, 1e8, 8, true);
        assertThat(across.totalSeconds()).isGreaterThan(1e8 / 50e9).isGreaterThan(inside.totalSeconds());
        assertThat(across.linkBytes(Component.DISPATCH)).isEqualTo(1e8);
        assertThat(across.networkBytes(Component.DISPATCH)).isEqualTo(1e8);
    }
}
