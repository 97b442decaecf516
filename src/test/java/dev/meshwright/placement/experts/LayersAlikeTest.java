package dev.meshwright.placement.experts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.placement.Budget;
import dev.meshwright.placement.experts.planner.ExpertPlacers;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Layers that differ in the names of their experts alone are placed once, as well as each would be on its own. */
class LayersAlikeTest {

    private static final long SEED = 20;
    private static final SlotCost ONE_KIND = new SlotCost() {
        @Override
        public long nanoseconds(int layer, double share) {
            return Math.round(1e6 * share);
        }

        @Override
        public int kind(int layer) {
            return 0;
        }
    };

    private static double[][] shuffled(Random random, int layers, int experts) {
        double[] first = random.doubles(experts, 0.1, 2).toArray();
        double[][] loads = new double[layers][];
        for (int layer = 0; layer < layers; layer++) {
            loads[layer] = first.clone();
            for (int i = experts - 1; layer > 0 && i > 0; i--) {
                int j = random.nextInt(i + 1);
                double swapped = loads[layer][i];
                loads[layer][i] = loads[layer][j];
                loads[layer][j] = swapped;
            }
        }
        double sum = Arrays.stream(first).sum();
        return Arrays.stream(loads)
                .map(row -> Arrays.stream(row).map(load -> load / sum).toArray())
                .toArray(double[][]::new);
    }

    @Test
    void renamedLayersScoreLikeLayersPlacedOneByOne() {
        Random random = new Random(SEED);
        for (int trial = 0; trial < 20; trial++) {
            double[][] shares = shuffled(random, 3, 12);
            PlainProblem together = new PlainProblem(4, 4, shares, ONE_KIND, true);
            PlacedLayers placed = ExpertPlacers.REPLICA_DESCENT.place(together, Budget.ofMoves(0, SEED));
            for (int layer = 0; layer < shares.length; layer++) {
                PlainProblem alone = new PlainProblem(4, 4, new double[][] {shares[layer]}, ONE_KIND, true);
                PlacedLayers one = ExpertPlacers.REPLICA_DESCENT.place(alone, Budget.ofMoves(0, SEED));
                LayerScore score =
                        together.layer(layer).score(placed.placement().physicalToLogical()[layer]);
                assertThat(score)
                        .as("trial %d, layer %d", trial, layer)
                        .isEqualTo(one.layers().getFirst().score());
                assertThat(placed.layers().get(layer)).isEqualTo(one.layers().getFirst());
            }
        }
    }

    @Test
    void layersOfOtherKindsOrOtherSharesAreProblemsOfTheirOwn() {
        double[][] shares = {{0.5, 0.3, 0.2}, {0.2, 0.5, 0.3}, {0.5, 0.25, 0.25}};
        LayersAlike oneKind = new LayersAlike(new PlainProblem(3, 1, shares, ONE_KIND, true));
        assertThat(oneKind.before(0)).isEqualTo(-1);
        assertThat(oneKind.before(1)).isZero();
        assertThat(oneKind.before(2)).isEqualTo(-1);
        // Expert 0 is the most popular of layer 0, expert 1 of layer 1; then 1 and 2; then 2 and 0.
        assertThat(oneKind.renamed(new int[] {2, 0, 1}, 0, 1)).containsExactly(0, 1, 2);
        LayersAlike ownKinds = new LayersAlike(new PlainProblem(3, 1, shares, SlotCost.proportional(9), true));
        assertThat(ownKinds.before(0)).isEqualTo(-1);
        assertThat(ownKinds.before(1)).isEqualTo(-1);
    }
}
