package dev.meshwright.cost.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.Problems;
import dev.meshwright.cost.CostModel;
import dev.meshwright.facts.engine.EngineSetup;
import dev.meshwright.facts.engine.Speculation;
import dev.meshwright.facts.engine.Speculation.Method;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.problem.Assumptions;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload.Decode;
import dev.meshwright.io.catalogue.ModelCatalogue;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Layout;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What guessing gains by how many are in flight, and where it turns into a loss. */
class GuessGainTest {

    /** A gain of 1000 / (n + 500) is 1 at 500: 501 sequences on each of two ranks lose. */
    @Test
    void theFirstLossIsFoundBetweenTwoDoublings() {
        GuessGain gain = GuessGain.of(2, 2, sequences -> 1000.0 / (sequences + 500));
        assertThat(gain.lossFrom()).hasValue(2 * 501);
        assertThat(gain.points()).extracting(GuessGain.Point::sequences).containsExactly(2L, 32L, 512L, 8192L);
        assertThat(gain.points().getFirst().speedUp()).isCloseTo(1000.0 / 501, within(1e-12));
        assertThat(GuessGain.of(2, 1, sequences -> 1.5).lossFrom()).isEmpty();
        assertThat(GuessGain.of(2, 3, sequences -> 0.5).lossFrom()).hasValue(3);
    }

    private static double perToken(int sequences, Optional<Speculation> how) {
        return evaluation(sequences, how)
                .performance()
                .timePerOutputTokenSeconds()
                .orElseThrow();
    }

    private static Evaluation evaluation(int sequences, Optional<Speculation> how) {
        Problem problem = Problems.problem(
                        ModelCatalogue.standard()
                                .find("deepseek-v3")
                                .orElseThrow()
                                .model(),
                        Problems.cluster(1, 8, "h200-sxm"),
                        new Decode(List.of(2000), 1000, OptionalInt.of(sequences)))
                .withAssumptions(
                        Assumptions.NONE.withEngine(Engine.SGLANG).withSetup(EngineSetup.DEFAULT.withSpeculation(how)));
        CostModel costModel = Problems.costModel(problem);
        Degrees degrees = Problems.degrees(256, 8, 1, 8, 1, 1, sequences, 1);
        Layout layout = Problems.placer(costModel).place(degrees).orElseThrow().layout();
        return costModel.explain(layout);
    }

    /**
     * Of the same draft, acceptance and verified tokens a block is sooner than a chain, whose later passes it does not have; and a chain
     * whose passes go over eight branches is later than one of one, as is a tree that verifies more.
     */
    @Test
    void blocksAreSoonerThanChainsAndTreesLater() {
        Optional<Speculation.Draft> draft = Optional.of(new Speculation.Draft(1e9, Precision.BF16, 0));
        List<Double> chances = List.of(0.8, 0.6, 0.5, 0.4, 0.3);
        for (int sequences : new int[] {4, 64}) {
            double chain = perToken(sequences, Optional.of(new Speculation(Method.EAGLE, chances, draft)));
            double block = perToken(sequences, Optional.of(new Speculation(Method.DFLASH, chances, draft)));
            assertThat(block).isLessThan(chain);
            assertThat(perToken(sequences, Optional.of(new Speculation(Method.DSPARK, chances, draft))))
                    .isEqualTo(block);
            assertThat(perToken(sequences, tree(chances, draft, 5, 1))).isEqualTo(chain);
            double branching = perToken(sequences, tree(chances, draft, 5, 8));
            assertThat(branching).isGreaterThan(chain);
            assertThat(perToken(sequences, tree(chances, draft, 31, 8))).isGreaterThan(branching);
        }
    }

    private static Optional<Speculation> tree(
            List<Double> chances, Optional<Speculation.Draft> draft, int verified, int branches) {
        return Optional.of(
                new Speculation(Method.EAGLE, chances, draft, Optional.of(new Speculation.Tree(verified, branches))));
    }

    /** The points are what plans with that many sequences take, with and without guesses. */
    @Test
    void pointsAreQuotientsOfPlans() {
        Optional<Speculation> three = Optional.of(Speculation.ofLength(Method.MTP, 3, 2.44, Optional.empty()));
        GuessGain gain = evaluation(16, three).guesses().orElseThrow();
        GuessGain.Point sixteen = gain.points().get(1);
        assertThat(sixteen.sequences()).isEqualTo(16);
        assertThat(sixteen.speedUp()).isCloseTo(perToken(16, Optional.empty()) / perToken(16, three), within(1e-6));
        assertThat(gain.lossFrom()).isPresent();
        assertThat(evaluation(16, Optional.empty()).guesses()).isEmpty();
    }
}
