package dev.meshwright.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.Architectures;
import dev.meshwright.Problems;
import dev.meshwright.RandomProblems;
import dev.meshwright.SampledDegrees;
import dev.meshwright.cost.evaluation.Component;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Evaluation.Phase;
import dev.meshwright.cost.evaluation.MemoryComponent;
import dev.meshwright.facts.model.FeedForward.Mixture;
import dev.meshwright.facts.model.GroupedQueryAttention;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Batch;
import dev.meshwright.layout.Cut;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Copies of the experts on parts of a tensor group, in training: four layers of width 1,024 with 8 experts of 3 x 1,024 x
 * 2,048, 2 per token, and micro-batches of 1,024 tokens on 8 tensor ranks.
 */
class ExpertCopiesTest {

    private static final double TOKENS = 1024;
    private static final double HIDDEN = 1024;
    private static final double EXPERT = 3 * HIDDEN * 2048;
    private static final int LAYERS = 4;
    private static final Model MODEL = Architectures.model(
            "copies",
            1024,
            8000,
            Collections.nCopies(LAYERS, new Layer(new GroupedQueryAttention(16, 8, 64), new Mixture(8, 2, 2048, 0))));

    private static Problem problem(int nodes, int perNode, int zeroStage) {
        return Problems.problem(
                MODEL,
                Problems.cluster(nodes, perNode, "h100-sxm"),
                new Training(List.of(1024), 8, OptionalInt.empty(), zeroStage, false));
    }

    /** TP8 with e x x GPUs of a copy, as many copies as fill the group, in so many instances. */
    private static Degrees degrees(int expert, int expertTensor, int replicas) {
        int copies = 8 / expert / expertTensor;
        Cut cut = new Cut(8, 1, expert, expertTensor, copies, 1, replicas, 1, 8 / expert, 1);
        return new Degrees(cut, new Batch(1, 8 / replicas, Recomputation.NONE));
    }

    private static Evaluation evaluate(Problem problem, Degrees degrees) {
        return Problems.costModel(problem).evaluate(Problems.inOrder(problem, degrees));
    }

    private static double memory(Evaluation evaluation, MemoryComponent row) {
        return evaluation.stages().getFirst().memory().get(row);
    }

    private static Optional<Phase> phase(Evaluation evaluation, Component component) {
        return evaluation.phases().stream()
                .filter(phase -> phase.component() == component)
                .findFirst();
    }

    @Test
    void aGpuHoldsItsSlotsOfOneCopy() {
        // 8 experts on 4 ranks: 2 each; on 8 ranks 1 each; 8 copies hold all 8 on every GPU. 2 bytes per weight.
        for (int[] rankAndSlots : new int[][] {{8, 1}, {4, 2}, {2, 4}, {1, 8}}) {
            Evaluation evaluation = evaluate(problem(1, 8, 1), degrees(rankAndSlots[0], 1, 1));
            assertThat(evaluation.violations()).isEmpty();
            assertThat(memory(evaluation, MemoryComponent.EXPERT_WEIGHTS))
                    .isEqualTo(LAYERS * rankAndSlots[1] * EXPERT * 2);
        }
    }

    /** 12 bytes per weight; ZeRO-1 shards those of experts over 2 copies in each of 2 instances. */
    @Test
    void copiesShareTheOptimizersState() {
        double whole = memory(evaluate(problem(2, 8, 0), degrees(4, 1, 2)), MemoryComponent.OPTIMIZER);
        double sharded = memory(evaluate(problem(2, 8, 1), degrees(4, 1, 2)), MemoryComponent.OPTIMIZER);
        double experts = LAYERS * 2 * EXPERT;
        double dense = whole / 12 - experts;
        assertThat(sharded).isCloseTo(12 * (dense / 2 + experts / (2 * 2)), within(1.0));
    }

    /**
     * Each of 8 tensor ranks sends its 128 tokens to the other 3 GPUs of its copy where one of 2 chosen experts lies on them:
     * 1 - (1 - 1/4)^2 = 7/16. In a copy on all 8 it would be 7 x (1 - (7/8)^2) = 7 x 15/64.
     */
    @Test
    void tokensGoToTheCopyInTheirOwnPart() {
        double sent = LAYERS * TOKENS / 8 * HIDDEN * 2;
        Evaluation parts = evaluate(problem(1, 8, 1), degrees(4, 1, 1));
        Evaluation whole = evaluate(problem(1, 8, 1), degrees(8, 1, 1));
        for (Component message : List.of(Component.DISPATCH, Component.COMBINE)) {
            assertThat(phase(parts, message).orElseThrow().linkBytes()).isCloseTo(sent * 3 * 7 / 16, within(1.0));
            assertThat(phase(whole, message).orElseThrow().linkBytes()).isCloseTo(sent * 7 * 15 / 64, within(1.0));
        }
    }

    @Test
    void noTokenTravelsWhereEveryGpuHasAllExperts() {
        Evaluation everywhere = evaluate(problem(1, 8, 1), degrees(1, 1, 1));
        assertThat(phase(everywhere, Component.DISPATCH).map(Phase::seconds)).isEmpty();
        assertThat(phase(everywhere, Component.COMBINE).map(Phase::seconds)).isEmpty();
    }

    /** All FLOP are those of the tokens' 2 experts, wherever these lie: 2 x 2 x 3 x 1,024 x 2,048 per token and layer. */
    @Test
    void copiesComputeTheSameTogether() {
        for (int[] split : new int[][] {{8, 1}, {4, 1}, {4, 2}, {2, 2}, {1, 1}, {1, 4}, {1, 8}}) {
            Evaluation evaluation = evaluate(problem(1, 8, 1), degrees(split[0], split[1], 1));
            assertThat(8 * phase(evaluation, Component.EXPERTS).orElseThrow().flops())
                    .isCloseTo(LAYERS * TOKENS * 2 * 2 * EXPERT, within(1e3));
        }
    }

    /** Two nodes of 4: a copy lies on each, so tokens stay inside; one copy on both sends them over the network. */
    @Test
    void copiesOnNodesOfTheirOwnKeepTokensThere() {
        Problem problem = problem(2, 4, 1);
        assertThat(phase(evaluate(problem, degrees(4, 1, 1)), Component.DISPATCH)
                        .orElseThrow()
                        .networkBytes())
                .isZero();
        assertThat(phase(evaluate(problem, degrees(8, 1, 1)), Component.DISPATCH)
                        .orElseThrow()
                        .networkBytes())
                .isPositive();
    }

    /** Copies on whole tensor groups inside an instance are the same as instances of their own. */
    @Test
    void copiesOnWholeTensorGroupsAreInstances() {
        int compared = 0;
        for (long seed = 5000; seed < 5400; seed++) {
            Problem problem = RandomProblems.problem(seed);
            if (!(problem.workload() instanceof Training)) {
                continue;
            }
            Random random = new Random(seed);
            for (Degrees degrees : SampledDegrees.some(problem, 12, random)) {
                if (degrees.pipeline() == 1 && degrees.replicas() > 1) {
                    Degrees inside = inside(degrees);
                    Evaluation one = evaluate(problem, degrees);
                    Evaluation other = evaluate(problem, inside);
                    String what = "seed " + seed + ": " + degrees + " and " + inside;
                    assertThat(other.performance().stepSeconds())
                            .as(what)
                            .isCloseTo(
                                    one.performance().stepSeconds(),
                                    within(1e-12 * one.performance().stepSeconds()));
                    assertThat(other.stages().getFirst().memory())
                            .as(what)
                            .isEqualTo(one.stages().getFirst().memory());
                    assertThat(Problems.costModel(problem).bound(inside).performance())
                            .as(what)
                            .isEqualTo(
                                    Problems.costModel(problem).bound(degrees).performance());
                    compared++;
                }
            }
        }
        System.out.println("Copies of experts: " + compared + " layouts compared with instances.");
        assertThat(compared).isGreaterThan(500);
    }

    /** All instances as one. */
    private static Degrees inside(Degrees degrees) {
        Cut cut = degrees.cut();
        int factor = cut.replicas();
        return new Degrees(
                new Cut(
                        cut.tensor(),
                        cut.data() * factor,
                        cut.expert(),
                        cut.expertTensor(),
                        cut.expertData() * factor,
                        cut.pipeline(),
                        1,
                        cut.virtualStages(),
                        cut.slotsPerRank(),
                        cut.context()),
                degrees.batch());
    }
}
