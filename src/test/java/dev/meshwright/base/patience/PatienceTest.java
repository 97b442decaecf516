package dev.meshwright.base.patience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PatienceTest {

    private final AtomicInteger asked = new AtomicInteger();

    /** Over once it was asked three times. */
    private final BooleanSupplier short3 = () -> asked.incrementAndGet() > 3;

    private static int count(int most) {
        int done = 0;
        while (done < most) {
            Patience.ask();
            done++;
        }
        return done;
    }

    @Test
    void workIsDoneOrLeft() {
        assertThat(Patience.within(short3, () -> count(3))).contains(3);
        assertThat(Patience.within(short3, () -> count(1))).isEmpty();
        assertThat(Patience.done(short3, () -> count(1))).isFalse();
    }

    @Test
    void outsideOfALimitNothingEnds() {
        Patience.within(() -> true, () -> count(1));
        assertThat(count(10)).isEqualTo(10);
    }

    /** A work inside a work has its own limit, and the outer one goes on after it. */
    @Test
    void theInnermostLimitCounts() {
        Optional<Integer> all = Patience.within(short3, () -> {
            Optional<Integer> inner = Patience.within(() -> true, () -> count(1));
            return inner.orElse(0) + count(3);
        });
        assertThat(all).contains(3);
    }

    @Test
    void helpersOfAWorkEndItToo() {
        Optional<Integer> work = Patience.within(short3, () -> {
            BooleanSupplier limit = Patience.current();
            IntStream.range(0, 100).parallel().forEach(part -> Patience.helping(limit, () -> count(1)));
            return 1;
        });
        assertThat(work).isEmpty();
    }

    @Test
    void faultsOfTheWorkAreItsOwn() {
        assertThatThrownBy(() -> Patience.within(() -> false, () -> {
                    throw new IllegalStateException("a fault");
                }))
                .hasMessage("a fault");
        assertThat(count(1)).isEqualTo(1);
    }
}
