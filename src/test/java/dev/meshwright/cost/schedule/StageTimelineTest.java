package dev.meshwright.cost.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.cost.evaluation.StageTimeline;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Micro-batches drawn one after the other end when the closed form says. */
class StageTimelineTest {

    private static final double[] STAGES = {0.2, 0.3, 0.25, 0.1};

    private static final Offset<Double> ROUNDING = Offset.offset(1e-12);

    /** One stage after the other, each as soon as the micro-batch and the pace allow: the last block ends at the makespan. */
    @ParameterizedTest
    @CsvSource({"1", "4", "16"})
    void theLastBlockEndsAtTheMakespan(int microBatches) {
        StageTimeline timeline = StageTimeline.of(STAGES, microBatches, 1, false);
        double end = 0;
        for (StageTimeline.Row stage : timeline.stages()) {
            end = Math.max(end, stage.beginsSeconds() + (microBatches - 1) * timeline.paceSeconds() + stage.seconds());
        }
        assertThat(end).isCloseTo(timeline.seconds(), ROUNDING);
        assertThat(end).isCloseTo(microBatches * 0.3 + (0.85 - 0.3), ROUNDING);
    }

    @ParameterizedTest
    @CsvSource({"2, 0.85", "8, 2.4"})
    void aRoundIsAsLongAsTheSlowestStageOrTheWay(int microBatches, double seconds) {
        StageTimeline timeline = StageTimeline.of(STAGES, microBatches, 1, true);
        assertThat(timeline.seconds()).isCloseTo(seconds, ROUNDING);
        for (int stage = 0; stage < STAGES.length; stage++) {
            assertThat(timeline.stages().get(stage).busy())
                    .isCloseTo(microBatches * STAGES[stage] / seconds, ROUNDING)
                    .isLessThanOrEqualTo(1);
        }
    }

    /** Four chunks: fill and drain take a quarter. */
    @ParameterizedTest
    @CsvSource({"4"})
    void chunksShortenFillAndDrain(int chunks) {
        StageTimeline timeline = StageTimeline.of(STAGES, 16, chunks, false);
        assertThat(timeline.seconds()).isCloseTo(16 * 0.3 + (0.85 - 0.3) / chunks, ROUNDING);
        assertThat(timeline.stages().get(3).beginsSeconds()).isCloseTo(0.75 / chunks, ROUNDING);
    }
}
