package dev.meshwright.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LatenciesTest {

    /** Of 1, 2, ... 101 half lie at or below 51, nine in ten at or below 91, 99 in a hundred at or below 100. */
    @Test
    void percentilesLieBetweenNeighbours() {
        Latencies whole = Latencies.of(0, 101, number -> number + 1);
        assertThat(whole).isEqualTo(new Latencies(51, 51, 91, 100));
        // Of 1, 2 and 4 the median is 2, and 0.8 of the way from 2 to 4 is where nine in ten would be.
        Latencies few = Latencies.of(0, 3, number -> 1 << number);
        assertThat(few.p50()).isEqualTo(2);
        assertThat(few.p90()).isCloseTo(2 + 0.8 * 2, within(1e-12));
        assertThat(few.mean()).isCloseTo(7 / 3.0, within(1e-12));
    }

    /** A request with one token has no time between tokens. */
    @Test
    void whatIsNoNumberCountsForNothing() {
        assertThat(Latencies.of(0, 3, number -> number == 1 ? Double.NaN : 4)).isEqualTo(new Latencies(4, 4, 4, 4));
        assertThat(Latencies.of(0, 2, number -> 6).dividedBy(3)).isEqualTo(Latencies.always(2));
    }
}
