package dev.meshwright.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.Problems;
import dev.meshwright.layout.Degrees.Recomputation;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** TP2 x DP4 in each of 3 stages and 2 replicas; experts over 4, in 2 copies. */
class DegreesTest {

    private static final Degrees DEGREES =
            new Degrees(new Cut(2, 4, 4, 1, 2, 3, 2, 1, 8, 1), new Batch(5, 6, Recomputation.NONE));

    @Test
    void gpusAreProducts() {
        assertThat(DEGREES.gpusPerStage()).isEqualTo(2 * 4);
        assertThat(DEGREES.gpusPerReplica()).isEqualTo(2 * 4 * 3);
        assertThat(DEGREES.gpus()).isEqualTo(2 * 4 * 3 * 2);
        assertThat(DEGREES.gpusPerExpertCopy()).isEqualTo(4);
        assertThat(DEGREES.expertCopies()).isEqualTo(2 * 2);
        assertThat(DEGREES.dataPerExpertCopy()).isEqualTo(4 / 2.0);
    }

    /** 5 sequences in each of 6 micro-batches, on 4 attention copies of 2 replicas. */
    @Test
    void sequencesAreProducts() {
        assertThat(DEGREES.sequencesPerRank()).isEqualTo(5 * 6);
        assertThat(DEGREES.sequences(Problems.serving(100, 10))).isEqualTo(5 * 6 * 4 * 2);
        assertThat(DEGREES.sequencesPerReplica(OptionalInt.empty())).isEqualTo(5 * 6 * 4);
        assertThat(DEGREES.sequencesPerReplica(OptionalInt.of(100))).isEqualTo(100 / 2.0);
        assertThat(DEGREES.sequencesPerReplica(OptionalInt.of(1000))).isEqualTo(5 * 6 * 4);
    }

    @Test
    void namesAreThoseOfFiles() {
        assertThat(DEGREES.named().keySet())
                .containsExactly(
                        "tensor",
                        "data",
                        "expert",
                        "expertTensor",
                        "expertData",
                        "pipeline",
                        "replicas",
                        "microBatch",
                        "microBatches");
        assertThat(Problems.degrees(8, 2, 4, 8, 1, 1, 1, 1).named()).doesNotContainKey("expertData");
    }
}
