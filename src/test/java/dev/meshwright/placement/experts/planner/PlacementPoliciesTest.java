package dev.meshwright.placement.experts.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.placement.Budget;
import dev.meshwright.placement.experts.ExpertPlacement;
import dev.meshwright.placement.experts.ExpertProblem;
import dev.meshwright.placement.experts.PlacedLayers;
import dev.meshwright.placement.experts.PlainProblem;
import dev.meshwright.placement.timefold.experts.TimefoldExpertPlacer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Algorithms, the placement in force, the bound and a known optimum are rows of one registry. */
class PlacementPoliciesTest {

    private static final PlacementPolicies POLICIES =
            new PlacementPolicies(new TimefoldExpertPlacer(), () -> new PlacementPlanner(PlacementPlanner.NONE, 0));

    private static final Budget NO_SEARCH = Budget.ofMoves(0, 1);

    private static PlainProblem problem(long seed, int ranks, int slotsPerRank) {
        Random random = new Random(seed);
        double[][] loads = new double[2][ranks * slotsPerRank - 1];
        for (double[] row : loads) {
            Arrays.setAll(row, expert -> Math.exp(random.nextGaussian()));
        }
        return PlainProblem.fromLoads(ranks, slotsPerRank, loads, BalanceBounds.cost(ranks), false);
    }

    @Test
    void everyPolicyHasANameOfItsOwn() {
        List<String> names = POLICIES.all().stream().map(PlacementPolicy::name).toList();
        assertThat(names)
                .doesNotHaveDuplicates()
                .contains("contiguous", "timefold", "meshwright", "current", "lower-bound", "optimum");
        assertThat(names).allSatisfy(name -> assertThat(POLICIES.find(name)).isPresent());
        assertThat(POLICIES.find("lowest-bound")).isEmpty();
    }

    /** Whatever places is at or above the row of the bound, and is worth what its own layers say. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void noRowIsBelowThatOfTheBound(long seed) {
        ExpertProblem problem = ExpertProblem.of(problem(seed, 4, 3));
        double bound = bound(problem);
        assertThat(bound).isGreaterThanOrEqualTo(1);
        int placements = 0;
        for (PlacementPolicy policy : POLICIES.all()) {
            if (policy.run(problem, NO_SEARCH).orElse(PolicyRun.Figure.of(bound)) instanceof PolicyRun.Placed run) {
                PlacedLayers placed = run.placed();
                placements++;
                assertThat(placed.placer()).isEqualTo(policy.name());
                assertThat(placed.maxOverMean(0)).as(policy.name()).isGreaterThanOrEqualTo(bound - 1e-9);
                assertThat(placed.maxOverMean(problem))
                        .isEqualTo(placed.layers().stream()
                                .map(layer -> layer.maxOverMean().getFirst())
                                .toList());
            }
        }
        assertThat(placements).isEqualTo(ExpertPlacers.all().size() + 2);
    }

    private static double bound(ExpertProblem problem) {
        PolicyRun run = POLICIES.find(PlacementPolicies.LOWER_BOUND)
                .orElseThrow()
                .run(problem, NO_SEARCH)
                .orElseThrow();
        assertThat(run).isInstanceOf(PolicyRun.Figure.class);
        return ((PolicyRun.Figure) run).mean();
    }

    /** What runs today is a row where anything does: 4 experts in order on 2 ranks, loads 4, 2, 1, 1 of 8: 6 / 4 = 1.5. */
    @Test
    void whatRunsTodayIsARowWhereAnythingDoes() {
        PlainProblem plain = PlainProblem.fromLoads(2, 2, new double[][] {{4, 2, 1, 1}}, BalanceBounds.cost(2), false);
        ExpertProblem fresh = ExpertProblem.of(plain);
        PlacementPolicy current = POLICIES.find(PlacementPolicies.CURRENT).orElseThrow();
        assertThat(current.run(fresh, NO_SEARCH)).isEmpty();
        ExpertProblem running = new ExpertProblem(
                2,
                1,
                2,
                false,
                fresh.profiles(),
                0,
                Optional.of(new ExpertProblem.Migration(new ExpertPlacement(new int[][] {{0, 1, 2, 3}}), 4)),
                Optional.empty(),
                0);
        PolicyRun run = current.run(running, NO_SEARCH).orElseThrow();
        assertThat(((PolicyRun.Placed) run).placed().maxOverMean(0)).isCloseTo(1.5, within(1e-12));
        assertThat(((PolicyRun.Placed) run).placed().moves()).isZero();
    }

    @Test
    void anOptimumIsARowWhereItIsKnown() {
        ExpertProblem problem = ExpertProblem.of(problem(7, 3, 2));
        PolicyRun.Figure known = PolicyRun.Figure.of(1.25);
        assertThat(POLICIES.find(PlacementPolicies.OPTIMUM).orElseThrow().run(problem, NO_SEARCH))
                .isEmpty();
        assertThat(POLICIES.knowing(known)
                        .find(PlacementPolicies.OPTIMUM)
                        .orElseThrow()
                        .run(problem, NO_SEARCH))
                .contains(known);
    }
}
