package dev.meshwright.question.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.meshwright.question.place.Rebalancing.Intervals;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What moving experts is worth by its interval: closed forms against a clock that serves, stops and serves. */
class RebalancingTest {

    /**
     * vLLM pull request 50647: 463 s of work with 24 rearrangements take 1466 s, so that one stops for (1466.5 - 463.1) / 24 =
     * 41.8 s after 463.1 / 24 = 19.3 s of work. Balance of 0.992 for 0.936 could bring 6 % at most; it came out 3.2 times slower.
     */
    @Test
    void balanceThatStopsForLongerThanItServesIsWorthNothing() {
        double pause = (1466.50 - 463.11) / 24;
        double interval = 463.11 / 24;
        double before = 291.66;
        Rebalancing measured = new Rebalancing(before * 0.9919 / 0.9356, before, 3600, pause);
        assertThat(before / measured.tokensPerSecond(interval)).isCloseTo(3.19, withPercentage(8));
        // It pays from 41.8 s / 6 % on: 11.6 minutes.
        assertThat(measured.paying(before).orElseThrow().shortest())
                .isGreaterThan(pause / 0.0602)
                .isCloseTo(pause / 0.0602, withPercentage(40));
    }

    /** T seconds of serving, p of standing; the map is the last one's until half an interval after each change, in the mean. */
    @Test
    void theClosedFormIsTheClock() {
        Random random = new Random(11);
        for (int trial = 0; trial < 20; trial++) {
            double balanced = 1000;
            double stale = 700 + 250 * random.nextDouble();
            double period = 600;
            double pause = 5 * random.nextDouble();
            double interval = 20 + 180 * random.nextDouble();
            Rebalancing form = new Rebalancing(balanced, stale, period, pause);
            assertThat(form.tokensPerSecond(interval))
                    .isCloseTo(clock(balanced, stale, period, pause, interval, random), withPercentage(1));
        }
    }

    private static double clock(
            double balanced, double stale, double period, double pause, double interval, Random random) {
        double tokens = 0;
        double standing = 0;
        double next = interval * random.nextDouble();
        boolean fits = true;
        double change = period;
        double step = 0.1;
        double served = 0;
        while (served < 3000 * period) {
            tokens += step * (fits ? balanced : stale);
            served += step;
            if (served >= change) {
                fits = false;
                change += period;
            }
            if (served >= next) {
                fits = true;
                standing += pause;
                next += interval;
            }
        }
        return tokens / (served + standing);
    }

    @Test
    void theBestIntervalIsTheBest() {
        Rebalancing form = new Rebalancing(1000, 800, 600, 2);
        double best = form.bestSeconds();
        for (double interval = 1; interval <= 600; interval++) {
            assertThat(form.tokensPerSecond(interval)).isLessThanOrEqualTo(form.tokensPerSecond(best) + 1e-9);
        }
        // sqrt(2^2 + 2 / b 1000) - 2 with b = 200 / 1200.
        assertThat(best).isCloseTo(Math.sqrt(4 + 2 * 6 * 1000.0) - 2, within(1e-9));
    }

    @Test
    void itPaysBetweenTheRoots() {
        Rebalancing form = new Rebalancing(1000, 800, 600, 2);
        Intervals paying = form.paying(950).orElseThrow();
        assertThat(form.tokensPerSecond(paying.shortest())).isCloseTo(950, within(1e-6));
        assertThat(form.tokensPerSecond(paying.longest())).isCloseTo(950, within(1e-6));
        assertThat(form.tokensPerSecond(paying.shortest() - 1)).isLessThan(950);
        assertThat(form.tokensPerSecond((paying.shortest() + paying.longest()) / 2))
                .isGreaterThan(950);
        assertThat(form.paying(999)).isEmpty();
        assertThat(form.paying(1001)).isEmpty();
    }

    /** Where loads do not change, the longer the better: a pause is paid back once, c / a = 900 x 2 / 100 = 18 s. */
    @Test
    void withoutDriftOnlyThePauseCounts() {
        Rebalancing form = new Rebalancing(1000, 1000, 600, 2);
        assertThat(form.bestSeconds()).isEqualTo(600);
        assertThat(form.paying(900).orElseThrow()).isEqualTo(new Intervals(18, 600));
    }
}
