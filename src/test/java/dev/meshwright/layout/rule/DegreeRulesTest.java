package dev.meshwright.layout.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.Architectures;
import dev.meshwright.Problems;
import dev.meshwright.facts.model.FeedForward.Dense;
import dev.meshwright.facts.model.FeedForward.Mixture;
import dev.meshwright.facts.model.GroupedQueryAttention;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.layout.Constraint;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import dev.meshwright.layout.Violation;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** One test per rule: what breaks it, what it says, and that its advice mends it. */
class DegreeRulesTest {

    /** 4 layers, 4 heads, 2 key-value heads, 8 experts of width 96, on 2 nodes of 8 GPUs. */
    private static final Problem PROBLEM =
            Problems.problem(Architectures.small(4, 8), Problems.cluster(2, 8, "h100-sxm"), Problems.serving(512, 64));

    private static List<Violation> violations(Problem problem, Degrees degrees) {
        return new DegreeRules(problem).violations(degrees);
    }

    private static Degrees degrees(int tensor, int data, int expert, int expertTensor, int pipeline, int slots) {
        return new Degrees(tensor, data, expert, expertTensor, pipeline, 1, 1, 1, 1, Recomputation.NONE, slots, 1);
    }

    @Test
    void validDegreesBreakNothing() {
        assertThat(violations(PROBLEM, degrees(2, 4, 8, 1, 2, 1))).isEmpty();
    }

    @Test
    void sequencesAreSharedByWholeGroupsOfCopiesInTraining() {
        Degrees shared = new Degrees(2, 4, 8, 1, 2, 1, 1, 2, 1, Recomputation.NONE, 1, 2);
        assertThat(violations(PROBLEM, shared))
                .contains(Violation.count(
                        Constraint.SHARED_CACHE,
                        "/layout/context",
                        2,
                        1,
                        "No two tensor ranks hold the same keys and values: set context to 1, or tensor to 4."));
        // Four copies in pairs, two micro-batches on each pair: 4 sequences.
        Problem training = Problems.problem(
                Architectures.small(4, 8), Problems.cluster(2, 8, "h100-sxm"), Problems.training(512, 4));
        assertThat(violations(training, shared)).isEmpty();
        Degrees uneven = new Degrees(2, 4, 8, 1, 2, 1, 1, 3, 1, Recomputation.NONE, 1, 3);
        assertThat(violations(training, uneven))
                .contains(Violation.count(
                        Constraint.DIVISIBILITY, "attention copies by context", 4, 3, "Set context to 2."));
    }

    @Test
    void degreesArePositive() {
        assertThat(violations(PROBLEM, degrees(0, 1, 1, 1, 1, 8)))
                .containsExactly(Violation.count(
                        Constraint.POSITIVE_DEGREE, "/layout/tensor", 0, 1, "Set tensor to 1 or more."));
    }

    @Test
    void expertsCoverTheStage() {
        assertThat(violations(PROBLEM, degrees(2, 4, 4, 1, 1, 2)))
                .containsExactly(Violation.count(
                        Constraint.EXPERT_GRID,
                        "/layout/expert x expertTensor",
                        4 * 1,
                        2 * 4,
                        "Set expertTensor to 2."));
        assertThat(violations(PROBLEM, degrees(2, 4, 4, 2, 1, 2)))
                .as("advice followed")
                .isEmpty();
    }

    /** Founding document 004: 3 GPUs, TP2 and EP3 in one stage. Either six GPUs, or an expert group of two. */
    @Test
    void threeGpusCannotBeTwoByThree() {
        Layer layer = new Layer(new GroupedQueryAttention(32, 32, 128), new Mixture(63, 2, 16384, 0));
        Model model = Architectures.model("founding-24x63", 4096, 32000, Collections.nCopies(24, layer));
        Problem three = Problems.problem(model, Problems.cluster(1, 3, "a100-sxm-80gb"), Problems.prefill(1024));
        assertThat(violations(three, degrees(2, 1, 3, 1, 1, 21)))
                .containsExactly(Violation.count(
                        Constraint.EXPERT_GRID,
                        "/layout/expert x expertTensor",
                        3,
                        2,
                        "Set tensor x data to a multiple of expert, such as 3."));
        assertThat(violations(three, degrees(2, 3, 3, 2, 1, 21)))
                .as("the orthogonal reading")
                .containsExactly(Violation.count(
                        Constraint.GPU_COUNT, "/layout", 6, 3, "Add 3 GPUs, or lower tensor, data or pipeline."));
        assertThat(violations(three, degrees(1, 3, 3, 1, 1, 63 / 3)))
                .as("EP3 alone")
                .isEmpty();
    }

    @Test
    void denseModelsHaveNoExpertDegrees() {
        Layer layer = new Layer(new GroupedQueryAttention(4, 2, 16), new Dense(128, true, false));
        Model dense = Architectures.model("dense", 64, 1000, List.of(layer));
        assertThat(violations(Problems.with(PROBLEM, dense), degrees(1, 2, 2, 1, 1, 0)))
                .containsExactly(Violation.count(
                        Constraint.EXPERT_GRID,
                        "/layout/expert",
                        2,
                        1,
                        "The model has no routed experts: set expert and expertTensor to 1."));
    }

    @Test
    void thereAreEnoughGpus() {
        Degrees degrees = new Degrees(2, 4, 8, 1, 1, 3, 1, 1, 1, Recomputation.NONE, 1, 1);
        assertThat(violations(PROBLEM, degrees))
                .containsExactly(
                        Violation.count(Constraint.GPU_COUNT, "/layout", 3 * 2 * 4, 2 * 8, "Set replicas to 2."));
    }

    @Test
    void tensorDividesHeads() {
        // 4 heads and 2 key-value heads on 3 GPUs; 0 shared width divides.
        assertThat(violations(PROBLEM, degrees(3, 1, 1, 3, 1, 8)))
                .containsExactly(
                        Violation.count(Constraint.DIVISIBILITY, "attention heads by tensor", 4, 3, "Set tensor to 2."),
                        Violation.count(
                                Constraint.DIVISIBILITY, "key-value heads by tensor", 2, 3, "Set tensor to 2."));
        assertThat(violations(PROBLEM, degrees(4, 1, 4, 1, 1, 2)))
                .as("2 key-value heads on 4 GPUs are held twice")
                .isEmpty();
    }

    @Test
    void tensorDividesTheFeedForwardWidth() {
        Problem dense = Problems.with(PROBLEM, Architectures.denseFirst(1, 130, 3));
        assertThat(violations(dense, degrees(4, 1, 4, 1, 1, 2)))
                .containsExactly(Violation.count(
                        Constraint.DIVISIBILITY, "feed-forward width by tensor", 130, 4, "Set tensor to 2."));
    }

    @Test
    void tensorStaysInTheNode() {
        Layer layer = new Layer(new GroupedQueryAttention(16, 16, 16), new Mixture(16, 2, 96, 0));
        Problem wide = Problems.with(PROBLEM, Architectures.model("wide", 64, 1000, List.of(layer)));
        assertThat(violations(wide, degrees(16, 1, 16, 1, 1, 1)))
                .containsExactly(Violation.count(
                        Constraint.TENSOR_WITHIN_NODE,
                        "/layout/tensor",
                        16,
                        8,
                        "Set tensor to at most 8, or allow slow links with search.tensorWithinNode: false."));
    }

    @Test
    void expertTensorDividesTheExpertWidth() {
        // 96 = 5 x 19 + 1
        assertThat(violations(PROBLEM, degrees(1, 5, 1, 5, 1, 8)))
                .containsExactly(Violation.count(
                        Constraint.DIVISIBILITY, "expert width by expertTensor", 96, 5, "Set expertTensor to 4."));
    }

    @Test
    void everyExpertHasASlot() {
        assertThat(violations(PROBLEM, degrees(1, 3, 3, 1, 1, 2)))
                .containsExactly(Violation.count(
                        Constraint.EVERY_EXPERT_HOSTED, "/layout/slotsPerRank", 3 * 2, 8, "Set slotsPerRank to 3."));
    }

    @Test
    void noRankHostsAnExpertTwice() {
        assertThat(violations(PROBLEM, degrees(1, 2, 2, 1, 1, 9)))
                .containsExactly(Violation.count(
                        Constraint.REPLICAS_ON_DISTINCT_RANKS,
                        "/layout/slotsPerRank",
                        9,
                        8,
                        "Set slotsPerRank to 8 or less."));
    }

    @Test
    void stagesHaveLayers() {
        assertThat(violations(PROBLEM, degrees(1, 1, 1, 1, 5, 8)))
                .containsExactly(Violation.count(
                        Constraint.LAYERS_PER_STAGE,
                        "/layout/pipeline x virtualStages",
                        5,
                        4,
                        "Set pipeline to at most 4."));
    }

    @Test
    void interleavingWantsMultiplesOfTheStages() {
        Problem training = PROBLEM.withWorkload(Problems.training(512, 3));
        Degrees degrees = new Degrees(1, 1, 1, 1, 2, 1, 1, 3, 2, Recomputation.NONE, 8, 1);
        assertThat(violations(training, degrees))
                .containsExactly(Violation.count(
                        Constraint.INTERLEAVING,
                        "/layout/microBatches",
                        3,
                        2,
                        "Set microBatches to 4, a multiple of pipeline, or virtualStages to 1."));
    }

    /** Rounds do not matter where there are none. */
    @Test
    void stagesAreInterleavedInTrainingAlone() {
        Degrees degrees = new Degrees(1, 1, 1, 1, 2, 1, 1, 3, 2, Recomputation.NONE, 8, 1);
        assertThat(violations(PROBLEM, degrees))
                .containsExactly(Violation.count(
                        Constraint.INTERLEAVED_IN_TRAINING,
                        "/layout/virtualStages",
                        2,
                        1,
                        "Inference engines run one chunk per stage: set virtualStages to 1."));
    }

    @Test
    void trainingUsesTheWholeBatch() {
        Problem training = PROBLEM.withWorkload(Problems.training(512, 64));
        Degrees few = new Degrees(1, 4, 4, 1, 1, 2, 2, 3, 1, Recomputation.NONE, 2, 1);
        assertThat(violations(training, few))
                .containsExactly(Violation.count(
                        Constraint.GLOBAL_BATCH, "/layout/microBatches", 4 * 2 * 2 * 3, 64, "Set microBatches to 4."));
        Degrees uneven = new Degrees(1, 3, 3, 1, 1, 1, 1, 21, 1, Recomputation.NONE, 3, 1);
        assertThat(violations(training, uneven))
                .containsExactly(Violation.count(
                        Constraint.GLOBAL_BATCH,
                        "/layout/microBatches",
                        63,
                        64,
                        "Choose data x replicas that divides 64."));
    }

    /** Copies that share a sequence count once: 4 copies in pairs are 2, each with 64 / 2 = 32 sequences. */
    @Test
    void theGlobalBatchCountsSharedSequencesOnce() {
        Problem training = PROBLEM.withWorkload(Problems.training(512, 64));
        Degrees shared = new Degrees(1, 4, 4, 1, 1, 1, 1, 16, 1, Recomputation.NONE, 2, 2);
        assertThat(violations(training, shared))
                .containsExactly(Violation.count(
                        Constraint.GLOBAL_BATCH, "/layout/microBatches", 16 * 4 / 2, 64, "Set microBatches to 32."));
        Degrees large = new Degrees(1, 4, 4, 1, 1, 1, 5, 4, 1, Recomputation.NONE, 2, 2);
        assertThat(violations(training, large))
                .containsExactly(Violation.count(
                        Constraint.GLOBAL_BATCH,
                        "/layout/microBatches",
                        5 * 4 * 4 / 2,
                        64,
                        "Set microBatch to 4 and microBatches to 8."));
    }

    /** 2 replicas of 4 copies with 3 micro-batches of 1: 24 places for 60 sequences, which 60 / 24 -> 3 of each make 72. */
    @Test
    void theSequencesAskedForHaveTheirPlaces() {
        Problem asked = PROBLEM.withWorkload(new Workload.Decode(List.of(512), 64, OptionalInt.of(60)));
        Degrees few = new Degrees(1, 4, 4, 1, 1, 2, 1, 3, 1, Recomputation.NONE, 2, 1);
        assertThat(violations(asked, few))
                .containsExactly(
                        Violation.count(Constraint.CONCURRENCY, "/layout/microBatch", 24, 60, "Set microBatch to 3."));
        assertThat(violations(asked, few.withBatch(3, 3))).isEmpty();
    }

    /** A micro-batch of 4 is stated: 64 sequences on 2 x 4 copies are 2 of it. */
    @Test
    void aStatedMicroBatchIsNotThePlansToChoose() {
        Problem training = PROBLEM.withWorkload(new Workload.Training(List.of(512), 64, OptionalInt.of(4), 1, false));
        Degrees other = new Degrees(1, 4, 4, 1, 1, 2, 8, 1, 1, Recomputation.NONE, 2, 1);
        assertThat(violations(training, other))
                .containsExactly(Violation.count(
                        Constraint.MICRO_BATCH,
                        "/layout/microBatch",
                        8,
                        4,
                        "Set microBatch to 4 and microBatches to 2, or state another one in the workload."));
        assertThat(violations(training, other.withBatch(4, 2))).isEmpty();
    }
}
