package dev.meshwright.cost.bound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.placement.pipeline.StageSplit;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StageBoundTest {

    private static final long SEED = 77;

    @Test
    void equalLayersDivide() {
        // 2 + 6 x 10 + 3 over 3 stages: 10 + 10 + 2, 10 + 10, 10 + 10 + 3.
        double[] layers = {2 + 10, 10, 10, 10, 10, 10 + 3};
        assertThat(StageBound.shortestLongestStage(layers, 3)).isCloseTo(23, within(23 * 1e-3));
        assertThat(StageBound.shortestLongestStage(layers, 1)).isEqualTo(2 + 60 + 3);
    }

    /** At or below the exact split, and within a thousandth of it. */
    @Test
    void boundIsTheExactSplitWithoutMemory() {
        Random random = new Random(SEED);
        for (int round = 0; round < 300; round++) {
            int stages = 1 + random.nextInt(6);
            double[] layers = random.doubles(stages + random.nextInt(20), 0.5, 2)
                    .map(seconds -> Math.rint(seconds * 1e6) / 1e6)
                    .toArray();
            // Every other model has layers of few kinds, as models have: runs of equal layers.
            if (round % 2 == 0) {
                for (int layer = 1; layer < layers.length; layer++) {
                    layers[layer] = random.nextInt(6) > 0 ? layers[layer - 1] : layers[layer];
                }
            }
            double embedding = Math.rint(random.nextDouble() * 1e6) / 1e6;
            double head = Math.rint(random.nextDouble() * 0.5 * 1e6) / 1e6;
            double exact = exact(layers, embedding, head, stages);
            layers[0] += embedding;
            layers[layers.length - 1] += head;
            double bound = StageBound.shortestLongestStage(layers, stages);
            assertThat(bound).as("seed %d, round %d", SEED, round).isLessThanOrEqualTo(exact * (1 + 1e-12));
            assertThat(bound).as("seed %d, round %d", SEED, round).isGreaterThanOrEqualTo(exact * (1 - 1e-3));
        }
    }

    /** The same with a hop after every stage but the last and a memory that holds fewer layers in earlier stages: against every split. */
    @Test
    void boundWithMemoryIsTheBestSplitThatFits() {
        Random random = new Random(SEED);
        int infinite = 0;
        for (int round = 0; round < 300; round++) {
            int stages = 1 + random.nextInt(4);
            double[] layers = random.doubles(stages + random.nextInt(6), 0.5, 2).toArray();
            double hop = random.nextDouble() * 0.3;
            int room = 1 + random.nextInt(layers.length);
            StageBound.Capacity capacity = (stage, from) -> Math.min(layers.length, from + room + stage / 2);
            double best = best(layers, 0, 0, stages, hop, capacity);
            double bound = StageBound.shortestLongestStage(layers, stages, hop, capacity);
            if (best == Double.POSITIVE_INFINITY) {
                assertThat(bound).isInfinite();
                infinite++;
            } else {
                assertThat(bound).isLessThanOrEqualTo(best * (1 + 1e-9)).isGreaterThanOrEqualTo(best * (1 - 1e-3));
            }
            StageBound.Capacity free = (stage, from) -> layers.length;
            assertThat(StageBound.shortestLongestStage(layers, stages, hop))
                    .isLessThanOrEqualTo(best(layers, 0, 0, stages, hop, free) * (1 + 1e-9))
                    .isGreaterThanOrEqualTo(best(layers, 0, 0, stages, hop, free) * (1 - 1e-3));
        }
        assertThat(infinite).isBetween(10, 290);
    }

    /** The longest stage of the best of all splits, tried one by one. */
    private static double best(
            double[] layers, int from, int stage, int stages, double hop, StageBound.Capacity capacity) {
        int most = capacity.end(stage, from);
        double best = Double.POSITIVE_INFINITY;
        double seconds = stage < stages - 1 ? hop : 0;
        for (int to = from + 1; to <= Math.min(most, layers.length); to++) {
            seconds += layers[to - 1];
            boolean last = stage == stages - 1;
            if (last && to < layers.length) {
                continue;
            }
            double rest = last ? 0 : best(layers, to, stage + 1, stages, hop, capacity);
            best = Math.min(best, Math.max(seconds, rest));
        }
        return best;
    }

    private static double exact(double[] layers, double embedding, double head, int stages) {
        long[] before = new long[layers.length + 1];
        for (int layer = 0; layer < layers.length; layer++) {
            before[layer + 1] = before[layer] + Math.round(layers[layer] * 1e9);
        }
        return StageSplit.minMax(
                                layers.length,
                                stages,
                                (stage, from, to) -> before[to]
                                        - before[from]
                                        + (stage == 0 ? Math.round(embedding * 1e9) : 0)
                                        + (stage == stages - 1 ? Math.round(head * 1e9) : 0),
                                (stage, from, to) -> true)
                        .orElseThrow()
                        .maxNanoseconds()
                / 1e9;
    }
}
