package dev.meshwright.placement.experts.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.placement.Budget;
import dev.meshwright.placement.experts.ExpertLayer;
import dev.meshwright.placement.experts.ExpertPlacement;
import dev.meshwright.placement.experts.ExpertPlacer;
import dev.meshwright.placement.experts.ExpertProblem;
import dev.meshwright.placement.experts.LoadProfile;
import dev.meshwright.placement.experts.PlacedLayers;
import dev.meshwright.placement.experts.PlainLayer;
import dev.meshwright.placement.experts.PlainProblem;
import dev.meshwright.placement.experts.bound.PairingBound;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the planner promises on drawn loads of many shapes: never worse than its peers, never below its bounds. */
class PlacementQualityTest {
    private static final Budget NO_SEARCH = Budget.ofMoves(0, 0);

    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    /** 1 to 3 layers, 2 to 24 ranks, 1 to 9 slots each, log-normal or Zipf loads. */
    private static PlainProblem problem(long seed) {
        Random random = new Random(seed);
        int ranks = 2 + random.nextInt(23);
        int slotsPerRank = 1 + random.nextInt(9);
        boolean distinct = random.nextInt(3) == 0;
        int experts = Math.max(slotsPerRank, ranks * slotsPerRank - random.nextInt(ranks * slotsPerRank / 2 + 1));
        double[][] loads = new double[1 + random.nextInt(3)][experts];
        double steep = 1.5 * random.nextDouble();
        boolean zipf = random.nextBoolean();
        for (double[] row : loads) {
            for (int expert = 0; expert < experts; expert++) {
                row[expert] =
                        zipf ? Math.pow(1 + random.nextInt(experts), -steep) : Math.exp(steep * random.nextGaussian());
            }
        }
        return PlainProblem.fromLoads(ranks, slotsPerRank, loads, BalanceBounds.cost(ranks), distinct);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noLayerIsWorseThanSwapDescentOrGreedy(long seed) {
        PlainProblem problem = problem(seed);
        PlacedLayers ours = new PlacementPlanner(PlacementPlanner.NONE, 0).place(ExpertProblem.of(problem), NO_SEARCH);
        assertThat(ours.feasible()).isTrue();
        for (ExpertPlacer peer : List.of(ExpertPlacers.GREEDY, ExpertPlacers.SWAP_DESCENT)) {
            PlacedLayers theirs = peer.place(problem, NO_SEARCH);
            for (int layer = 0; layer < problem.layers(); layer++) {
                assertThat(ours.layers().get(layer).score().nanoseconds())
                        .as("%s, layer %d", peer.name(), layer)
                        .isLessThanOrEqualTo(theirs.layers().get(layer).score().nanoseconds());
            }
        }
        for (PlacedLayers.Layer layer : ours.layers()) {
            assertThat(layer.score().nanoseconds()).isGreaterThanOrEqualTo(layer.lowerBoundNanoseconds());
        }
    }

    /** All replica counts of tiny layers, paired as well as counts allow: the two-slot bound stays at or below. */
    @ParameterizedTest
    @MethodSource("seeds")
    void theTwoSlotBoundIsAtOrBelowTheOptimum(long seed) {
        Random random = new Random(seed);
        int ranks = 3 + random.nextInt(2);
        int experts = ranks + 1 + random.nextInt(ranks);
        double[][] loads = new double[1][experts];
        for (int expert = 0; expert < experts; expert++) {
            loads[0][expert] = Math.exp(random.nextGaussian());
        }
        PlainLayer layer = PlainProblem.fromLoads(ranks, 2, loads, BalanceBounds.cost(ranks), false)
                .layer(0);
        long optimum = best(layer, new int[experts], 0, layer.slots());
        long bound = PairingBound.nanoseconds(layer, layer.lowerBoundNanoseconds(), 2 * optimum);
        assertThat(bound).isLessThanOrEqualTo(optimum);
        long achieved = layer.score(ExpertPlacers.replicasDescended(layer)).nanoseconds();
        assertThat(achieved).isGreaterThanOrEqualTo(optimum);
        assertThat(achieved).as("counts of tiny layers are found").isLessThanOrEqualTo(Math.round(1.05 * optimum));
    }

    /** Counts of experts from {@code next} on in every way; each multiset of costs paired costliest with cheapest. */
    private static long best(PlainLayer layer, int[] replicas, int next, int left) {
        int others = layer.experts() - next - 1;
        if (others == 0) {
            replicas[next] = left;
            return paired(layer, replicas);
        }
        long best = Long.MAX_VALUE;
        for (int count = 1; count <= left - others; count++) {
            replicas[next] = count;
            best = Math.min(best, best(layer, replicas, next + 1, left - count));
        }
        return best;
    }

    private static long paired(PlainLayer layer, int[] replicas) {
        long[] costs = new long[layer.slots()];
        int slot = 0;
        for (int expert = 0; expert < replicas.length; expert++) {
            for (int replica = 0; replica < replicas[expert]; replica++) {
                costs[slot++] = layer.slotNanoseconds(expert, replicas[expert]);
            }
        }
        java.util.Arrays.sort(costs);
        long slowest = 0;
        for (int low = 0; low < costs.length / 2; low++) {
            slowest = Math.max(slowest, costs[low] + costs[costs.length - 1 - low]);
        }
        return slowest;
    }

    /** Whole groups: the bound is at or below what the planner reaches, and at least the bound without groups. */
    @ParameterizedTest
    @MethodSource("seeds")
    void theBoundOfWholeGroupsIsAtOrBelowThePlacement(long seed) {
        Random random = new Random(seed);
        int nodes = 1 + random.nextInt(3);
        int groups = nodes * (1 + random.nextInt(2));
        int ranks = nodes * (1 + random.nextInt(2));
        int experts = groups * (2 + random.nextInt(3));
        int slotsPerRank = (experts + ranks - 1) / ranks + random.nextInt(2);
        double[][] loads = new double[2][experts];
        for (double[] row : loads) {
            java.util.Arrays.setAll(row, expert -> Math.exp(random.nextGaussian()));
        }
        LoadProfile only = LoadProfile.fromLoads("load", 1, loads, BalanceBounds.cost(ranks));
        ExpertProblem problem = new ExpertProblem(
                ranks, nodes, slotsPerRank, false, List.of(only), 0, Optional.empty(), Optional.empty(), groups);
        PlacedLayers placed = new PlacementPlanner(PlacementPlanner.NONE, 0).place(problem, NO_SEARCH);
        List<Double> bounds = BalanceBounds.of(List.of(problem, problem));
        for (int layer = 0; layer < bounds.size(); layer++) {
            ExpertLayer one = problem.layer(layer, Long.MAX_VALUE);
            PlacedLayers.Layer found = placed.layers().get(layer);
            assertThat(found.lowerBoundNanoseconds())
                    .isGreaterThanOrEqualTo(one.profiles().getFirst().lowerBoundNanoseconds());
            if (found.score().violations() == 0) {
                assertThat(found.score().nanoseconds()).isGreaterThanOrEqualTo(found.lowerBoundNanoseconds());
                assertThat(found.maxOverMean().getFirst()).isGreaterThanOrEqualTo(bounds.get(layer) - 1e-6);
            }
        }
    }

    /** Moves keep to the limit over all layers together, and more of them never hurt by more than a search's luck. */
    @ParameterizedTest
    @MethodSource("seeds")
    void movesStayWithinTheLimitOverAllLayers(long seed) {
        PlainProblem drawn = problem(seed);
        ExpertProblem free = ExpertProblem.of(drawn);
        ExpertPlacement current =
                ExpertPlacers.CONTIGUOUS.place(drawn, NO_SEARCH).placement();
        long limit = new Random(seed).nextInt(drawn.layers() * drawn.slots() + 1);
        ExpertProblem problem = new ExpertProblem(
                free.ranks(),
                1,
                free.slotsPerRank(),
                free.distinctRanks(),
                free.profiles(),
                0,
                Optional.of(new ExpertProblem.Migration(current, limit)),
                Optional.empty(),
                0);
        PlacedLayers placed = new PlacementPlanner(PlacementPlanner.NONE, 0)
                .place(problem, Budget.ofMoves(2000L * drawn.layers(), seed));
        assertThat(placed.moves()).isLessThanOrEqualTo(limit);
        assertThat(placed.nanoseconds())
                .isLessThanOrEqualTo(
                        PlacementPlanner.judge("today", problem, current).nanoseconds());
    }

    /** Two threads or one (a time limit far away asks for one): the same placement. */
    @ParameterizedTest
    @MethodSource("seeds")
    void threadsDoNotChangeTheResult(long seed) {
        ExpertProblem problem = ExpertProblem.of(problem(seed));
        PlacementPlanner planner = new PlacementPlanner(PlacementPlanner.NONE, 0);
        Budget budget = Budget.ofMoves(500L * problem.layers(), seed);
        PlacedLayers together = planner.place(problem, budget);
        PlacedLayers alone = planner.place(problem, budget.withTimeLimit(java.time.Duration.ofHours(1)));
        assertThat(together.placement()).isEqualTo(alone.placement());
    }
}
