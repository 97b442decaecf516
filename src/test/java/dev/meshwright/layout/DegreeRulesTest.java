package dev.meshwright.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.Architectures;
import dev.meshwright.Problems;
import dev.meshwright.RandomProblems;
import dev.meshwright.facts.model.FeedForward.Dense;
import dev.meshwright.facts.model.FeedForward.Mixture;
import dev.meshwright.facts.model.GroupedQueryAttention;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.layout.Degrees.Recomputation;
import dev.meshwright.layout.draft.DegreeName;
import dev.meshwright.layout.draft.DegreesDraft;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
                        "sharedCache",
                        "/layout/context",
                        2,
                        1,
                        "1 tensor rank holds the same keys and values: set context to 1, or tensor to 4."));
        // Four copies in pairs, two micro-batches on each pair: 4 sequences.
        Problem training = Problems.problem(
                Architectures.small(4, 8), Problems.cluster(2, 8, "h100-sxm"), Problems.training(512, 4));
        assertThat(violations(training, shared)).isEmpty();
        Degrees uneven = new Degrees(2, 4, 8, 1, 2, 1, 1, 3, 1, Recomputation.NONE, 1, 3);
        assertThat(violations(training, uneven))
                .contains(Violation.count("divisibility", "attention copies by context", 4, 3, "Set context to 2."));
    }

    @Test
    void degreesArePositive() {
        assertThat(violations(PROBLEM, degrees(0, 1, 1, 1, 1, 8)))
                .containsExactly(Violation.count("positiveDegree", "/layout/tensor", 0, 1, "Set tensor to 1 or more."));
    }

    @Test
    void expertsCoverTheStage() {
        assertThat(violations(PROBLEM, degrees(2, 4, 4, 1, 1, 2)))
                .containsExactly(Violation.count(
                        "expertGrid", "/layout/expert x expertTensor", 4 * 1, 2 * 4, "Set expertTensor to 2."));
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
                        "expertGrid",
                        "/layout/expert x expertTensor",
                        3,
                        2,
                        "Set tensor x data to a multiple of expert, such as 3."));
        assertThat(violations(three, degrees(2, 3, 3, 2, 1, 21)))
                .as("the orthogonal reading")
                .containsExactly(
                        Violation.count("gpuCount", "/layout", 6, 3, "Add 3 GPUs, or lower tensor, data or pipeline."));
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
                        "expertGrid",
                        "/layout/expert",
                        2,
                        1,
                        "The model has no routed experts: set expert and expertTensor to 1."));
    }

    @Test
    void thereAreEnoughGpus() {
        Degrees degrees = new Degrees(2, 4, 8, 1, 1, 3, 1, 1, 1, Recomputation.NONE, 1, 1);
        assertThat(violations(PROBLEM, degrees))
                .containsExactly(Violation.count("gpuCount", "/layout", 3 * 2 * 4, 2 * 8, "Set replicas to 2."));
    }

    @Test
    void tensorDividesHeads() {
        // 4 heads and 2 key-value heads on 3 GPUs; 0 shared width divides.
        assertThat(violations(PROBLEM, degrees(3, 1, 1, 3, 1, 8)))
                .containsExactly(
                        Violation.count("divisibility", "attention heads by tensor", 4, 3, "Set tensor to 2."),
                        Violation.count("divisibility", "key-value heads by tensor", 2, 3, "Set tensor to 2."));
        assertThat(violations(PROBLEM, degrees(4, 1, 4, 1, 1, 2)))
                .as("2 key-value heads on 4 GPUs are held twice")
                .isEmpty();
    }

    @Test
    void tensorDividesTheFeedForwardWidth() {
        Problem dense = Problems.with(PROBLEM, Architectures.denseFirst(1, 130, 3));
        assertThat(violations(dense, degrees(4, 1, 4, 1, 1, 2)))
                .containsExactly(
                        Violation.count("divisibility", "feed-forward width by tensor", 130, 4, "Set tensor to 2."));
    }

    @Test
    void tensorStaysInTheNode() {
        Layer layer = new Layer(new GroupedQueryAttention(16, 16, 16), new Mixture(16, 2, 96, 0));
        Problem wide = Problems.with(PROBLEM, Architectures.model("wide", 64, 1000, List.of(layer)));
        assertThat(violations(wide, degrees(16, 1, 16, 1, 1, 1)))
                .containsExactly(Violation.count(
                        "tensorWithinNode",
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
                        "divisibility", "expert width by expertTensor", 96, 5, "Set expertTensor to 4."));
    }

    @Test
    void everyExpertHasASlot() {
        assertThat(violations(PROBLEM, degrees(1, 3, 3, 1, 1, 2)))
                .containsExactly(Violation.count(
                        "everyExpertHosted", "/layout/slotsPerRank", 3 * 2, 8, "Set slotsPerRank to 3."));
    }

    @Test
    void noRankHostsAnExpertTwice() {
        assertThat(violations(PROBLEM, degrees(1, 2, 2, 1, 1, 9)))
                .containsExactly(Violation.count(
                        "replicasOnDistinctRanks", "/layout/slotsPerRank", 9, 8, "Set slotsPerRank to 8 or less."));
    }

    @Test
    void stagesHaveLayers() {
        assertThat(violations(PROBLEM, degrees(1, 1, 1, 1, 5, 8)))
                .containsExactly(Violation.count(
                        "layersPerStage", "/layout/pipeline x virtualStages", 5, 4, "Set pipeline to at most 4."));
    }

    @Test
    void interleavingWantsMultiplesOfTheStages() {
        Degrees degrees = new Degrees(1, 1, 1, 1, 2, 1, 1, 3, 2, Recomputation.NONE, 8, 1);
        assertThat(violations(PROBLEM, degrees))
                .containsExactly(Violation.count(
                        "interleaving",
                        "/layout/microBatches",
                        3,
                        2,
                        "Set microBatches to 4, a multiple of pipeline, or virtualStages to 1."));
    }

    @Test
    void trainingUsesTheWholeBatch() {
        Problem training = PROBLEM.withWorkload(Problems.training(512, 64));
        Degrees few = new Degrees(1, 4, 4, 1, 1, 2, 2, 3, 1, Recomputation.NONE, 2, 1);
        assertThat(violations(training, few))
                .containsExactly(Violation.count(
                        "globalBatch", "/layout/microBatches", 4 * 2 * 2 * 3, 64, "Set microBatches to 4."));
        Degrees uneven = new Degrees(1, 3, 3, 1, 1, 1, 1, 21, 1, Recomputation.NONE, 3, 1);
        assertThat(violations(training, uneven))
                .containsExactly(Violation.count(
                        "globalBatch", "/layout/microBatches", 63, 64, "Choose data x replicas that divides 64."));
    }

    /** Copies that share a sequence count once: 4 copies in pairs are 2, each with 64 / 2 = 32 sequences. */
    @Test
    void theGlobalBatchCountsSharedSequencesOnce() {
        Problem training = PROBLEM.withWorkload(Problems.training(512, 64));
        Degrees shared = new Degrees(1, 4, 4, 1, 1, 1, 1, 16, 1, Recomputation.NONE, 2, 2);
        assertThat(violations(training, shared))
                .containsExactly(Violation.count(
                        "globalBatch", "/layout/microBatches", 16 * 4 / 2, 64, "Set microBatches to 32."));
        Degrees large = new Degrees(1, 4, 4, 1, 1, 1, 5, 4, 1, Recomputation.NONE, 2, 2);
        assertThat(violations(training, large))
                .containsExactly(Violation.count(
                        "globalBatch",
                        "/layout/microBatches",
                        5 * 4 * 4 / 2,
                        64,
                        "Set microBatch to 4 and microBatches to 8."));
    }

    /** Whatever is wrong, no advice names the value that is there already, and what it names mends the fault. */
    @Test
    void advicesNameOtherValuesAndMend() {
        Pattern advice = Pattern.compile("(?i)(set|and|or) ([a-z]+) to (?:at most )?(\\d+)");
        int advised = 0;
        for (long seed = 1; seed <= 4000; seed++) {
            Random random = new Random(seed);
            Problem problem = RandomProblems.problem(seed % 200);
            int[] values = {1, 1, 1, 2, 3, 4, 5, 6, 8, 12, 16, 48};
            int[] drawn =
                    random.ints(12, 0, values.length).map(at -> values[at]).toArray();
            Degrees degrees = new Degrees(
                    drawn[0],
                    drawn[1],
                    drawn[2],
                    drawn[3],
                    drawn[4],
                    drawn[5],
                    drawn[6],
                    drawn[7],
                    drawn[8],
                    Recomputation.NONE,
                    drawn[9],
                    drawn[10]);
            for (Violation violation : violations(problem, degrees)) {
                Map<DegreeName, Integer> mended =
                        new EnumMap<>(DegreesDraft.of(degrees).stated());
                Matcher matcher = advice.matcher(violation.fix());
                boolean any = false;
                while (matcher.find() && !(any && matcher.group(1).equalsIgnoreCase("or"))) {
                    DegreeName name = DegreeName.ofField(matcher.group(2)).orElseThrow();
                    int value = Integer.parseInt(matcher.group(3));
                    assertThat(mended.put(name, value))
                            .as("seed " + seed + ": " + violation + " of " + degrees)
                            .isNotEqualTo(value);
                    any = true;
                }
                if (any) {
                    advised++;
                    assertThat(violations(problem, degrees(mended)))
                            .as("seed " + seed + ": " + violation + " of " + degrees)
                            .noneMatch(left -> left.constraint().equals(violation.constraint())
                                    && left.where().equals(violation.where()));
                }
            }
        }
        assertThat(advised).isGreaterThan(4000);
    }

    private static Degrees degrees(Map<DegreeName, Integer> stated) {
        return new Degrees(
                stated.get(DegreeName.TENSOR),
                stated.get(DegreeName.DATA),
                stated.get(DegreeName.EXPERT),
                stated.get(DegreeName.EXPERT_TENSOR),
                stated.get(DegreeName.PIPELINE),
                stated.get(DegreeName.REPLICAS),
                stated.get(DegreeName.MICRO_BATCH),
                stated.get(DegreeName.MICRO_BATCHES),
                stated.get(DegreeName.VIRTUAL_STAGES),
                Recomputation.NONE,
                stated.get(DegreeName.SLOTS_PER_RANK),
                stated.get(DegreeName.CONTEXT));
    }
}
