package dev.meshwright.answer.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.answer.picture.FrontPicture.Axis;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Axes end at round numbers, close to what they show. */
class FrontAxisTest {

    @ParameterizedTest
    @CsvSource({
        "7.3, 2, 4",
        "6, 1, 6",
        "61, 20, 4",
        "118.4, 20, 6",
        "2790, 500, 6",
        "0.034, 0.01, 4",
        "100, 20, 5",
        "1, 0.2, 5"
    })
    void ticksAreRound(double most, double step, int ticks) {
        assertThat(Axis.of(most).step()).isEqualTo(step);
        assertThat(Axis.of(most).ticks()).isEqualTo(ticks);
    }

    @Test
    void everythingIsShownOnThreeToSixTicks() {
        Random random = new Random(5);
        for (int number = 0; number < 10_000; number++) {
            double most = Math.pow(10, 8 * random.nextDouble() - 3);
            Axis axis = Axis.of(most);
            assertThat(axis.end()).isBetween(most * (1 - 1e-6), 1.7 * most);
            assertThat(axis.ticks()).isBetween(2, 6);
        }
    }
}
