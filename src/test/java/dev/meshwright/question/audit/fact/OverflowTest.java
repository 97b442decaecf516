package dev.meshwright.question.audit.fact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.facts.workload.ExpertLoad;
import org.junit.jupiter.api.Test;

class OverflowTest {

    /** Four experts, shares 40, 30, 20, 10 %, capacity factor 1.2: 1.2/4 = 30 % each. */
    private static final double[] SHARES = {0.4, 0.3, 0.2, 0.1};

    @Test
    void dropsWhatIsBeyondCapacityAndReroutesToRoom() {
        assertThat(Overflow.over(SHARES, 0.3)).isCloseTo(0.1, within(1e-12));
        assertThat(Overflow.room(SHARES, 0.3)).isCloseTo(0.1 + 0.2, within(1e-12));
    }

    @Test
    void variationIsDeviationOverMean() {
        // deviations 0.15, 0.05, 0.05, 0.15 from 0.25: sqrt((2 x 0.0225 + 2 x 0.0025) / 4) / 0.25
        assertThat(ExpertLoad.variation(SHARES)).isCloseTo(Math.sqrt(0.05 / 4) / 0.25, within(1e-12));
    }
}
