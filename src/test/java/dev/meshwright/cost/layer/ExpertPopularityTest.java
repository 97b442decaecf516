package dev.meshwright.cost.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ExpertPopularityTest {

    @Test
    void givenSharesAreIndependentChoices() {
        assertThat(ExpertPopularity.GIVEN.touched(0.25, 3)).isCloseTo(1 - 0.75 * 0.75 * 0.75, within(1e-12));
    }

    /** Popularity drawn from an exponential distribution, which has a coefficient of variation of one. */
    @Test
    void exponentialPopularityLeavesMoreExpertsOut() {
        SplittableRandom random = new SplittableRandom(7);
        double chosen = 8.0 / 256;
        double tokens = 64;
        int draws = 200_000;
        double touched = 0;
        for (int i = 0; i < draws; i++) {
            touched += 1 - Math.exp(Math.log(random.nextDouble()) * chosen * tokens);
        }
        ExpertPopularity skewed = new ExpertPopularity(1);
        assertThat(skewed.touched(chosen, tokens)).isCloseTo(2.0 / 3, within(1e-12));
        assertThat(touched / draws).isCloseTo(2.0 / 3, within(0.003));
        assertThat(skewed.touched(chosen, tokens)).isLessThan(ExpertPopularity.GIVEN.touched(chosen, tokens));
    }

    @Test
    void littleDeviationIsNearlyEven() {
        assertThat(new ExpertPopularity(0.01).touched(0.01, 100))
                .isCloseTo(ExpertPopularity.GIVEN.touched(0.01, 100), within(0.003));
    }
}
