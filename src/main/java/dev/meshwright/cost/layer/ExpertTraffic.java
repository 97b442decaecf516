package dev.meshwright.cost.layer;

import dev.meshwright.facts.model.FeedForward.Mixture;

/**
 * Copies of a token that expert parallelism sends, from uniform routing of k distinct experts.
 *
 * <p>The routed experts lie on e expert ranks of x GPUs each, which split every expert of theirs: a group of g = e x GPUs.
 * A token goes to all x GPUs of an expert. A chosen expert lies on a given rank with probability 1 / e, so a GPU is a target
 * of {@code k / e} copies, and of at least one with probability {@code 1 - (1 - 1/e)^k}. The busiest GPUs are those on the
 * island with the fewest of the group, m: the other g - m are on other islands.
 *
 * <p>Hierarchical exchange (DeepEP's normal kernels; DeepSeek-V3 report, section 3.2.2): a token crosses to each distinct
 * remote island once and is handed on inside it to each distinct GPU that hosts one of its experts. With the others spread
 * evenly, a remote island holds the share {@code f = max((g - m) / (n - 1) / g, 1 / e)} of the expert ranks:
 *
 * <pre>
 *   over NIC  = (n - 1) (1 - (1 - f)^k)          n islands
 *   over link = (g - 1) (1 - (1 - 1/e)^k)
 * </pre>
 *
 * <p>Flat exchange (DeepEP's low-latency kernels): one copy per chosen expert goes straight to its GPUs, over the NIC where
 * they are on another island: {@code k / e (g - m)} over NIC, {@code k / e (m - 1)} over links.
 *
 * <p>Routing limited to {@code groupsPerToken} of {@code groups} (DeepSeek-V3: 4 of 8) caps the islands a token reaches
 * when groups do not straddle islands: {@code P(island) <= 1 - (1 - 1/n)^groupsPerToken} for n up to {@code groups}.
 *
 * @param overLink copies per token over the island's links
 * @param overNetwork copies per token over the NIC
 * @param onOneIsland copies per token over the links if all ranks shared an island
 */
public record ExpertTraffic(double overLink, double overNetwork, double onOneIsland) {

    /**
     * Copies per token.
     *
     * @param mixture the routed layer
     * @param ranks expert ranks, e
     * @param split GPUs that split each expert, x
     * @param spread of the group's GPUs over islands
     * @param flat whether copies go straight to the GPUs of each expert
     */
    public static ExpertTraffic of(Mixture mixture, int ranks, int split, Spread spread, boolean flat) {
        int chosen = mixture.expertsPerToken();
        double gpus = (double) ranks * split;
        int islands = spread.islands();
        double remote = islands == 1 ? 0 : gpus - spread.fewest();
        if (flat) {
            double each = (double) chosen / ranks;
            return new ExpertTraffic(each * Math.max(0, gpus - remote - 1), each * remote, each * (gpus - 1));
        }
        double overLink = (gpus - 1) * atLeastOnce(1.0 / ranks, chosen);
        if (islands == 1) {
            return new ExpertTraffic(overLink, 0, overLink);
        }
        double share = Math.min(1, Math.max(remote / (islands - 1) / gpus, 1.0 / ranks));
        double reachesIsland = atLeastOnce(share, chosen);
        if (mixture.groups() > 1 && islands <= mixture.groups()) {
            reachesIsland = Math.min(reachesIsland, atLeastOnce(share, mixture.groupsPerToken()));
        }
        return new ExpertTraffic(overLink, (islands - 1) * reachesIsland, overLink);
    }

    /** {@code 1 - (1 - probability)^trials}. */
    private static double atLeastOnce(double probability, int trials) {
        double never = 1;
        for (int i = 0; i < trials; i++) {
            never *= 1 - probability;
        }
        return 1 - never;
    }
}
