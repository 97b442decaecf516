package dev.meshwright.facts.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.facts.workload.ExpertLoad.Measured;
import dev.meshwright.facts.workload.ExpertLoad.Uniform;
import dev.meshwright.facts.workload.ExpertLoad.Zipf;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ExpertLoadTest {

    @Test
    void sharesSumToOne() {
        for (ExpertLoad load : List.of(
                new Uniform(),
                new Zipf(0.6, 1),
                new Zipf(2, -5),
                new Measured(new double[][] {{3, 1, 0, 4}}, "test"))) {
            assertThat(Arrays.stream(load.shares(0, 4)).sum()).as("%s", load).isCloseTo(1, within(1e-12));
        }
    }

    @Test
    void zipfFallsWithTheRank() {
        // 1, 1/2, 1/3, 1/4 over 25/12, in some order.
        double[] sorted = new Zipf(1, 42).shares(0, 4);
        Arrays.sort(sorted);
        double[] expected = {3 / 25.0, 4 / 25.0, 6 / 25.0, 12 / 25.0};
        assertThat(sorted).containsExactly(expected, within(1e-12));
        assertThat(new Zipf(0, 42).shares(0, 4)).containsExactly(new double[] {0.25, 0.25, 0.25, 0.25}, within(1e-12));
    }

    @Test
    void popularityDiffersFromLayerToLayerAndIsRepeatable() {
        Zipf load = new Zipf(0.6, 7);
        assertThat(load.shares(3, 64)).isEqualTo(load.shares(3, 64));
        assertThat(load.shares(3, 64)).isNotEqualTo(load.shares(4, 64));
        assertThat(load.shares(3, 64)).isNotEqualTo(new Zipf(0.6, 8).shares(3, 64));
    }

    @Test
    void measuredCountsAreScaled() {
        Measured load = new Measured(new double[][] {{1, 1, 1, 1}, {30, 10, 0, 40}}, "test");
        assertThat(load.shares(1, 4)).containsExactly(30 / 80.0, 10 / 80.0, 0, 40 / 80.0);
    }

    @Test
    void longestOfASweepComesLast() {
        Workload sweep = new Workload.Prefill(List.of(4096, 128, 1024), OptionalInt.empty());
        assertThat(sweep.lengths()).containsExactly(128, 1024, 4096);
        assertThat(sweep.longest()).isEqualTo(4096);
        assertThat(sweep.over(List.of(128))).isEqualTo(new Workload.Prefill(List.of(128), OptionalInt.empty()));
    }

    /** Two experts with shares (1 + v)/2 and (1 - v)/2 have the variation v; (1 + v)/(1 - v) = 2^exponent. */
    @Test
    void zipfOfAVariation() {
        double variation = 0.15;
        ExpertLoad.Zipf load = ExpertLoad.Zipf.ofVariation(variation, 2, 1);
        assertThat(load.exponent()).isCloseTo(Math.log(1.15 / 0.85) / Math.log(2), within(1e-9));
        assertThat(ExpertLoad.variation(ExpertLoad.Zipf.ofVariation(0.5, 64, 3).shares(2, 64)))
                .isCloseTo(0.5, within(1e-9));
    }
}
