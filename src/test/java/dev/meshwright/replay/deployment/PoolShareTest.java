package dev.meshwright.replay.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Parts of large pools that are replayed in place of the whole. */
class PoolShareTest {

    @Test
    void smallPoolsAreReplayedWhole() {
        assertThat(PoolShare.of(10, 8)).isEqualTo(new PoolShare(10, 8, 1));
    }

    @Test
    void ofLargePoolsTheSmallestPartOfTheirRatioIs() {
        // 320 and 256 are 64 times 5 and 4.
        assertThat(PoolShare.of(320, 256)).isEqualTo(new PoolShare(5, 4, 64));
    }

    @Test
    void noPartPromisesMoreThanTheWhole() {
        for (int prefills = 1; prefills < 400; prefills += 7) {
            for (int decodes = 1; decodes < 400; decodes += 11) {
                PoolShare part = PoolShare.of(prefills, decodes);
                assertThat(part.times() * part.prefills()).isLessThanOrEqualTo(prefills * (1 + 1e-12));
                assertThat(part.times() * part.decodes()).isLessThanOrEqualTo(decodes * (1 + 1e-12));
                assertThat(part.prefills() + part.decodes()).isLessThanOrEqualTo(32);
            }
        }
    }

    @Test
    void partsOfBalancedPoolsHaveTheirRatio() {
        // Ratios of up to 4 are met within 4 %: 211 and 157 by 4 and 3.
        assertThat(PoolShare.of(211, 157).times()).isCloseTo(157.0 / 3, within(157.0 / 3 * 0.03));
        for (int prefills = 50; prefills < 200; prefills++) {
            PoolShare part = PoolShare.of(prefills, 100);
            double ratio = (double) part.prefills() / part.decodes();
            assertThat(ratio).isCloseTo(prefills / 100.0, within(prefills / 100.0 * 0.04));
        }
    }
}
