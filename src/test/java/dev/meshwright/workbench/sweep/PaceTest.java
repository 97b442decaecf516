package dev.meshwright.workbench.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {

    /** 20 scenarios in 60 s of which 10 were there before: 6 s each, so 80 more take 480 s. */
    @Test
    void whatIsLeftGoesByWhatWasComputed() {
        AtomicLong clock = new AtomicLong(1_000_000_000L);
        Pace pace = new Pace(100, clock::get);
        for (int row = 0; row < 10; row++) {
            pace.reused();
        }
        assertThat(pace.words(10)).isEqualTo("10 of 100 scenarios");
        clock.addAndGet(60_000_000_000L);
        assertThat(pace.words(20)).isEqualTo("20 of 100 scenarios, about 8 min left");
        assertThat(pace.words(100)).isEqualTo("100 of 100 scenarios");
    }
}
