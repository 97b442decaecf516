package dev.meshwright.question.scale.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.Problems;
import dev.meshwright.facts.model.FeedForward;
import dev.meshwright.facts.model.FlopCount;
import dev.meshwright.facts.model.GroupedQueryAttention;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.Precisions;
import dev.meshwright.facts.problem.Assumptions;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.Targets;
import dev.meshwright.facts.workload.Workload.Decode;
import dev.meshwright.facts.workload.Workload.Prefill;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The arithmetic of the founding documents: 240 TFLOP/s and 8 GFLOP per token are 30 tokens/ms for ONE GPU. */
class RooflineTest {

    /** Target of the founding documents: 100 tokens/ms. */
    private static final double TARGET = 100e3;

    private static final Assumptions SIXTY_PERCENT = Assumptions.NONE
            .withComputeEfficiency(OptionalDouble.of(0.6))
            .withMemoryBandwidthEfficiency(OptionalDouble.of(0.8));

    /**
     * 8 GFLOP per token: projections 2 x 4 x 2000 x 2000 = 32e6, core 4 x 10 x 200 x 1 = 8000, feed-forward
     * 2 x 3 x 2000 x 660,000 = 7.92e9, head 2 x 2000 x 11,998 = 47.992e6; together 8.0e9.
     */
    private static final Model EIGHT_GFLOP = new Model(
            "eight-gflop",
            2000,
            11_998,
            false,
            0,
            List.of(new Layer(new GroupedQueryAttention(10, 10, 200), new FeedForward.Dense(660_000, true, false))),
            List.of(),
            Precisions.BF16);

    private final Problem problem = SmallProblems.problem(
            EIGHT_GFLOP, new Prefill(List.of(1), OptionalInt.empty()), Targets.NONE, SIXTY_PERCENT);
    private final Roofline roofline = Roofline.of(problem, SmallProblems.GPU);

    @Test
    void theModelTakesEightGflopPerToken() {
        assertThat(FlopCount.prefill(EIGHT_GFLOP, 1).total()).isCloseTo(8e9, within(1e6));
    }

    @Test
    void oneGpuMakesThirtyTokensPerMillisecond() {
        assertThat(roofline.tokensPerSecond()).isCloseTo(240e12 / 8e9, within(10.0));
        assertThat(roofline.boundByCompute()).isTrue();
    }

    @Test
    void theSystemTargetTakesEightOrNineGpus() {
        double losses = 0.58 * 0.88 * 0.82;
        assertThat(roofline.tokensPerSecond() * losses).isCloseTo(12_560, within(10.0));
        assertThat(roofline.gpusAt(TARGET, 1)).isEqualTo(4);
        assertThat(roofline.gpusAt(TARGET, losses)).isEqualTo(8);
        assertThat(roofline.gpusAt(TARGET, losses * 0.9)).isEqualTo(9);
        assertThat(Roofline.gpus(TARGET, 11_300)).isEqualTo(9);
        assertThat(Roofline.gpus(90e3, 30e3)).isEqualTo(3);
    }

    @Test
    void thePerGpuTargetIsImpossibleWhateverTheirNumber() {
        NodeTypeScaler scaler = new NodeTypeScaler(
                Problems.question(problem), NodeType.of(problem.cluster()), SmallProblems.SEARCHER, 16);
        PerGpuReach reach = scaler.perGpu(TARGET);
        assertThat(reach.reachable()).isFalse();
        assertThat(reach.proven()).isTrue();
        assertThat(reach.proof()).contains("no number of GPUs").contains("3.33 times");
        assertThat(reach.shortfall().getFirst().resource()).isEqualTo("FLOP/s");
        assertThat(reach.shortfall().getFirst().factor()).isCloseTo(100.0 / 30, within(0.002));
    }

    @Test
    void theSystemTargetIsReachedWherePerGpuItIsNot() {
        NodeTypeScaler scaler = new NodeTypeScaler(
                Problems.question(problem), NodeType.of(problem.cluster()), SmallProblems.SEARCHER, 16);
        SystemReach reach = scaler.system(TARGET);
        assertThat(reach.reachable()).isTrue();
        assertThat(reach.size().orElseThrow().gpus()).isBetween(roofline.gpusAt(TARGET, 1), 9);
    }

    /** 4 layers x 2 x 4 heads x 128 x 2 bytes x (1000 + 50) positions = 8,601,600 bytes at 1.8 TB/s. */
    @Test
    void decodeReadsItsOwnCache() {
        Problem decode = SmallProblems.problem(
                SmallProblems.MIXTURE,
                new Decode(List.of(1000), 100, OptionalInt.empty()),
                Targets.NONE,
                Assumptions.NONE);
        Roofline there = Roofline.of(decode, SmallProblems.GPU);
        assertThat(there.cacheBytesPerToken()).isCloseTo(4 * 2 * 4 * 128 * 2 * 1050.0, within(1.0));
        assertThat(there.cacheSeconds()).isCloseTo(8_601_600 / 1.8e12, within(1e-9));
    }
}
