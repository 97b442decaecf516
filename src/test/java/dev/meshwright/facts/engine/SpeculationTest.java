package dev.meshwright.facts.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.facts.engine.Speculation.Method;
import dev.meshwright.facts.model.Precision;
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

    /** Six guesses in a chain are six passes in three starts, in a block one pass; a tree of depth three verifies what it says. */
    @Test
    void blocksTakeOnePassAndTreesVerifyMore() {
        Optional<Speculation.Draft> draft = Optional.of(new Speculation.Draft(1e9, Precision.BF16, 0));
        Speculation chain = Speculation.even(Method.EAGLE, 6, 0.7, draft);
        assertThat(List.of(chain.passes(), chain.runs(), chain.positions())).containsExactly(6, 3, 7);
        for (Method method : List.of(Method.DFLASH, Method.DSPARK)) {
            Speculation block = Speculation.even(method, 6, 0.7, draft);
            assertThat(List.of(block.passes(), block.runs(), block.positions())).containsExactly(1, 2, 7);
            assertThat(block.tokensPerStep()).isEqualTo(chain.tokensPerStep());
        }
        Speculation tree =
                new Speculation(Method.EAGLE, List.of(0.9, 0.7, 0.5), draft, Optional.of(new Speculation.Tree(15, 4)));
        assertThat(List.of(tree.passes(), tree.branches(), tree.positions())).containsExactly(3, 4, 16);
        assertThat(tree.tokensPerStep()).isCloseTo(1 + 0.9 + 0.7 + 0.5, within(1e-12));
        assertThat(Speculation.even(Method.NGRAM, 2, 0.5, Optional.empty()).runs())
                .isEqualTo(1);
        assertThatThrownBy(() -> new Speculation(
                        Method.MTP, List.of(0.9), Optional.empty(), Optional.of(new Speculation.Tree(4, 2))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Speculation(
                        Method.EAGLE, List.of(0.9, 0.8), draft, Optional.of(new Speculation.Tree(1, 1))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void laterGuessesCountNoMoreOftenThanEarlierOnes() {
        for (List<Double> chances : List.of(List.of(0.5, 0.6), List.of(1.1), List.of(-0.1), List.<Double>of())) {
            assertThatThrownBy(() -> new Speculation(Method.MTP, chances, Optional.empty()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
