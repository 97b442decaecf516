package dev.meshwright.cost.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    private static final long SEED = 11;

    @Test
    void equalStagesTakeMicroBatchesPlusStagesLessOne() {
        // p = 4 stages of 2 s, m = 6 micro-batches: (6 + 4 - 1) * 2
        assertThat(Schedule.makespanSeconds(4 * 2, 2, 6, 1)).isEqualTo((6 + 4 - 1) * 2);
    }

    @Test
    void interleavingShortensFillAndDrain() {
        // (p - 1) * stage / v of idle time: 3 * 2 / 2
        assertThat(Schedule.makespanSeconds(4 * 2, 2, 6, 2)).isEqualTo(6 * 2 + 3 * 2 / 2);
    }

    @Test
    void makespanOfUnequalStagesIsThatOfAnEventLoop() {
        Random random = new Random(SEED);
        for (int round = 0; round < 200; round++) {
            double[] stages = stages(random);
            int microBatches = 1 + random.nextInt(20);
            assertThat(Schedule.makespanSeconds(sum(stages), max(stages), microBatches, 1))
                    .as("seed %d, round %d", SEED, round)
                    .isCloseTo(makespan(stages, microBatches), within(1e-9));
        }
    }

    /** Micro-batch by micro-batch, stage by stage: starts when the stage is free and the one before has handed it on. */
    private static double makespan(double[] stages, int microBatches) {
        double[] free = new double[stages.length];
        double end = 0;
        for (int microBatch = 0; microBatch < microBatches; microBatch++) {
            end = 0;
            for (int stage = 0; stage < stages.length; stage++) {
                end = Math.max(end, free[stage]) + stages[stage];
                free[stage] = end;
            }
        }
        return end;
    }

    @Test
    void cycleIsThatOfMicroBatchesGoingRound() {
        Random random = new Random(SEED);
        for (int round = 0; round < 200; round++) {
            double[] stages = stages(random);
            int microBatches = 1 + random.nextInt(2 * stages.length);
            assertThat(Schedule.cycleSeconds(sum(stages), max(stages), microBatches))
                    .as("seed %d, round %d", SEED, round)
                    .isCloseTo(cycle(stages, microBatches), within(1e-6));
        }
    }

    /** Mean time between two ends of micro-batch 0: its next pass cannot start before its last one has ended (decode). */
    private static double cycle(double[] stages, int microBatches) {
        int passes = 400;
        double[] free = new double[stages.length];
        double[] end = new double[microBatches];
        double half = 0;
        for (int pass = 0; pass < passes; pass++) {
            for (int microBatch = 0; microBatch < microBatches; microBatch++) {
                for (int stage = 0; stage < stages.length; stage++) {
                    end[microBatch] = Math.max(end[microBatch], free[stage]) + stages[stage];
                    free[stage] = end[microBatch];
                }
            }
            half = pass == passes / 2 - 1 ? end[0] : half;
        }
        return (end[0] - half) / (passes - passes / 2);
    }

    @Test
    void oneForwardOneBackwardKeepsAsManyMicroBatchesAsStagesFollow() {
        for (int stages = 1; stages <= 6; stages++) {
            for (int microBatches = 1; microBatches <= 10; microBatches++) {
                for (int stage = 0; stage < stages; stage++) {
                    assertThat(Schedule.inFlight(stage, stages, microBatches, 1))
                            .as("stage %d of %d, %d micro-batches", stage, stages, microBatches)
                            .isEqualTo(mostInFlight(stage, stages, microBatches));
                }
            }
        }
    }

    /** Stage s runs p - s forward passes, then one backward and one forward pass in turn, then the backward passes left. */
    private static int mostInFlight(int stage, int stages, int microBatches) {
        int forward = 0;
        int backward = 0;
        int most = 0;
        while (backward < microBatches) {
            boolean warm = forward - backward >= stages - stage;
            if (forward < microBatches && !warm) {
                forward++;
            } else {
                backward++;
            }
            most = Math.max(most, forward - backward);
        }
        return most;
    }

    @Test
    void interleavedFirstStageKeepsTheChunksOfThePaper() {
        // Korthikanti et al. 2022: p (1 + (p - 1) / (p v)) = 8 * (1 + 7 / 16) = 11.5 for p = 8, v = 2.
        assertThat(Schedule.inFlight(0, 8, 64, 2)).isEqualTo(8 * (1 + 7.0 / 16));
        assertThat(Schedule.inFlight(3, 8, 64, 2)).isEqualTo(11.5 - 3);
        assertThat(Schedule.inFlight(0, 8, 8, 2)).as("no more than there are").isEqualTo(8);
    }

    private static double[] stages(Random random) {
        return DoubleStream.generate(() -> 0.1 + random.nextDouble())
                .limit(1 + random.nextInt(8))
                .toArray();
    }

    private static double sum(double[] stages) {
        return DoubleStream.of(stages).sum();
    }

    private static double max(double[] stages) {
        return DoubleStream.of(stages).max().orElseThrow();
    }
}
