package dev.meshwright.facts.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.facts.engine.Speculation.Method;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** How many tokens steps with guesses make. */
class SpeculationTest {

    private static final Speculation THREE = new Speculation(Method.MTP, List.of(0.9, 0.6, 0.3), Optional.empty());

    /** The next token is certain; of three guesses 0.9, 0.6 and 0.3 count on average. */
    @Test
    void aStepMakesTheNextTokenAndTheGuessesThatCount() {
        assertThat(THREE.tokensPerStep()).isCloseTo(1 + 0.9 + 0.6 + 0.3, within(1e-12));
        assertThat(THREE.positions()).isEqualTo(4);
        assertThat(Speculation.even(Method.NGRAM, 3, 0.7, Optional.empty()).tokensPerStep())
                .isCloseTo(1 + 0.7 + 0.49 + 0.343, within(1e-12));
    }

    /** A mean length is that of guesses that are all as likely to count, from none to all. */
    @Test
    void aMeanLengthIsThatOfEvenGuesses() {
        for (double tokens : new double[] {1, 1.2, 2.39, 3.9, 4}) {
            Speculation even = Speculation.ofLength(Method.NGRAM, 3, tokens, Optional.empty());
            assertThat(even.tokensPerStep()).isCloseTo(tokens, within(1e-9));
        }
    }

    /** 100,000 tokens at 2.8 per step; the last step may make more than are asked for. */
    @Test
    void drawnStepsMakeAsManyTokensAsTheMean() {
        int steps = THREE.drawSteps(100_000, new SplittableRandom(7));
        assertThat(100_000.0 / steps).isCloseTo(2.8, within(0.02));
        assertThat(THREE.drawSteps(100_000, new SplittableRandom(7))).isEqualTo(steps);
        assertThat(THREE.drawSteps(0, new SplittableRandom(7))).isZero();
        assertThat(THREE.drawSteps(1, new SplittableRandom(7))).isEqualTo(1);
    }

    @Test
    void laterGuessesCountNoMoreOftenThanEarlierOnes() {
        for (List<Double> chances : List.of(List.of(0.5, 0.6), List.of(1.1), List.of(-0.1), List.<Double>of())) {
            assertThatThrownBy(() -> new Speculation(Method.MTP, chances, Optional.empty()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
