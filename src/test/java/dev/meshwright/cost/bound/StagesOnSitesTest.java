package dev.meshwright.cost.bound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.cost.bound.StagesOnSites.Copies;
import dev.meshwright.cost.serving.PassTimes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleBiFunction;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Stages of pipelines on several kinds of GPUs, against every split of the layers on every choice of GPUs. */
class StagesOnSitesTest {

    private static final double BISECTED = 4e-4;

    @Test
    void layersAreNotCut() {
        // Five layers of 10 s, or 25 s on the slow kind: 4 + 1 take 40 s, 3 + 2 take 50 s. Cut layers would take 50 /
        // 1.4 = 35.7 s.
        double[][] seconds = {{10, 10, 10, 10, 10}, {25, 25, 25, 25, 25}};
        assertThat(least(seconds, new int[] {8, 8}, new Copies(8, 2, 1, false), 1)
                        .maxSeconds())
                .isCloseTo(40, within(40 * BISECTED));
    }

    @Test
    void stagesOnAllOfTheFastKindTakeTheirHalf() {
        double[][] seconds = {{10, 10, 10, 10}, {25, 25, 25, 25}};
        assertThat(least(seconds, new int[] {16, 8}, new Copies(8, 2, 1, false), 1)
                        .maxSeconds())
                .isCloseTo(20, within(20 * BISECTED));
    }

    @Test
    void layersOnTheSlowKindLengthenTheWay() {
        // 4 layers of 10 s on the fast and 1 of 25 s on the slow kind: 65 s, and 9 times 40 s until the tenth
        // micro-batch ends.
        double[][] seconds = {{10, 10, 10, 10, 10}, {25, 25, 25, 25, 25}};
        PassTimes ten = least(seconds, new int[] {8, 8}, new Copies(8, 2, 1, false), 10);
        assertThat(ten.sumSeconds() + 9 * ten.maxSeconds()).isCloseTo(65 + 9 * 40, within(425 * BISECTED));
    }

    @Test
    void replicasShareTheFastKind() {
        // A pipeline of two stages takes 20 s on two fast ones, 30 s on one (3 + 1 layers) and 50 s on none. Two of
        // them share three:
        // 20 s and 30 s, 24 s in the mean; the bound has a quarter of 50 s and three quarters of 20 s, and 30 s where
        // they wait.
        double[][] seconds = {{10, 10, 10, 10}, {25, 25, 25, 25}};
        assertThat(least(seconds, new int[] {3, 1}, new Copies(1, 2, 2, false), 1)
                        .maxSeconds())
                .isCloseTo(1 / (0.25 / 50 + 0.75 / 20), within(24 * BISECTED));
        assertThat(least(seconds, new int[] {3, 1}, new Copies(1, 2, 2, true), 1)
                        .maxSeconds())
                .isCloseTo(30, within(30 * BISECTED));
    }

    @RepeatedTest(300)
    void noChoiceOfGpusAndLayersIsBetter(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        int kinds = 2 + random.nextInt(2);
        int replicas = 1 + random.nextInt(2);
        int stages = 2 + random.nextInt(2);
        int microBatches = 1 + random.nextInt(4);
        double hops = random.nextInt(10);
        double[][] seconds = new double[kinds][stages + random.nextInt(4)];
        int[] gpus = new int[kinds];
        for (int kind = 0; kind < kinds; kind++) {
            Arrays.setAll(seconds[kind], layer -> random.nextInt(20));
            gpus[kind] = random.nextInt(5);
        }
        if (Arrays.stream(gpus).sum() < replicas * stages) {
            return;
        }
        List<int[]> choices = new ArrayList<>();
        choose(gpus, new int[replicas * stages], 0, choices);
        Copies copies = new Copies(1, stages, replicas, false);
        PassTimes bound = new StagesOnSites(gpus, seconds[0].length).least(seconds, hops, copies, microBatches, 0);
        double last = bound.sumSeconds() + (microBatches - 1) * bound.maxSeconds();
        double cycle = Math.max(microBatches * bound.maxSeconds(), bound.sumSeconds());
        for (int[] choice : choices) {
            double latest = 0;
            double cycles = 0;
            double longest = 0;
            for (int replica = 0; replica < replicas; replica++) {
                int[] kindOfStage = Arrays.copyOfRange(choice, replica * stages, (replica + 1) * stages);
                latest = Math.max(
                        latest, best(seconds, kindOfStage, (sum, max) -> hops + sum + (microBatches - 1) * max));
                cycles += 1 / best(seconds, kindOfStage, (sum, max) -> Math.max(hops + sum, microBatches * max));
                longest += 1 / best(seconds, kindOfStage, (sum, max) -> max);
            }
            assertThat(last).isLessThanOrEqualTo(latest * (1 + 1e-9));
            assertThat(cycle).isLessThanOrEqualTo(replicas / cycles * (1 + 1e-9));
            assertThat(bound.maxSeconds()).isLessThanOrEqualTo(replicas / longest * (1 + 1e-9));
        }
    }

    private static PassTimes least(double[][] seconds, int[] gpus, Copies copies, int microBatches) {
        return new StagesOnSites(gpus, seconds[0].length).least(seconds, 0, copies, microBatches, 0);
    }

    /** Every kind for every stage, as far as there are GPUs. */
    private static void choose(int[] left, int[] choice, int stage, List<int[]> choices) {
        if (stage == choice.length) {
            choices.add(choice.clone());
            return;
        }
        for (int kind = 0; kind < left.length; kind++) {
            if (left[kind] > 0) {
                left[kind]--;
                choice[stage] = kind;
                choose(left, choice, stage + 1, choices);
                left[kind]++;
            }
        }
    }

    /** The least that any split of the layers comes to. */
    private static double best(double[][] seconds, int[] kindOfStage, ToDoubleBiFunction<Double, Double> worth) {
        return best(seconds, kindOfStage, 0, 0, 0, 0, worth);
    }

    private static double best(
            double[][] seconds,
            int[] kindOfStage,
            int stage,
            int from,
            double sum,
            double max,
            ToDoubleBiFunction<Double, Double> worth) {
        int layers = seconds[0].length;
        if (stage == kindOfStage.length) {
            return from == layers ? worth.applyAsDouble(sum, max) : Double.POSITIVE_INFINITY;
        }
        double best = Double.POSITIVE_INFINITY;
        double stageSeconds = 0;
        for (int to = from + 1; to <= layers; to++) {
            stageSeconds += seconds[kindOfStage[stage]][to - 1];
            best = Math.min(
                    best,
                    best(seconds, kindOfStage, stage + 1, to, sum + stageSeconds, Math.max(max, stageSeconds), worth));
        }
        return best;
    }
}
