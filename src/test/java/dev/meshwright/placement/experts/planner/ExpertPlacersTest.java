package dev.meshwright.placement.experts.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.placement.Budget;
import dev.meshwright.placement.InfeasiblePlacementException;
import dev.meshwright.placement.experts.ExpertConstraints;
import dev.meshwright.placement.experts.ExpertPlacement;
import dev.meshwright.placement.experts.ExpertPlacer;
import dev.meshwright.placement.experts.LayerScore;
import dev.meshwright.placement.experts.LayerState;
import dev.meshwright.placement.experts.PlacedLayers;
import dev.meshwright.placement.experts.PlainLayer;
import dev.meshwright.placement.experts.PlainProblem;
import dev.meshwright.placement.experts.RandomPlainProblems;
import dev.meshwright.placement.experts.SlotCost;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExpertPlacersTest {
    private static final Budget NO_SEARCH = Budget.ofMoves(0, 0);

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyPlacerIsFeasibleAtOrAboveTheBoundAndDescentIsNeverWorseThanGreedy(long seed) {
        PlainProblem problem = RandomPlainProblems.problem(seed);
        for (ExpertPlacer placer : ExpertPlacers.all()) {
            PlacedLayers placed = placer.place(problem, NO_SEARCH);
            if (placer != ExpertPlacers.EPLB) {
                assertThat(placed.feasible()).as(placer.name()).isTrue();
            }
            for (PlacedLayers.Layer layer : placed.layers()) {
                if (layer.score().violations() > 0) {
                    continue; // The bound is on placements that keep the rules.
                }
                assertThat(layer.score().nanoseconds())
                        .as(placer.name())
                        .isGreaterThanOrEqualTo(layer.lowerBoundNanoseconds());
            }
        }
        assertThat(ExpertPlacers.SWAP_DESCENT.place(problem, NO_SEARCH).nanoseconds())
                .isLessThanOrEqualTo(
                        ExpertPlacers.GREEDY.place(problem, NO_SEARCH).nanoseconds());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theWorkingStateEqualsTheDefinitionAfterEveryChange(long seed) {
        PlainProblem problem = RandomPlainProblems.problem(seed);
        Random random = new Random(seed);
        PlainLayer layer = problem.layer(0);
        LayerState state = layer.start(RandomPlainProblems.anySlots(problem, random));
        for (int change = 0; change < 50; change++) {
            assertThat(state.score()).isEqualTo(layer.score(state.physicalToLogical()));
            state.host(random.nextInt(problem.slots()), random.nextInt(problem.experts()));
        }
    }

    /** All placements of tiny layers: the bound is below the optimum, and the optimum is what it claims to bound. */
    @ParameterizedTest
    @MethodSource("seeds")
    void theBoundIsAtOrBelowTheOptimumOfTinyLayers(long seed) {
        PlainProblem problem = RandomPlainProblems.problem(seed);
        if (Math.pow(problem.experts(), problem.slots()) > 20_000) {
            return;
        }
        PlainLayer layer = problem.layer(0);
        int placements = (int) Math.round(Math.pow(problem.experts(), problem.slots()));
        long optimum = IntStream.range(0, placements)
                .mapToObj(code -> layer.score(digits(code, problem.experts(), problem.slots())))
                .filter(score -> score.violations() == 0)
                .mapToLong(LayerScore::nanoseconds)
                .min()
                .orElseThrow();
        assertThat(layer.lowerBoundNanoseconds()).isLessThanOrEqualTo(optimum);
    }

    private static int[] digits(int code, int base, int length) {
        int[] digits = new int[length];
        for (int position = 0; position < length; position++, code /= base) {
            digits[position] = code % base;
        }
        return digits;
    }

    @Test
    void threeExpertsOnTwoRanksByHand() {
        // Loads 6, 3, 3 on 2 x 2 slots: expert 0 twice (3 + 3), each rank 3 + 3 = 6 of 12.
        PlainProblem problem =
                PlainProblem.fromLoads(2, 2, new double[][] {{6, 3, 3}}, SlotCost.proportional(12), true);
        PlacedLayers placed = ExpertPlacers.GREEDY.place(problem, NO_SEARCH);
        assertThat(placed.placement().replicas(0, 3)).containsExactly(2, 1, 1);
        assertThat(placed.nanoseconds()).isEqualTo(6);
        assertThat(placed.lowerBoundNanoseconds()).isEqualTo(12 / 2);
        assertThat(placed.gap()).isZero();
        assertThat(placed.layers().get(0).maxOverMean().getFirst()).isCloseTo(1.0, within(1e-12));
    }

    @Test
    void anExpertThatCannotBeSplitEnoughBoundsItsLayer() {
        // 10 of 14 on one expert, 1 spare slot: 10 / 2 = 5 beside at least one more slot of 1 (4 experts, 5 slots ->
        // 6).
        PlainProblem problem =
                PlainProblem.fromLoads(5, 1, new double[][] {{10, 2, 1, 1}}, SlotCost.proportional(14), true);
        assertThat(problem.layer(0).lowerBoundNanoseconds()).isEqualTo(10 / 2);
        assertThat(ExpertPlacers.SWAP_DESCENT.place(problem, NO_SEARCH).nanoseconds())
                .isEqualTo(5);
    }

    @Test
    void infeasibleProblemsAreRefusedWithTheRule() {
        double[][] shares = {{0.5, 0.3, 0.2}};
        assertThatThrownBy(() -> new PlainProblem(2, 1, shares, SlotCost.proportional(1), true))
                .isInstanceOfSatisfying(InfeasiblePlacementException.class, infeasible -> {
                    assertThat(infeasible.constraint()).isEqualTo(ExpertConstraints.EVERY_EXPERT_HOSTED);
                    assertThat(infeasible.actual()).isEqualTo(2 * 1);
                    assertThat(infeasible.limit()).isEqualTo(3);
                });
        assertThatThrownBy(() -> new PlainProblem(2, 4, shares, SlotCost.proportional(1), true))
                .isInstanceOf(InfeasiblePlacementException.class)
                .hasMessageContaining("two replicas of one expert on a rank");
        assertThatThrownBy(() -> new PlainProblem(2, 2, new double[][] {{5, 3, 2}}, SlotCost.proportional(1), true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Maybe these are loads");
    }

    @Test
    void dataIsCopiedInAndOut() {
        int[][] slots = {{0, 1}};
        ExpertPlacement placement = new ExpertPlacement(slots);
        slots[0][0] = 7;
        placement.physicalToLogical()[0][0] = 8;
        placement.layer(0)[0] = 9;
        assertThat(placement.expert(0, 0)).isZero();
    }
}
