package dev.meshwright.cost.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.Architectures;
import dev.meshwright.Problems;
import dev.meshwright.cost.efficiency.TrainingConstants;
import dev.meshwright.cost.engine.EngineConstants;
import dev.meshwright.cost.engine.EngineSettings;
import dev.meshwright.cost.evaluation.Component;
import dev.meshwright.cost.layer.Pass;
import dev.meshwright.cost.tally.Tally;
import dev.meshwright.facts.workload.TrainingRecipe;
import dev.meshwright.facts.workload.TrainingRecipe.Execution;
import dev.meshwright.facts.workload.TrainingRecipe.Scaling;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Batch;
import dev.meshwright.layout.Cut;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Forward and backward pass of a training micro-batch from the books of a forward pass. */
class ExposedTimeTest {

    private static final Degrees DEGREES = Problems.degrees(8, 1, 8, 8, 1, 1, 1, 4);
    private static final Pass PASS = Pass.training(1, 4096, 1);

    private static ExposedTime exposed(boolean tensorOverlap, boolean expertOverlap) {
        TrainingRecipe recipe = new TrainingRecipe(
                true,
                true,
                tensorOverlap,
                expertOverlap,
                false,
                false,
                true,
                false,
                false,
                false,
                Scaling.BLOCK,
                Execution.FUSED);
        Training training = new Training(List.of(4096), 32, OptionalInt.empty(), 1, false, recipe);
        TrainingConstants constants = TrainingConstants.standard()
                .with(Map.of(
                        "overlap.tensor", 0.5, "overlap.experts", 0.8, "overlap.weights", 0.6, "host.evenness", 2.0));
        return CostParts.of(
                        Problems.question(Problems.problem(
                                Architectures.mixtral(), Problems.cluster(1, 8, "h100-sxm"), training)),
                        EngineConstants.standard(),
                        constants)
                .exposed();
    }

    private static Tally kernels(double seconds) {
        Tally tally = new Tally();
        tally.compute(Component.DENSE_IN, seconds, 1, 1, 1, 1);
        return tally;
    }

    @Test
    void launchesCostWhatTheyTakeLongerThanTheGpu() {
        // Products: 3 passes of 2 ms. Launches: 3 passes of 1.5 ms; by squares 7.5 ms together. Launches of 8 ms: 10
        // ms.
        Tally quick = kernels(0.002);
        quick.overhead(Component.LAYER_OVERHEAD, 0.0015);
        assertThat(exposed(false, false).seconds(quick, PASS, DEGREES)).isCloseTo(0.0075, within(1e-12));
        Tally slow = kernels(0.002);
        slow.overhead(Component.LAYER_OVERHEAD, 0.008 / 3);
        assertThat(exposed(false, false).seconds(slow, PASS, DEGREES)).isCloseTo(0.010, within(1e-12));
        assertThat(exposed(false, false).overheadSeconds(slow, PASS, DEGREES)).isCloseTo(0.004, within(1e-12));
    }

    @Test
    void waitingForTokenCountsAddsUp() {
        Tally tally = kernels(0.002);
        tally.overhead(Component.ROUTING_WAIT, 0.001);
        assertThat(exposed(false, false).seconds(tally, PASS, DEGREES)).isCloseTo(0.006 + 0.001, within(1e-12));
    }

    @Test
    void expertTrafficHidesOnlyWhereTheRecipeMergesMicroBatches() {
        // Dispatch and combine: 2 passes of 1 ms each = 4 ms. Of 4 micro-batches 3 find another: 0.8 x 3/4 of 6 ms hide
        // 3.6.
        Tally tally = kernels(0.002);
        tally.communicate(Component.DISPATCH, 0.001, 1, 0);
        tally.communicate(Component.COMBINE, 0.001, 1, 0);
        assertThat(exposed(false, false).messageSeconds(tally, PASS, DEGREES)).isCloseTo(0.004, within(1e-12));
        assertThat(exposed(false, true).messageSeconds(tally, PASS, DEGREES))
                .isCloseTo(0.004 - 0.0036 * 112 / 132, within(1e-12));
    }

    /**
     * Four stages of four chunks, 16 micro-batches: 64 passes of a stage, of which 1 + 3 + 12 fill the pipeline. Without chunks
     * 1 + 3/2 of 16 do.
     */
    @Test
    void passesThatFillThePipelineHideNothing() {
        Tally tally = kernels(0.002);
        tally.communicate(Component.DISPATCH, 0.01, 1, 0);
        for (int chunks : new int[] {4, 1}) {
            double alone = chunks == 4 ? 16.0 / 64 : 2.5 / 16;
            Degrees degrees =
                    new Degrees(new Cut(1, 1, 1, 1, 1, 4, 1, chunks, 8, 1), new Batch(1, 16, Recomputation.NONE));
            assertThat(exposed(false, true).messageSeconds(tally, PASS, degrees))
                    .isCloseTo(0.02 - 0.8 * (1 - alone) * 0.006 * 112 / 132, within(1e-12));
        }
    }

    @Test
    void aShareOfTensorParallelMessagesRunsBesideTheirProducts() {
        Tally tally = kernels(0.002);
        tally.communicate(Component.ATTENTION_ALL_REDUCE, 0.001, 1, 0);
        // Forward 1, backward 1.5 of 1 ms, of which half is hidden.
        assertThat(exposed(false, false).messageSeconds(tally, PASS, DEGREES)).isCloseTo(0.0025, within(1e-12));
        assertThat(exposed(true, false).messageSeconds(tally, PASS, DEGREES)).isCloseTo(0.00125, within(1e-12));
    }

    @Test
    void shardedWeightsHideBehindAShareOfTheKernels() {
        // Gathering: 3 passes of 2 ms = 6 ms; 0.6 of 6 ms of kernels hides 3.6 ms.
        Tally tally = kernels(0.002);
        tally.communicate(Component.WEIGHT_GATHER, 0.002, 1, 0);
        assertThat(exposed(false, false).messageSeconds(tally, PASS, DEGREES)).isCloseTo(0.006 - 0.0036, within(1e-12));
    }

    private static ExposedTime inference(EngineConstants constants) {
        return CostParts.of(
                        Problems.question(Problems.problem(
                                Architectures.mixtral(), Problems.cluster(1, 8, "h100-sxm"), Problems.prefill(4096))),
                        constants,
                        TrainingConstants.standard())
                .exposed();
    }

    /** A sum of 1 ms outlasts the 0.4 ms of the product that it runs in by 0.6; one of 1 ms in a product of 2 is hidden. */
    @Test
    void sumsThatRunInsideTheirProductsCostWhatTheyOutlastThem() {
        EngineConstants fused = EngineConstants.standard()
                .with(new EngineSettings(OptionalInt.empty(), 0, OptionalInt.empty(), 0, 0, true));
        Tally tally = new Tally();
        tally.compute(Component.ATTENTION_OUTPUT, 0.0004, 1, 1, 1, 1);
        tally.compute(Component.DENSE_OUT, 0.002, 1, 1, 1, 1);
        tally.communicate(Component.ATTENTION_ALL_REDUCE, 0.001, 1, 0);
        tally.communicate(Component.FEED_FORWARD_ALL_REDUCE, 0.001, 1, 0);
        Pass prompts = Pass.prefill(1, 4096);
        assertThat(inference(EngineConstants.standard()).messageSeconds(tally, prompts, DEGREES))
                .isCloseTo(0.002, within(1e-12));
        assertThat(inference(fused).messageSeconds(tally, prompts, DEGREES)).isCloseTo(0.0006, within(1e-12));
    }

    @Test
    void inferenceRunsOnceAndAddsItsOverhead() {
        ExposedTime exposed = inference(EngineConstants.standard());
        Tally tally = kernels(0.002);
        tally.overhead(Component.LAYER_OVERHEAD, 0.001);
        assertThat(exposed.seconds(tally, Pass.prefill(1, 4096), DEGREES)).isCloseTo(0.003, within(1e-12));
    }
}
