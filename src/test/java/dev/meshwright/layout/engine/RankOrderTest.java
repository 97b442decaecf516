package dev.meshwright.layout.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.layout.Cut;
import org.junit.jupiter.api.Test;

/** On how many nodes servers are started, with the arithmetic spelled out. */
class RankOrderTest {

    private static Cut cut(int tensor, int data, int pipeline) {
        return new Cut(tensor, data, tensor * data, 1, pipeline, 1, 1, 1, 1);
    }

    /** 3 stages of 4 ranks are 12 = 1 x 12 = 2 x 6 = 3 x 4 = 4 x 3 = 6 x 2 = 12 x 1. */
    @Test
    void nodesDivideTheRanks() {
        assertThat(RankOrder.STAGES.nodes(cut(4, 1, 3))).containsExactly(1, 2, 3, 4, 6, 12);
        assertThat(RankOrder.COPIES.nodes(cut(4, 1, 3))).containsExactly(1, 2, 3, 4, 6, 12);
    }

    /** SGLang gives a node 3 / 2 = 1 stage and forgets the third; of 4 nodes each stage would have 4 / 3 = 1. */
    @Test
    void nodesOfSglangHaveWholeStagesOrStagesWholeNodes() {
        assertThat(RankOrder.WHOLE_STAGES.nodes(cut(4, 1, 3))).containsExactly(1, 3, 6, 12);
        assertThat(RankOrder.WHOLE_STAGES.nodes(cut(2, 1, 4))).containsExactly(1, 2, 4, 8);
    }

    /** Four copies of 2 x 3 GPUs: all, two or one on a node. */
    @Test
    void copiesOfVllmAreWholeOnNodes() {
        assertThat(RankOrder.COPIES.nodes(cut(2, 4, 3))).containsExactly(1, 2, 4);
    }

    /** Rank 7 of TP2 DP2 PP3: 7 = 1 x 4 + 3 stage by stage; 7 = 1 x 6 + 0 x 2 + 1 copy by copy. */
    @Test
    void ranksAreCountedStageByStageOrCopyByCopy() {
        assertThat(RankOrder.STAGES.seat(cut(2, 2, 3), 7)).isEqualTo(new RankOrder.Seat(1, 3));
        assertThat(RankOrder.COPIES.seat(cut(2, 2, 3), 7)).isEqualTo(new RankOrder.Seat(0, 3));
        assertThat(RankOrder.COPIES.seat(cut(2, 2, 3), 4)).isEqualTo(new RankOrder.Seat(2, 0));
    }

    /** Five copies of 8 GPUs are 40 in one job: on 5 nodes of 8 or on 10 of 4, and not on 3. */
    @Test
    void copiesOfATrainingAreOneJob() {
        Cut job = cut(2, 2, 2).withReplicas(5);
        assertThat(RankOrder.JOB.servers(job)).isEqualTo(1);
        assertThat(RankOrder.JOB.gpus(job)).isEqualTo(40);
        assertThat(RankOrder.JOB.nodes(job)).containsExactly(1, 2, 4, 5, 8, 10, 20, 40);
        // Rank 17 is the second of the copy behind two others.
        assertThat(RankOrder.JOB.seat(job, 17)).isEqualTo(new RankOrder.Seat(4, 1));
        assertThat(RankOrder.STAGES.servers(job)).isEqualTo(5);
        assertThat(RankOrder.STAGES.gpus(job)).isEqualTo(8);
    }
}
