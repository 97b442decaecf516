package dev.meshwright.layout.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.Architectures;
import dev.meshwright.Problems;
import dev.meshwright.facts.model.FeedForward;
import dev.meshwright.facts.model.FeedForward.Dense;
import dev.meshwright.facts.model.FeedForward.Mixture;
import dev.meshwright.facts.model.GroupedQueryAttention;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.model.Precisions;
import dev.meshwright.facts.model.Precisions.Block;
import dev.meshwright.facts.model.Precisions.Blocks;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.io.catalogue.ModelCatalogue;
import dev.meshwright.layout.Constraint;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import dev.meshwright.layout.Violation;
import dev.meshwright.question.search.space.LayoutSpace;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Block-quantized matrices are cut at multiples of their blocks. */
class BlockRulesTest {

    private static final Blocks FP8 = Blocks.uniform(Block.square(128));

    private static Problem problem(Model model, Blocks blocks) {
        Model quantized = model.withPrecisions(Precisions.uniform(Precision.FP8).withBlocks(blocks));
        return Problems.problem(quantized, Problems.cluster(1, 8, "h200-sxm"), Problems.serving(512, 64));
    }

    private static Problem problem(GroupedQueryAttention attention, FeedForward feedForward, Blocks blocks) {
        return problem(
                Architectures.model("quantized", 1024, 1000, List.of(new Layer(attention, feedForward))), blocks);
    }

    private static List<Violation> broken(Problem problem, int tensor, int expert, int expertTensor) {
        int experts = new DegreeRules(problem).experts();
        Degrees degrees = new Degrees(
                tensor,
                1,
                expert,
                expertTensor,
                1,
                1,
                1,
                1,
                1,
                Recomputation.NONE,
                experts == 0 ? 0 : experts / expert,
                1);
        return new DegreeRules(problem).violations(degrees);
    }

    /**
     * Qwen3-235B in FP8: eight ranks have 1,536 / 8 = 192 columns of an expert, one and a half blocks of 128; engines refuse
     * (vllm-project/vllm issue 17569). Four have 384, three blocks; two experts' groups are left.
     */
    @Test
    void expertsAreCutAtWholeBlocks() {
        Model qwen =
                ModelCatalogue.standard().find("qwen3-235b-a22b").orElseThrow().model();
        Problem fp8 = problem(qwen, FP8);
        assertThat(broken(fp8, 8, 1, 8))
                .containsExactly(Violation.count(
                        Constraint.QUANTIZATION_BLOCK,
                        "expert width by expertTensor",
                        1536.0 / 8,
                        128,
                        "Set expertTensor to 4 and multiply expert by 2: a rank has 384, whole blocks of 128."));
        assertThat(broken(fp8, 8, 2, 4)).as("advice followed").isEmpty();
        assertThat(broken(fp8, 8, 8, 1)).as("whole experts").isEmpty();
        assertThat(broken(problem(qwen, Blocks.NONE), 8, 1, 8))
                .as("scales of whole columns")
                .isEmpty();
    }

    @Test
    void theSearchTriesNoOtherCuts() {
        Model qwen =
                ModelCatalogue.standard().find("qwen3-235b-a22b").orElseThrow().model();
        Set<Integer> tried = new TreeSet<>();
        new LayoutSpace(problem(qwen, FP8))
                .forEach(family -> tried.add(family.cut().expertTensor()));
        assertThat(tried).contains(1, 2, 4).doesNotContain(8);
    }

    /** 18,432 / 32 = 576 = 4.5 blocks: DeepSeek-R1 does not run on 32 tensor ranks (sgl-project/sglang issue 3345). */
    @Test
    void denseLayersAreCutAtWholeBlocks() {
        Model r1 = ModelCatalogue.standard().find("deepseek-r1").orElseThrow().model();
        Problem wide = Problems.problem(r1, Problems.cluster(4, 8, "h200-sxm"), Problems.serving(512, 64));
        assertThat(broken(wide, 32, 32, 1))
                .contains(Violation.count(
                        Constraint.QUANTIZATION_BLOCK,
                        "feed-forward width by tensor",
                        18432.0 / 32,
                        128,
                        "Set tensor to 16: a rank has 1,152, whole blocks of 128."));
        assertThat(broken(wide, 8, 8, 1)).isEmpty();
    }

    /** Shared experts are cut by the tensor degree, also where routed ones stay whole. */
    @Test
    void sharedExpertsAreCutAtWholeBlocks() {
        Problem problem = problem(new GroupedQueryAttention(16, 8, 128), new Mixture(8, 2, 1024, 512), FP8);
        assertThat(broken(problem, 8, 8, 1))
                .containsExactly(Violation.count(
                        Constraint.QUANTIZATION_BLOCK,
                        "shared expert width by tensor",
                        512.0 / 8,
                        128,
                        "Set tensor to 4: a rank has 128, whole blocks of 128."));
    }

    /** Two heads of 64 make a block; a rank with one key-value head has half of one. */
    @Test
    void headsAreCutAtWholeBlocks() {
        Problem problem = problem(new GroupedQueryAttention(32, 4, 64), new Dense(4096, true, false), FP8);
        assertThat(broken(problem, 4, 1, 1))
                .containsExactly(
                        Violation.count(
                                Constraint.QUANTIZATION_BLOCK,
                                "key heads by tensor",
                                64,
                                128,
                                "Set tensor to 2: a rank has 128, whole blocks of 128."),
                        Violation.count(
                                Constraint.QUANTIZATION_BLOCK,
                                "value heads by tensor",
                                64,
                                128,
                                "Set tensor to 2: a rank has 128, whole blocks of 128."));
        assertThat(broken(problem, 2, 1, 1)).isEmpty();
    }

    /** Groups along the inputs bind the second matrices alone: 11,008 / 8 = 1,376 rows are 10.75 groups of 128 (AWQ). */
    @Test
    void groupsBindRowsAlone() {
        Blocks awq = Blocks.uniform(new Block(1, 128));
        Problem problem = problem(new GroupedQueryAttention(32, 32, 128), new Dense(11008, true, false), awq);
        assertThat(broken(problem, 8, 1, 1)).singleElement().satisfies(violation -> {
            assertThat(violation.where()).isEqualTo("feed-forward width by tensor");
            assertThat(violation.actual()).isEqualTo(11008.0 / 8);
            // 2: 5,504 = 43 x 128; 4: 2,752 = 21.5 x 128.
            assertThat(violation.fix()).startsWith("Set tensor to 2:");
        });
        assertThat(broken(problem, 2, 1, 1)).isEmpty();
    }

    @Test
    void anUncutMatrixMayHaveAnyWidth() {
        Problem problem = problem(new GroupedQueryAttention(8, 8, 128), new Mixture(8, 2, 320, 0), FP8);
        assertThat(broken(problem, 8, 8, 1)).isEmpty();
        assertThat(broken(problem, 8, 4, 2)).singleElement().satisfies(violation -> assertThat(violation.fix())
                .isEqualTo("Set expertTensor to 1 and multiply expert by 2: a rank has 320, all of it."));
    }

    @Test
    void trainingComputesFromWeightsOfItsOwn() {
        Problem inference = problem(new GroupedQueryAttention(8, 8, 128), new Mixture(8, 2, 320, 0), FP8);
        Problem training = inference.withWorkload(Problems.training(512, 8));
        assertThat(broken(training, 8, 4, 2))
                .noneMatch(violation -> violation.constraint() == Constraint.QUANTIZATION_BLOCK);
    }

    /** Another label for the weights says nothing of blocks; a part that keeps its format keeps them. */
    @Test
    void blocksBelongToTheirFormat() {
        Precisions shipped = Precisions.uniform(Precision.FP8).withBlocks(FP8);
        Model model = Architectures.small(2, 8).withPrecisions(shipped);
        assertThat(model.withPrecisions(Precisions.BF16).precisions().blocks()).isEqualTo(Blocks.NONE);
        Precisions mixed = new Precisions(
                Precision.FP8,
                Precision.FP8,
                Precision.FP8,
                Precision.NVFP4,
                Precision.BF16,
                Precision.FP8,
                Precision.BF16);
        assertThat(model.withPrecisions(mixed).precisions().blocks())
                .isEqualTo(new Blocks(Block.square(128), Block.square(128), Block.square(128), Block.NONE));
        assertThat(model.withPrecisions(shipped.withKeyValueCache(Precision.BF16))
                        .precisions()
                        .blocks())
                .isEqualTo(FP8);
    }

    /** 2 key-value heads are copied to 4 ranks, which 1,536 columns of a shared expert allow: 4 is nearer to 8 than 2. */
    @Test
    void theNearestDegreeMayCopyHeads() {
        Problem problem = problem(new GroupedQueryAttention(16, 2, 128), new Mixture(16, 2, 1024, 1536), FP8);
        assertThat(broken(problem, 4, 4, 1)).as("it works").isEmpty();
        assertThat(broken(problem, 8, 8, 1))
                .containsExactly(Violation.count(
                        Constraint.QUANTIZATION_BLOCK,
                        "shared expert width by tensor",
                        1536.0 / 8,
                        128,
                        "Set tensor to 4: a rank has 384, whole blocks of 128."));
    }
}
