package dev.meshwright.answer.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.layout.Batch;
import dev.meshwright.layout.Cut;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which layouts are simple to run. */
class SimplicityTest {

    private static Degrees degrees(int t, int d, int e, int x, int p) {
        return new Degrees(new Cut(t, d, e, x, p, 1, 1, 8, 1), new Batch(1, 1, Recomputation.NONE));
    }

    @Test
    void kindsOfParallelismAreCounted() {
        assertThat(Simplicity.kinds(degrees(1, 1, 1, 1, 1))).isZero();
        // Experts split like attention are tensor parallelism alone.
        assertThat(Simplicity.kinds(degrees(4, 1, 1, 4, 1))).isEqualTo(1);
        assertThat(Simplicity.kinds(degrees(4, 1, 4, 1, 1))).isEqualTo(2);
        assertThat(Simplicity.kinds(degrees(4, 1, 2, 2, 1))).isEqualTo(3);
        assertThat(Simplicity.kinds(degrees(2, 4, 8, 1, 3))).isEqualTo(4);
    }

    @Test
    void fewerKindsComeFirstThenFewerStages() {
        assertThat(List.of(
                        degrees(4, 1, 2, 2, 1), degrees(2, 1, 1, 2, 2), degrees(4, 1, 4, 1, 1), degrees(4, 1, 1, 4, 1)))
                .isSortedAccordingTo(Simplicity.SIMPLEST.reversed());
    }
}
