package dev.meshwright.cost.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.facts.model.FeedForward.Mixture;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpertTrafficTest {

    private static final long SEED = 4711;
    private static final int TOKENS = 40_000;

    private static Mixture mixture(int experts, int perToken) {
        return new Mixture(experts, perToken, 2048, 0);
    }

    @Test
    void oneRankSendsNothing() {
        assertThat(ExpertTraffic.of(mixture(8, 2), 1, 1, Spread.even(1, 1), true))
                .isEqualTo(new ExpertTraffic(0, 0, 0));
    }

    @Test
    void lowLatencySendsOneCopyPerChosenExpert() {
        // k = 8, 32 ranks on 4 islands: 3/4 of the experts are on other islands, 1/4 - 1/32 on other ranks of this one.
        ExpertTraffic copies = ExpertTraffic.of(mixture(256, 8), 32, 1, Spread.even(32, 4), true);
        assertThat(copies.overNetwork()).isEqualTo(8 * 3 / 4.0);
        assertThat(copies.overLink()).isCloseTo(8 * (1 / 4.0 - 1 / 32.0), within(1e-12));
        assertThat(copies.overNetwork() + copies.overLink())
                .as("all but the own rank's")
                .isEqualTo(8 * 31 / 32.0);
        assertThat(copies.onOneIsland()).isEqualTo(8 * 31 / 32.0);
    }

    @Test
    void hierarchicalExchangeCrossesOncePerIsland() {
        // k = 2 on 4 islands: 3 others, each reached with 1 - (3/4)^2 = 7/16; 15 other ranks with 1 - (15/16)^2.
        ExpertTraffic copies = ExpertTraffic.of(mixture(16, 2), 16, 1, Spread.even(16, 4), false);
        assertThat(copies.overNetwork()).isEqualTo(3 * 7 / 16.0);
        assertThat(copies.overLink()).isEqualTo(15 * (1 - 15.0 * 15 / 256));
    }

    @Test
    void routingInGroupsLimitsTheIslands() {
        // DeepSeek-V3 on 8 islands, a group each: 4 groups per token reach 7 * (1 - (7/8)^4), not 7 * (1 - (7/8)^8).
        Mixture grouped = new Mixture(256, 8, 2048, true, false, 2048, false, 0, 8, 4);
        assertThat(ExpertTraffic.of(grouped, 64, 1, Spread.even(64, 8), false).overNetwork())
                .isCloseTo(7 * (1 - Math.pow(7 / 8.0, 4)), within(1e-12));
    }

    /** Seven GPUs that split every expert, six on one island and one on the next: each token goes to all seven. */
    @Test
    void gpusThatSplitAnExpertAllGetItsTokens() {
        // e = 1, x = 7, k = 2: hierarchical, a token crosses once and reaches 6 other GPUs.
        ExpertTraffic hierarchical = ExpertTraffic.of(mixture(8, 2), 1, 7, new Spread(2, 1), false);
        assertThat(hierarchical.overNetwork()).isEqualTo(1);
        assertThat(hierarchical.overLink()).isEqualTo(6);
        // Flat, a copy for each of the 2 chosen experts to each of the 6 others, all of them on the other island.
        ExpertTraffic flat = ExpertTraffic.of(mixture(8, 2), 1, 7, new Spread(2, 1), true);
        assertThat(flat.overNetwork()).isEqualTo(2 * 6);
        assertThat(flat.overLink()).isZero();
        // On one island nothing crosses, but the copies are sent all the same.
        ExpertTraffic together = ExpertTraffic.of(mixture(8, 2), 1, 7, new Spread(1, 7), true);
        assertThat(together).isEqualTo(new ExpertTraffic(2 * 6, 0, 2 * 6));
    }

    /** The GPU that is alone on its island sends 6/7 of its copies over the NIC; with an even spread it would be half. */
    @Test
    void aStraddlingGroupIsAsFastAsItsLoneliestGpu() {
        ExpertTraffic straddling = ExpertTraffic.of(mixture(7, 2), 7, 1, new Spread(2, 1), true);
        assertThat(straddling.overNetwork()).isCloseTo(2 / 7.0 * 6, within(1e-12));
        ExpertTraffic even = ExpertTraffic.of(mixture(7, 2), 7, 1, Spread.even(7, 2), true);
        assertThat(even.overNetwork()).isCloseTo(2 / 2.0, within(1e-12));
        // Hierarchical: the other island holds 6 of 7 experts, 1 - (1/7)^2 of the tokens cross.
        ExpertTraffic handedOn = ExpertTraffic.of(mixture(7, 2), 7, 1, new Spread(2, 1), false);
        assertThat(handedOn.overNetwork()).isCloseTo(1 - 1 / 49.0, within(1e-12));
    }

    /** What the bound of degrees takes, an even spread over the fewest islands, no spread undercuts. */
    @Test
    void theEvenSpreadSendsLeast() {
        for (boolean flat : new boolean[] {true, false}) {
            for (int gpus = 2; gpus <= 24; gpus++) {
                for (int islands = Math.ceilDiv(gpus, 8); islands <= Math.min(gpus, 4); islands++) {
                    double least = ExpertTraffic.of(
                                    mixture(96, 4), gpus, 1, Spread.even(gpus, Math.ceilDiv(gpus, 8)), flat)
                            .overNetwork();
                    for (int fewest = 1; fewest <= gpus / islands; fewest++) {
                        double some = ExpertTraffic.of(mixture(96, 4), gpus, 1, new Spread(islands, fewest), flat)
                                .overNetwork();
                        assertThat(some)
                                .as("%d GPUs, %d islands, %d on one", gpus, islands, fewest)
                                .isGreaterThanOrEqualTo(least - 1e-12);
                    }
                }
            }
        }
    }

    /** Routing without repetition reaches a little more than the closed form, which draws with repetition: within 4 %. */
    @ParameterizedTest
    @CsvSource({"256, 8, 32, 4", "256, 8, 16, 2", "128, 8, 16, 2", "8, 2, 8, 1", "128, 4, 64, 8"})
    void closedFormIsTheMeanOfRandomRouting(int experts, int perToken, int ranks, int islands) {
        Random random = new Random(SEED);
        long links = 0;
        long network = 0;
        long remoteExperts = 0;
        for (int token = 0; token < TOKENS; token++) {
            int home = random.nextInt(ranks);
            int homeIsland = home * islands / ranks;
            BitSet reachedRanks = new BitSet();
            BitSet reachedIslands = new BitSet();
            for (int expert : distinct(random, experts, perToken)) {
                int rank = expert * ranks / experts;
                reachedRanks.set(rank);
                reachedIslands.set(rank * islands / ranks);
                remoteExperts += rank * islands / ranks == homeIsland ? 0 : 1;
            }
            reachedRanks.clear(home);
            reachedIslands.clear(homeIsland);
            links += reachedRanks.cardinality();
            network += reachedIslands.cardinality();
        }
        ExpertTraffic hierarchical =
                ExpertTraffic.of(mixture(experts, perToken), ranks, 1, Spread.even(ranks, islands), false);
        ExpertTraffic lowLatency =
                ExpertTraffic.of(mixture(experts, perToken), ranks, 1, Spread.even(ranks, islands), true);
        double tokens = TOKENS;
        assertThat(hierarchical.overLink())
                .as("seed %d", SEED)
                .isCloseTo(links / tokens, within(0.08 * links / tokens));
        assertThat(hierarchical.overNetwork()).isCloseTo(network / tokens, within(0.04 * network / tokens));
        assertThat(lowLatency.overNetwork()).isCloseTo(remoteExperts / tokens, within(0.01 * remoteExperts / tokens));
    }

    private static int[] distinct(Random random, int experts, int count) {
        return random.ints(0, experts).distinct().limit(count).toArray();
    }
}
