package dev.meshwright.placement.experts.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.placement.Budget;
import dev.meshwright.placement.experts.ExpertLayer;
import dev.meshwright.placement.experts.ExpertProblem;
import dev.meshwright.placement.experts.LayerScore;
import dev.meshwright.placement.experts.LayerState;
import dev.meshwright.placement.experts.PlacedLayers;
import dev.meshwright.placement.experts.RandomExpertProblems;
import dev.meshwright.placement.experts.traffic.NodeTraffic;
import dev.meshwright.placement.experts.traffic.PairTraffic;
import dev.meshwright.placement.experts.traffic.TokenSample;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Working states equal definitions; the planner keeps every rule, is reproducible and never worse than its starts. */
class PlacementPlannerTest {

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theWorkingStateEqualsTheDefinitionAfterEveryChange(long seed) {
        ExpertProblem problem = RandomExpertProblems.problem(seed);
        Random random = new Random(seed);
        ExpertLayer layer = problem.layer(0, 2);
        LayerState state = layer.start(RandomExpertProblems.anySlots(problem, random));
        for (int change = 0; change < 50; change++) {
            assertThat(state.score()).isEqualTo(layer.score(state.physicalToLogical()));
            state.host(random.nextInt(problem.slots()), random.nextInt(problem.experts()));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void annealingIsNeverWorseThanItsStartAndReproducible(long seed) {
        ExpertProblem problem = RandomExpertProblems.problem(seed);
        ExpertLayer layer = problem.layer(0, 2);
        PlacementPlanner planner = new PlacementPlanner(PlacementPlanner.NONE, 0);
        PlacedLayers placed = planner.place(problem, Budget.ofMoves(5000, seed));
        PlacedLayers again = planner.place(problem, Budget.ofMoves(5000, seed));
        assertThat(placed.placement()).isEqualTo(again.placement());
        LayerScore start = planner.place(problem, Budget.ofMoves(0, seed))
                .layers()
                .getFirst()
                .score();
        assertThat(placed.layers().getFirst().score()).isLessThanOrEqualTo(start);
        if (placed.feasible()) {
            assertThat(placed.nanoseconds()).isGreaterThanOrEqualTo(placed.lowerBoundNanoseconds());
        }
        assertThat(placed.moves()).isEqualTo(layer.moves(placed.placement().layer(0)));
    }

    /** Moment by moment: the working copy of pair traffic equals its definition up to rounding. */
    @ParameterizedTest
    @MethodSource("seeds")
    void pairTrafficIsKeptUpToDate(long seed) {
        Random random = new Random(seed);
        int experts = 12;
        double[] probability = new double[experts];
        double[][] pairs = new double[experts][experts];
        for (int[] token : TokenSample.draw(even(experts), 3, 1, 1, 200, seed)) {
            for (int expert : token) {
                probability[expert] += 1 / 200.0;
                for (int other : token) {
                    pairs[expert][other] += expert == other ? 0 : 1 / 200.0;
                }
            }
        }
        PairTraffic traffic = new PairTraffic(3, 4, probability, pairs);
        long[] masks = new long[experts];
        java.util.Arrays.setAll(masks, expert -> 1L << random.nextInt(4));
        NodeTraffic.State state = traffic.start(masks);
        for (int change = 0; change < 30; change++) {
            assertThat(state.nodesPerToken()).isCloseTo(traffic.nodesPerToken(masks), within(1e-9));
            int expert = random.nextInt(experts);
            masks[expert] = 1 + random.nextInt(15);
            state.change(expert, masks[expert]);
        }
    }

    private static double[] even(int experts) {
        double[] shares = new double[experts];
        java.util.Arrays.fill(shares, 1.0 / experts);
        return shares;
    }
}
