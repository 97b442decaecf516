package dev.meshwright.layout.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.Architectures;
import dev.meshwright.Problems;
import dev.meshwright.facts.model.CompressedAttention;
import dev.meshwright.facts.model.FeedForward;
import dev.meshwright.facts.model.FeedForward.Dense;
import dev.meshwright.facts.model.FeedForward.Mixture;
import dev.meshwright.facts.model.GroupedQueryAttention;
import dev.meshwright.facts.model.LatentAttention;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.LinearAttention;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.model.Precisions;
import dev.meshwright.facts.model.Precisions.Block;
import dev.meshwright.facts.model.Precisions.Blocks;
import dev.meshwright.facts.model.SparseIndexer;
import dev.meshwright.facts.model.TokenMixer;
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

    /** What eight ranks break of a mixer alone, with columns or rows of each. */
    private static List<String> cuts(TokenMixer mixer, Block block) {
        Blocks blocks = new Blocks(block, Block.NONE, Block.NONE, Block.NONE);
        Model model = Architectures.model("mixer", 1024, 1000, List.of(new Layer(mixer, new Dense(4096, true, false))));
        return broken(problem(model, blocks), 8, 1, 1).stream()
                .map(violation -> violation.where() + " " + (int) violation.actual())
                .toList();
    }

    private static final Block COLUMNS = new Block(128, 1);

    private static final Block ROWS = new Block(1, 128);

    /** Query, key and value columns are cut with their heads, rows of the output with those of values: 64 and 32. */
    @Test
    void everyMatrixOfGroupedAttentionIsLookedAt() {
        TokenMixer mixer =
                new GroupedQueryAttention(8, 8, 64, 0, false, false, 0, false, false, 32, false, SparseIndexer.NONE);
        assertThat(cuts(mixer, COLUMNS))
                .containsExactly("query heads by tensor 64", "key heads by tensor 64", "value heads by tensor 32");
        assertThat(cuts(mixer, ROWS)).containsExactly("attention output by tensor 32");
        assertThat(cuts(mixer, Block.NONE)).isEmpty();
    }

    /** Heads of 192 neither fill blocks of 128 nor divide one: keys and values are quantized head by head, queries are not. */
    @Test
    void keysOfOddHeadsAreQuantizedByHead() {
        assertThat(cuts(new GroupedQueryAttention(8, 8, 192), COLUMNS)).containsExactly("query heads by tensor 192");
        assertThat(cuts(new GroupedQueryAttention(8, 8, 256), COLUMNS)).isEmpty();
        // Two key-value heads are copied: a rank holds one whole head, half a block.
        assertThat(cuts(new GroupedQueryAttention(16, 2, 64), COLUMNS))
                .containsExactly("key heads by tensor 64", "value heads by tensor 64");
    }

    /** A latent head is 32 + 16 for queries, 32 + 40 for what the latent expands to, 40 for the output. */
    @Test
    void everyMatrixOfLatentAttentionIsLookedAt() {
        TokenMixer mixer = new LatentAttention(8, 384, 128, 32, 16, 40, SparseIndexer.NONE);
        assertThat(cuts(mixer, COLUMNS))
                .containsExactly("query heads by tensor " + (32 + 16), "key-value heads by tensor " + (32 + 40));
        assertThat(cuts(mixer, ROWS)).containsExactly("attention output by tensor 40");
    }

    /** Compressed attention has outputs in groups of a rank each; a recurrence reads 8 x 48 = 384 columns. */
    @Test
    void everyMatrixOfOtherMixersIsLookedAt() {
        TokenMixer compressed = new CompressedAttention(8, 64, 512, 8, 96, 128, 128, SparseIndexer.NONE);
        assertThat(cuts(compressed, COLUMNS)).containsExactly("query heads by tensor 64");
        assertThat(cuts(compressed, ROWS)).containsExactly("attention output by tensor 96");
        TokenMixer recurrence = new LinearAttention(LinearAttention.Kind.MAMBA2, 8, 1024, 384, 8 * 48 * 64, 4, 7, 0);
        assertThat(cuts(recurrence, ROWS)).containsExactly("recurrence output by tensor " + 384 / 8);
        assertThat(cuts(recurrence, COLUMNS)).isEmpty();
    }

    /** Gate and up are cut along their outputs, down along its inputs: 320 / 8 = 40 of either. */
    @Test
    void bothSidesOfANetworkBind() {
        GroupedQueryAttention attention = new GroupedQueryAttention(8, 8, 128);
        for (Block block : List.of(COLUMNS, ROWS)) {
            Blocks dense = new Blocks(Block.NONE, block, Block.NONE, Block.NONE);
            assertThat(broken(problem(attention, new Dense(320, true, false), dense), 8, 1, 1))
                    .as("%s", block)
                    .extracting(Violation::actual)
                    .containsExactly(320 / 8.0);
        }
    }
}
