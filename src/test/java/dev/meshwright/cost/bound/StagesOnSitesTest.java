package dev.meshwright.cost.bound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** The longest stage of a replica on several kinds of GPUs, against every split of the layers on every choice of GPUs. */
class StagesOnSitesTest {

    @Test
    void layersAreNotCut() {
        // Five layers of 10 s, or 25 s on the slow kind: 4 + 1 take 40 s, 3 + 2 take 50 s. Cut layers would take 50 /
        // 1.4 = 35.7 s.
        double[][] seconds = {{10, 10, 10, 10, 10}, {25, 25, 25, 25, 25}};
        assertThat(new StagesOnSites(seconds, new int[] {8, 8}, 8, 2).shortestLongestStage())
                .isCloseTo(40, within(40 * 2e-4));
    }

    @Test
    void stagesOnAllOfTheFastKindTakeTheirHalf() {
        double[][] seconds = {{10, 10, 10, 10}, {25, 25, 25, 25}};
        assertThat(new StagesOnSites(seconds, new int[] {16, 8}, 8, 2).shortestLongestStage())
                .isCloseTo(20, within(20 * 2e-4));
    }

    @RepeatedTest(300)
    void noChoiceOfGpusAndLayersIsFaster(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        int kinds = 1 + random.nextInt(3);
        int stages = 1 + random.nextInt(3);
        int gpusPerStage = 1 + random.nextInt(2);
        double[][] seconds = new double[kinds][stages + random.nextInt(4)];
        int[] gpus = new int[kinds];
        for (int kind = 0; kind < kinds; kind++) {
            Arrays.setAll(seconds[kind], layer -> 1 + random.nextInt(20));
            gpus[kind] = random.nextInt(5);
        }
        double best = best(seconds, gpus.clone(), gpusPerStage, stages, 0, 0);
        double bound = new StagesOnSites(seconds, gpus, gpusPerStage, stages).shortestLongestStage();
        if (best < Double.POSITIVE_INFINITY) {
            assertThat(bound).isLessThanOrEqualTo(best * (1 + 1e-9));
        }
    }

    /** The longest of the stages from {@code stage} on with layers from {@code from} on, by trying everything. */
    private static double best(double[][] seconds, int[] left, int gpusPerStage, int stage, int from, double longest) {
        int layers = seconds[0].length;
        if (stage == 0) {
            return from == layers ? longest : Double.POSITIVE_INFINITY;
        }
        double best = Double.POSITIVE_INFINITY;
        for (int first = 0; first < left.length; first++) {
            for (int second = first; second < (gpusPerStage == 1 ? first + 1 : left.length); second++) {
                left[first]--;
                left[second] -= gpusPerStage == 1 ? 0 : 1;
                if (left[first] >= 0 && left[second] >= 0) {
                    for (int to = from + 1; to <= layers; to++) {
                        double slowest = Math.max(sum(seconds[first], from, to), sum(seconds[second], from, to));
                        best = Math.min(
                                best, best(seconds, left, gpusPerStage, stage - 1, to, Math.max(longest, slowest)));
                    }
                }
                left[first]++;
                left[second] += gpusPerStage == 1 ? 0 : 1;
            }
        }
        return best;
    }

    private static double sum(double[] seconds, int from, int to) {
        return Arrays.stream(seconds, from, to).sum();
    }
}
