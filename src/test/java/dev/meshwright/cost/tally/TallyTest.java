package dev.meshwright.cost.tally;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.cost.evaluation.Component;
import dev.meshwright.cost.evaluation.Component.Kind;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TallyTest {

    private static Tally filled() {
        Tally tally = new Tally();
        // 100 FLOP at 50 FLOP/s and 30 bytes at 10 bytes/s: 2 s at peak, 3 s at the roofline, 4 s in fact.
        tally.compute(Component.EXPERTS, 4, 100, 30, 50, 10);
        // 100 FLOP at 25 FLOP/s, 30 bytes at 10 bytes/s: 4 s at peak and at the roofline.
        tally.compute(Component.LM_HEAD, 5, 100, 30, 25, 10);
        tally.communicate(Component.DISPATCH, 2, 70, 7);
        tally.overhead(Component.LAYER_OVERHEAD, 1);
        return tally;
    }

    @Test
    void kernelsAreBookedAtPeakAndAtTheirRoofline() {
        Tally tally = filled();
        assertThat(tally.totalPeakSeconds()).isEqualTo(100 / 50.0 + 100 / 25.0);
        assertThat(tally.totalRooflineSeconds()).isEqualTo(Math.max(2, 3) + Math.max(4, 3));
        assertThat(tally.totalFlops()).isEqualTo(200);
        assertThat(tally.totalMemoryBytes()).isEqualTo(60);
        assertThat(tally.rooflineSeconds(Component.EXPERTS)).isEqualTo(3);
    }

    @Test
    void kindsAddUpToTheTotal() {
        Tally tally = filled();
        assertThat(tally.seconds(Kind.COMPUTE)).isEqualTo(4 + 5);
        assertThat(tally.seconds(Kind.COMMUNICATION)).isEqualTo(2);
        assertThat(tally.seconds(Kind.OVERHEAD)).isEqualTo(1);
        assertThat(tally.totalSeconds()).isEqualTo(4 + 5 + 2 + 1);
    }

    @Test
    void addingIsBookingAgain() {
        Tally sum = filled();
        sum.add(filled(), 2);
        assertThat(sum.totalSeconds()).isEqualTo(3 * 12);
        assertThat(sum.linkBytes(Component.DISPATCH)).isEqualTo(3 * 70);
        assertThat(sum.networkBytes(Component.DISPATCH)).isEqualTo(3 * 7);
        assertThat(sum.flops(Component.EXPERTS)).isEqualTo(3 * 100);
        assertThat(sum.memoryBytes(Component.LM_HEAD)).isEqualTo(3 * 30);
    }

    @Test
    void clearForgetsEverything() {
        Tally tally = filled();
        tally.clear();
        assertThat(tally.totalSeconds()).isZero();
        assertThat(tally.totalFlops()).isZero();
        assertThat(tally.linkBytes(Component.DISPATCH)).isZero();
    }

    @Test
    void namesOfComponentsAreUnique() {
        assertThat(Arrays.stream(Component.values()).map(Component::label)).doesNotHaveDuplicates();
        assertThat(Arrays.stream(Component.values()).map(Component::id)).doesNotHaveDuplicates();
        assertThat(Component.at(Component.COUNT - 1)).isEqualTo(Component.OPTIMIZER);
    }
}
