package dev.meshwright.cost.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.Architectures;
import dev.meshwright.Problems;
import dev.meshwright.cost.hardware.Kernels;
import dev.meshwright.facts.model.FeedForward.Mixture;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.problem.Assumptions;
import dev.meshwright.facts.workload.ExpertLoad;
import dev.meshwright.layout.ExpertSlots;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RoutedExpertsTest {

    private static final long SEED = 99;

    private static final Mixture MIXTURE = new Mixture(16, 2, 1024, 0);

    private static Kernels kernels() {
        var gpu = Problems.gpu("h100-sxm");
        return new Kernels(gpu, Problems.EFFICIENCIES.of(gpu), Assumptions.NONE);
    }

    private static RoutedExperts routed(double tokens) {
        return RoutedExperts.of(
                MIXTURE,
                512,
                Problems.degrees(16, 2, 4, 4, 1, 1, 1, 1),
                tokens,
                Precision.BF16,
                ExpertPopularity.GIVEN);
    }

    @Test
    void groupHasTheTokensOfAllAttentionRanks() {
        // 10 tokens on each of data = 4 ranks, 2 experts each; experts are split over 2 x 4 / 4 = 2 GPUs.
        assertThat(routed(10).assignments()).isEqualTo(10 * 4 * 2);
        assertThat(routed(10).widthPerRank()).isEqualTo(1024 / 2);
    }

    @Test
    void expertIsTouchedUnlessEveryTokenPassesItBy() {
        // Each of 40 tokens picks it with probability 2/16.
        assertThat(routed(10).touched(1 / 16.0)).isCloseTo(1 - Math.pow(1 - 2 / 16.0, 40), within(1e-12));
        assertThat(routed(10).touched(0)).isZero();
        assertThat(routed(10).touched(0.5)).as("every token picks it").isEqualTo(1);
    }

    @Test
    void touchedExpertsAreTheMeanOfRandomRouting() {
        Random random = new Random(SEED);
        int rounds = 20_000;
        long touched = 0;
        for (int round = 0; round < rounds; round++) {
            BitSet hit = new BitSet();
            for (int token = 0; token < 8; token++) {
                random.ints(0, 16).distinct().limit(2).forEach(hit::set);
            }
            touched += hit.cardinality();
        }
        assertThat(16 * routed(2).touched(1 / 16.0))
                .as("seed %d", SEED)
                .isCloseTo((double) touched / rounds, within(0.05));
    }

    @Test
    void balancedRankIsAnyRankOfAUniformLayerInOrder() {
        RankLoad balanced = routed(64).balanced(kernels(), 4, 4);
        double[] shares = new ExpertLoad.Uniform().shares(0, 16);
        for (RankLoad rank : routed(64).placed(kernels(), shares, ExpertSlots.contiguous(1, 16, 16), 0, 4)) {
            assertThat(rank.share()).isCloseTo(1 / 4.0, within(1e-12));
            assertThat(rank.touched()).isCloseTo(balanced.touched(), within(1e-9));
            assertThat(rank.seconds()).isCloseTo(balanced.seconds(), within(1e-12));
        }
    }

    @Test
    void rankPaysForItsSlotsAndOneLaunch() {
        double[] shares = new ExpertLoad.Zipf(0.8, 5).shares(0, 16);
        RankLoad first = routed(64).placed(kernels(), shares, ExpertSlots.contiguous(1, 16, 16), 0, 4)[0];
        double seconds = kernels().expertLaunchSeconds(Precision.BF16);
        for (int expert = 0; expert < 4; expert++) {
            seconds += routed(64).slotSeconds(kernels(), shares[expert]);
        }
        assertThat(first.seconds()).isCloseTo(seconds, within(1e-12));
        assertThat(first.share()).isCloseTo(shares[0] + shares[1] + shares[2] + shares[3], within(1e-12));
    }

    /** Any placement of 16 experts and 4 replicas on 4 ranks of 5 slots, at 1 to 4096 tokens. */
    @Test
    void noPlacementBeatsTheBound() {
        Random random = new Random(SEED);
        Kernels kernels = kernels();
        for (int round = 0; round < 500; round++) {
            double[] shares = new ExpertLoad.Zipf(2 * random.nextDouble(), random.nextInt()).shares(0, 16);
            RoutedExperts routed = routed(1 << random.nextInt(13));
            double slowest = 0;
            for (RankLoad rank : routed.placed(kernels, shares, slots(random), 0, 5)) {
                slowest = Math.max(slowest, rank.seconds());
            }
            assertThat(routed.bound(kernels, routed.work(kernels, shares), 4, 4).seconds())
                    .as("seed %d, round %d", SEED, round)
                    .isLessThanOrEqualTo(slowest * (1 + 1e-12));
        }
    }

    private static ExpertSlots slots(Random random) {
        List<Integer> experts = new ArrayList<>();
        for (int slot = 0; slot < 20; slot++) {
            experts.add(slot < 16 ? slot : random.nextInt(16));
        }
        Collections.shuffle(experts, random);
        return new ExpertSlots(
                new int[][] {experts.stream().mapToInt(Integer::intValue).toArray()});
    }

    @Test
    void decodeReadsTheWeightsOfTouchedExperts() {
        // One token on each of 4 attention ranks: hardly any arithmetic, so that time is touched x weights / bandwidth.
        Kernels kernels = kernels();
        Mixture mixtral = Architectures.mixture(Architectures.mixtral());
        RoutedExperts routed = new RoutedExperts(mixtral, 4096, 14336, 4, Precision.BF16, ExpertPopularity.GIVEN);
        double weights = 3.0 * 4096 * 14336 * 2;
        double fraction = kernels.efficiency().experts().sixteenBit().memoryFraction();
        double streaming = routed.touched(1 / 8.0) * weights / (3350e9 * fraction);
        assertThat(routed.slotSeconds(kernels, 1 / 8.0)).isBetween(streaming, 1.15 * streaming);
    }
}
