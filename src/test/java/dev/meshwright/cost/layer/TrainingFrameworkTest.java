package dev.meshwright.cost.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.Problems;
import dev.meshwright.cost.efficiency.KernelEfficiency;
import dev.meshwright.cost.efficiency.TrainingConstants;
import dev.meshwright.cost.evaluation.Component;
import dev.meshwright.cost.hardware.Kernels;
import dev.meshwright.cost.hardware.Links;
import dev.meshwright.cost.tally.Tally;
import dev.meshwright.facts.model.FeedForward.Dense;
import dev.meshwright.facts.model.FeedForward.Mixture;
import dev.meshwright.facts.model.GroupedQueryAttention;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.model.Precisions;
import dev.meshwright.facts.problem.Assumptions;
import dev.meshwright.facts.workload.TrainingRecipe;
import dev.meshwright.facts.workload.TrainingRecipe.Execution;
import dev.meshwright.facts.workload.TrainingRecipe.Scaling;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainingFrameworkTest {

    private static final int HIDDEN = 1024;
    private static final GroupedQueryAttention ATTENTION = new GroupedQueryAttention(8, 2, 128);
    private static final Layer DENSE = new Layer(ATTENTION, new Dense(4096, true, false));

    private static TrainingFramework work(boolean sequenceParallel, Execution execution, boolean fixedCapacity) {
        TrainingRecipe recipe = new TrainingRecipe(
                sequenceParallel,
                true,
                false,
                false,
                false,
                false,
                true,
                false,
                false,
                fixedCapacity,
                Scaling.BLOCK,
                execution);
        return new TrainingFramework(recipe, TrainingConstants.standard());
    }

    private static Kernels kernels() {
        var gpu = Problems.gpu("h100-sxm");
        return new Kernels(gpu, Problems.EFFICIENCIES.of(gpu), Assumptions.NONE);
    }

    private static double elementWiseBytes(TrainingFramework work, Layer layer, int streams, int tensor) {
        return elementWiseBytes(work, layer, streams, tensor, Precisions.BF16);
    }

    private static double elementWiseBytes(
            TrainingFramework work, Layer layer, int streams, int tensor, Precisions precisions) {
        Tally tally = new Tally();
        work.addElementWise(
                kernels(),
                layer,
                layer.mixer().projections(HIDDEN),
                100,
                new ModelRuntime.Residual(HIDDEN, streams, 2),
                precisions,
                tensor,
                tally);
        return tally.memoryBytes(Component.ELEMENT_WISE);
    }

    /** 100 tokens: two parts of 5 h; Q (8 heads), K and V (2 each) of 128 read and written; 3 f of the activation. */
    @Test
    void elementWiseKernelsMoveCountedBytes() {
        TrainingFramework work = work(true, Execution.FUSED, false);
        double moved = 2 * 5 * 1024 + 2 * (8 + 2 + 2) * 128 + 3 * 4096;
        assertThat(elementWiseBytes(work, DENSE, 1, 1)).isEqualTo(100 * 2 * moved);
        assertThat(elementWiseBytes(work, DENSE, 1, 2)).isEqualTo(100 * 2 * moved / 2);
    }

    /**
     * Converted in 8 bits, 2 + 1 + 1 bytes each: forward the inputs of the attention's output (8 x 128) and of the second
     * product (4096), backward the gradients of Q, K, V (12 x 128), both outputs (h) and gate and up (2 x 4096).
     */
    @Test
    void operandsThatNoNormMadeAreConverted() {
        double elements = 8 * 128 + 4096 + 12 * 128 + 2 * 1024 + 2 * 4096;
        TrainingFramework work = work(true, Execution.FUSED, false);
        double sixteen = elementWiseBytes(work, DENSE, 1, 1);
        // Element-wise work takes 1 + 1.5 passes, the elements above are those of all.
        assertThat(elementWiseBytes(work, DENSE, 1, 1, Precisions.uniform(Precision.FP8)) - sixteen)
                .isCloseTo(100 * 4 * elements / 2.5, within(1e-6));
        double two = elementWiseBytes(work, DENSE, 1, 2);
        assertThat(elementWiseBytes(work, DENSE, 1, 2, Precisions.uniform(Precision.FP8)) - two)
                .isCloseTo(100 * 4 * elements / 2 / 2.5, within(1e-6));
    }

    @Test
    void withoutSequenceParallelismNormsAreWholeOnEveryTensorRank() {
        double split = 2 * (8 + 2 + 2) * 128 + 3 * 4096;
        assertThat(elementWiseBytes(work(false, Execution.FUSED, false), DENSE, 1, 2))
                .isEqualTo(100 * 2 * (2 * 5 * 1024 + split / 2));
    }

    /** Four streams: norm 2, mixing before 4 + 1 and after 4 + 4 + 1, makes 3 x 4 + 4 moves of h per part. */
    @Test
    void residualStreamsAreMixedBeforeAndAfterEachPart() {
        TrainingFramework work = work(true, Execution.FUSED, false);
        assertThat(elementWiseBytes(work, DENSE, 4, 1) - elementWiseBytes(work, DENSE, 1, 1))
                .isEqualTo(100 * 2 * 2 * 1024 * (16.0 - 5));
    }

    /** Two experts of width 512 per token: 26 x 512 + 2 x 1024 moves of 4 bytes each, unless graphs have fused them. */
    @Test
    void biasedExpertsTakePassesOfTheirOwn() {
        Mixture plain = new Mixture(16, 2, 512, 0);
        Mixture biased = new Mixture(16, 2, 512, true, true, 0, false, 0, 1, 1, 0);
        // Experts count three passes, element-wise work 1 + 1.5.
        assertThat(expertBytes(Execution.FUSED, biased))
                .isCloseTo(100 * 2 * 4 * (26.0 * 512 + 2 * 1024) * 2.5 / 3, within(1e-6));
        assertThat(expertBytes(Execution.FUSED, plain)).isZero();
        assertThat(expertBytes(Execution.CAPTURED, biased)).isZero();
    }

    private static double expertBytes(Execution execution, Mixture mixture) {
        Tally tally = new Tally();
        Layer layer = new Layer(ATTENTION, mixture);
        work(true, execution, false)
                .addElementWise(
                        kernels(),
                        layer,
                        layer.mixer().projections(HIDDEN),
                        100,
                        new ModelRuntime.Residual(HIDDEN, 1, 2),
                        Precisions.BF16,
                        1,
                        tally);
        return tally.memoryBytes(Component.EXPERTS);
    }

    /** Read and written once in 4 or 2 bytes, of which products hide a half, grouped ones a tenth. */
    @Test
    void gradientSumsAreHiddenInPartByTheirProducts() {
        for (boolean wide : new boolean[] {true, false}) {
            TrainingRecipe recipe = new TrainingRecipe(
                    true, true, false, false, false, false, wide, false, false, false, Scaling.BLOCK, Execution.FUSED);
            Tally tally = new Tally();
            new TrainingFramework(recipe, TrainingConstants.standard()).addGradientSums(kernels(), 1000, 100, tally);
            assertThat(tally.memoryBytes(Component.GRADIENT_SUM))
                    .isCloseTo((wide ? 8 : 4) * (0.5 * 1000 + 0.9 * 100), within(1e-9));
        }
    }

    /** Four ranks share 4 x 100 positions; keys and values of 2 heads of 128 in 2 bytes; each sends 3/4 of all of them. */
    @Test
    void keysAndValuesGoRoundTheRanksOfASequence() {
        Tally tally = new Tally();
        var fitted = Problems.EFFICIENCIES.of(Problems.gpu("h100-sxm"));
        Links links = new Links(fitted.collectives(), fitted.exchange(), 450e9, 50e9, 5e-6, 8);
        Degrees degrees = new Degrees(1, 1, 1, 1, 1, 4, 1, 1, 1, Recomputation.NONE, 0, 4);
        work(true, Execution.FUSED, false).addContextExchange(links, DENSE, Pass.training(1, 400, 4), degrees, tally);
        assertThat(tally.linkBytes(Component.CONTEXT_EXCHANGE)).isEqualTo(3.0 / 4 * 400 * 2 * 2 * 128 * 2);
    }

    /** 700 W at half a TFLOP per joule sustain 350 TFLOP/s in 16 bits, and twice that in 8 with a gain of 2. */
    @Test
    void theBoardsPowerCapsProducts() {
        var gpu = Problems.gpu("h100-sxm");
        TrainingConstants constants =
                TrainingConstants.standard().with(Map.of("hopper.flopsPerJoule", 0.5e12, "narrow.flopsPerJoule", 2.0));
        KernelEfficiency capped =
                new TrainingFramework(TrainingRecipe.STANDARD, constants).kernels(gpu, Problems.EFFICIENCIES.of(gpu));
        assertThat(capped.gemm().sixteenBit().computeFraction() * gpu.peakFlops(Precision.BF16))
                .isCloseTo(350e12, within(1e6));
        assertThat(capped.gemm().eightBit().computeFraction() * gpu.peakFlops(Precision.FP8))
                .isCloseTo(700e12, within(1e6));
    }

    /** Sequences of 200 on one rank: 13 bytes for each of 8 x 200 scores of 100 tokens, and all positions multiplied. */
    @Test
    void scoresWithoutFlashAttentionGoThroughMemory() {
        Tally tally = new Tally();
        work(true, Execution.FUSED, false)
                .addScoresInMemory(kernels(), ATTENTION, Pass.training(0.5, 200, 1), 1, tally);
        assertThat(tally.memoryBytes(Component.ATTENTION_CORE)).isEqualTo(13.0 * 100 * 200 * 8);
        assertThat(tally.flops(Component.ATTENTION_CORE)).isEqualTo(4.0 * 100 * 200 * 8 * 128);
    }
}
