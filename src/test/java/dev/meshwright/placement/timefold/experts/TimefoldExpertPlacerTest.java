package dev.meshwright.placement.timefold.experts;

import static org.assertj.core.api.Assertions.assertThat;

import ai.timefold.solver.core.api.score.HardMediumSoftScore;
import ai.timefold.solver.core.api.score.stream.test.ConstraintVerifier;
import ai.timefold.solver.core.config.score.director.ScoreDirectorFactoryConfig;
import ai.timefold.solver.core.config.solver.EnvironmentMode;
import ai.timefold.solver.core.config.solver.SolverConfig;
import dev.meshwright.placement.Budget;
import dev.meshwright.placement.experts.ExpertLayer;
import dev.meshwright.placement.experts.ExpertProblem;
import dev.meshwright.placement.experts.PlacedLayers;
import dev.meshwright.placement.experts.PlainProblem;
import dev.meshwright.placement.experts.RandomExpertProblems;
import dev.meshwright.placement.experts.RandomPlainProblems;
import dev.meshwright.placement.experts.SlotCost;
import dev.meshwright.placement.experts.planner.ExpertPlacers;
import dev.meshwright.placement.timefold.SearchStop;
import dev.meshwright.placement.timefold.TimefoldSearch;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("slow")
class TimefoldExpertPlacerTest {
    private final ConstraintVerifier<ExpertConstraintStreams, ExpertSlots> verifier =
            ConstraintVerifier.build(new ExpertConstraintStreams(), ExpertSlots.class, ExpertSlot.class);

    static LongStream seeds() {
        return LongStream.range(0, 30);
    }

    /** 2 ranks x 2 slots, loads 6, 3, 3 of 12: bound 6. */
    private static ExpertLayer byHand() {
        return ExpertProblem.of(
                        PlainProblem.fromLoads(2, 2, new double[][] {{6, 3, 3}}, SlotCost.proportional(12), true))
                .layer(0, 0);
    }

    private static ExpertSlots slots(int... physicalToLogical) {
        return new ExpertSlots(byHand(), physicalToLogical, SearchStop.never());
    }

    @Test
    void everyExpertHosted() {
        verifier.verifyThat(ExpertConstraintStreams::everyExpertHosted)
                .givenSolution(slots(0, 1, 0, 1))
                .penalizesBy(1); // expert 2
        verifier.verifyThat(ExpertConstraintStreams::everyExpertHosted)
                .givenSolution(slots(0, 1, 0, 2))
                .penalizesBy(0);
    }

    @Test
    void replicasOnDifferentRanks() {
        verifier.verifyThat(ExpertConstraintStreams::replicasOnDifferentRanks)
                .givenSolution(slots(0, 0, 1, 1))
                .penalizesBy(1 + 1);
        verifier.verifyThat(ExpertConstraintStreams::replicasOnDifferentRanks)
                .givenSolution(slots(0, 1, 0, 2))
                .penalizesBy(0);
    }

    @Test
    void slowestRank() {
        // Expert 1 twice: rank 0 = 6 + 3/2, rounded to 6 + 2 = 8.
        verifier.verifyThat(ExpertConstraintStreams::slowestRank)
                .givenSolution(slots(0, 1, 2, 1))
                .penalizesBy(6 + 2);
        verifier.verifyThat(ExpertConstraintStreams::slowestRank)
                .givenSolution(slots(0, 1, 0, 2))
                .penalizesBy(3 + 3);
    }

    @Test
    void rankTimeSquares() {
        // Unit 1 ns: (6 + 2)^2 + (3 + 2)^2.
        verifier.verifyThat(ExpertConstraintStreams::rankTimeSquares)
                .givenSolution(slots(0, 1, 2, 1))
                .penalizesBy(8 * 8 + 5 * 5);
    }

    /** Streams, calculator and plain definition agree on any placement, feasible or not. */
    @ParameterizedTest
    @MethodSource("seeds")
    void streamsEqualTheDefinition(long seed) {
        ExpertProblem problem = RandomExpertProblems.problem(seed);
        ExpertLayer layer = problem.layer(0, 2);
        Random random = new Random(seed);
        for (int round = 0; round < 5; round++) {
            int[] slots = RandomExpertProblems.anySlots(problem, random);
            ExpertSlots solution = new ExpertSlots(layer, slots, SearchStop.never());
            HardMediumSoftScore expected = ExpertSlots.toSolverScore(layer.score(slots));
            verifier.verifyThat().givenSolution(solution).scores(expected);
            ExpertScoreCalculator calculator = new ExpertScoreCalculator();
            calculator.resetWorkingSolution(solution);
            assertThat(calculator.calculateScore()).isEqualTo(expected);
        }
    }

    /** Every move of a real search: incremental score = streams, undo restores, the result is no worse than the start. */
    @ParameterizedTest
    @MethodSource("seeds")
    void engineEqualsStreamsUnderFullAssert(long seed) {
        ExpertProblem problem = RandomExpertProblems.problem(seed);
        ExpertLayer layer = problem.layer(0, 2);
        SolverConfig config = TimefoldExpertPlacer.config(seed).withEnvironmentMode(EnvironmentMode.FULL_ASSERT);
        config.getScoreDirectorFactoryConfig()
                .withAssertionScoreDirectorFactory(
                        new ScoreDirectorFactoryConfig().withConstraintProviderClass(ExpertConstraintStreams.class));
        int[] start = problem.migration()
                .map(migration -> migration.current().layer(0))
                .orElseGet(() -> ExpertPlacers.CONTIGUOUS
                        .place(problem.profile(0), Budget.ofMoves(0, 0))
                        .placement()
                        .layer(0));
        SearchStop stop = SearchStop.never();
        int[] found = new TimefoldSearch<ExpertSlots>(config)
                .run(new ExpertSlots(layer, start, stop), 200, "0hard/0medium/0soft", Optional.empty(), stop)
                .physicalToLogical();
        assertThat(layer.score(found)).isLessThanOrEqualTo(layer.score(start));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void neverWorseThanDescentNeverBelowTheBoundAndReproducible(long seed) {
        PlainProblem problem = RandomPlainProblems.problem(seed);
        Budget budget = Budget.ofMoves(3000, seed);
        PlacedLayers placed = new TimefoldExpertPlacer().place(problem, budget);
        assertThat(placed.feasible()).isTrue();
        assertThat(placed.nanoseconds())
                .isLessThanOrEqualTo(
                        ExpertPlacers.SWAP_DESCENT.place(problem, budget).nanoseconds());
        assertThat(placed.nanoseconds()).isGreaterThanOrEqualTo(placed.lowerBoundNanoseconds());
        assertThat(new TimefoldExpertPlacer().place(problem, budget).placement())
                .isEqualTo(placed.placement());
    }

    @Test
    void aCancelledSearchReturnsTheBestSoFar() {
        PlainProblem problem = RandomPlainProblems.problem(5);
        int[] asked = {0};
        Budget budget = Budget.ofMoves(1_000_000_000, 1).withClosedGap(0).withCancelled(() -> asked[0]++ > 50);
        assertThat(new TimefoldExpertPlacer().place(problem, budget).feasible()).isTrue();
        Budget timed = Budget.ofMoves(1_000_000_000, 1).withClosedGap(0).withTimeLimit(Duration.ofMillis(50));
        assertThat(new TimefoldExpertPlacer().place(problem, timed).feasible()).isTrue();
    }
}
