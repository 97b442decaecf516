package dev.meshwright.facts.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LengthTest {

    static Stream<Length> lengths() {
        return Stream.of(
                new Length.Fixed(700),
                new Length.Uniform(1, 1000),
                new Length.LogNormal(4096, 0.8),
                new Length.LogNormal(20_000, 1.5),
                new Length.Recorded(new int[] {5, 10, 200}, "a file"));
    }

    /** Prompts of 9,400 tokens on average and 20,000 at most: one standard deviation of the logarithms is 0.26. */
    @Test
    void meanAndLongestGiveTheSpread() {
        Length.LogNormal prompts = Length.LogNormal.upTo(9400, 20_000);
        assertThat(prompts.longest()).isEqualTo(20_000);
        assertThat(prompts.mean()).isEqualTo(9400);
        assertThat(prompts.sigma()).isCloseTo(0.256, within(0.002));
    }

    /** Twenty thousand draws stay within the range and have its mean to 2 %; the same seed draws the same. */
    @ParameterizedTest
    @MethodSource("lengths")
    void drawsHaveTheMeanThatIsSaid(Length length) {
        SplittableRandom random = new SplittableRandom(7);
        SplittableRandom again = new SplittableRandom(7);
        double sum = 0;
        for (int draw = 0; draw < 20_000; draw++) {
            int tokens = length.draw(random);
            assertThat(tokens).isBetween(length.shortest(), length.longest()).isEqualTo(length.draw(again));
            sum += tokens;
        }
        assertThat(sum / 20_000).isCloseTo(length.mean(), within(0.02 * length.mean()));
    }
}
