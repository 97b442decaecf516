package dev.meshwright.cost.communication;

import dev.meshwright.model.FeedForward.Mixture;

/**
 * Copies of a token that expert parallelism sends, from uniform routing of k distinct experts.
 *
 * <p>Hierarchical exchange (DeepEP "normal"): a token crosses to each distinct remote island once and is handed on
 * inside it to each distinct rank that hosts one of its experts:
 *
 * <pre>
 *   P(island) = 1 - (1 - 1/n)^k          n islands
 *   P(rank)   = 1 - (1 - 1/e)^k          e expert ranks
 *   over NIC  = (n - 1) P(island)
 *   over link = (e - 1) P(rank) - over NIC x P(entry rank is a target) ~ (e - 1) P(rank)
 * </pre>
 *
 * <p>Low-latency exchange: one copy per chosen expert goes straight to its rank, over the NIC when that is on another
 * island: {@code k (n-1)/n} over NIC, {@code k (1/n - 1/e)} over links.
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
     * @param islands islands they lie on, n
     * @param lowLatency whether copies go straight to the ranks
     */
    public static ExpertTraffic of(Mixture mixture, int ranks, int islands, boolean lowLatency) {
        int chosen = mixture.expertsPerToken();
        if (ranks <= 1) {
            return new ExpertTraffic(0, 0, 0);
        }
        if (lowLatency) {
            double remote = chosen * (islands - 1.0) / islands;
            double local = chosen * Math.max(0, 1.0 / islands - 1.0 / ranks);
            return new ExpertTraffic(local, remote, chosen * (1 - 1.0 / ranks));
        }
        double reachesIsland = atLeastOnce(1.0 / islands, chosen);
        if (mixture.groups() > 1 && islands <= mixture.groups()) {
            reachesIsland = Math.min(reachesIsland, atLeastOnce(1.0 / islands, mixture.groupsPerToken()));
        }
        double overNetwork = (islands - 1) * reachesIsland;
        double overLink = (ranks - 1) * atLeastOnce(1.0 / ranks, chosen);
        return new ExpertTraffic(overLink, overNetwork, overLink);
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
