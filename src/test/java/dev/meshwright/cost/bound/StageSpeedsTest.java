package dev.meshwright.cost.bound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** The harmonic mean of the longest stages of replicas on GPUs of unequal speed. */
class StageSpeedsTest {

    /** Two layers of 10 s on the fast kind and of 20 s on the slow one. */
    private static final double[][] SECONDS = {{10, 10}, {20, 20}};

    @Test
    void replicasOfOneStageHaveTheMeanRateOfTheirGpus() {
        // Four replicas of 8 GPUs on 16 fast and 16 slow ones: two take 20 s, two 40 s; 4 / (2/20 + 2/40) = 26.7 s.
        StageSpeeds speeds = new StageSpeeds(new int[] {16, 16});
        assertThat(speeds.longestStageSeconds(SECONDS, 8, 1, 4)).isCloseTo(4 / (2.0 / 20 + 2.0 / 40), within(1e-12));
    }

    @Test
    void aStageThatStraddlesKindsIsAsSlowAsItsSlowestGpu() {
        // Of 12 fast GPUs one stage of 8 is fast; the other 4 wait for 4 slow ones: 2 / (1/20 + 1/40).
        StageSpeeds speeds = new StageSpeeds(new int[] {12, 4});
        assertThat(speeds.longestStageSeconds(SECONDS, 8, 1, 2)).isCloseTo(2 / (1.0 / 20 + 1.0 / 40), within(1e-12));
    }

    @Test
    void stagesOfOneReplicaShareTheWorkByTheirSpeed() {
        // 20 s of work on a fast and a slow stage: both end after 20 / 1.5 s. Layers cannot be cut, so this is a bound.
        StageSpeeds speeds = new StageSpeeds(new int[] {8, 8});
        assertThat(speeds.longestStageSeconds(SECONDS, 8, 2, 1)).isCloseTo(20 / 1.5, within(1e-12));
    }

    @Test
    void fastGpusAreTakenFirstAndTheirBestLayerCounts() {
        // The slow kind is half as fast at the first layer and equally fast at the second: it counts as fully fast.
        double[][] seconds = {{20, 10}, {10, 10}};
        StageSpeeds speeds = new StageSpeeds(new int[] {8, 8});
        assertThat(speeds.longestStageSeconds(seconds, 8, 1, 1)).isCloseTo(20, within(1e-12));
        assertThat(speeds.longestStageSeconds(seconds, 8, 1, 2)).isCloseTo(20, within(1e-12));
    }
}
