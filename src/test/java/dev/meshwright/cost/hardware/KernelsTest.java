package dev.meshwright.cost.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.Problems;
import dev.meshwright.cost.evaluation.Component;
import dev.meshwright.cost.tally.Tally;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.model.Precisions;
import dev.meshwright.facts.problem.Assumptions;
import org.junit.jupiter.api.Test;

/** H100 SXM: 989 TFLOP/s in BF16, 1978 in FP8, 3350 GB/s. */
class KernelsTest {

    private static Kernels kernels(Assumptions assumptions) {
        var gpu = Problems.gpu("h100-sxm");
        return new Kernels(gpu, Problems.EFFICIENCIES.of(gpu), assumptions);
    }

    private static final Kernels FITTED = kernels(Assumptions.NONE);
    private static final Kernels ASSUMED = kernels(Problems.efficiencies(0.6, 0.8));

    @Test
    void productIsBookedWithFlopsAndBytes() {
        Tally tally = new Tally();
        FITTED.product(tally, Component.LM_HEAD, 100, 2000, 3000, Precision.FP8, 2);
        assertThat(tally.flops(Component.LM_HEAD)).isEqualTo(2 * 2.0 * 100 * 2000 * 3000);
        // FP8 weights and activations, 16-bit results.
        assertThat(tally.memoryBytes(Component.LM_HEAD))
                .isEqualTo(2 * (2000.0 * 3000 + 100.0 * 3000 + 2 * 100.0 * 2000));
    }

    @Test
    void assumedEfficiencyIsReachedByEverySize() {
        Tally large = new Tally();
        ASSUMED.product(large, Component.LM_HEAD, 8192, 8192, 8192, Precision.BF16, 1);
        assertThat(large.totalSeconds()).isCloseTo(2 * Math.pow(8192, 3) / (0.6 * 989e12), within(1e-12));
        Tally small = new Tally();
        ASSUMED.product(small, Component.LM_HEAD, 1, 8192, 8192, Precision.BF16, 1);
        double bytes = 2 * (8192.0 * 8192 + 8192 + 8192);
        assertThat(small.totalSeconds()).isCloseTo(bytes / (0.8 * 3350e9), within(1e-12));
    }

    @Test
    void nothingBeatsItsRoofline() {
        for (Precision precision : new Precision[] {Precision.BF16, Precision.FP8, Precision.MXFP4}) {
            for (double rows = 1; rows <= 1 << 16; rows *= 4) {
                Tally tally = new Tally();
                FITTED.product(tally, Component.LM_HEAD, rows, 4096, 4096, precision, 1);
                FITTED.attention().prefill(tally, rows, rows / 2, 32, 8, 128, Precision.BF16);
                FITTED.attention().decode(tally, rows, 4096, 32, 8, 128, Precision.BF16);
                FITTED.attention().latentDecode(tally, rows, 4096, 128, 512, 64, Precision.BF16);
                assertThat(tally.seconds(Component.LM_HEAD))
                        .as("%s rows in %s", rows, precision)
                        .isGreaterThanOrEqualTo(tally.rooflineSeconds(Component.LM_HEAD));
                assertThat(tally.seconds(Component.ATTENTION_CORE))
                        .isGreaterThanOrEqualTo(tally.rooflineSeconds(Component.ATTENTION_CORE));
            }
        }
    }

    /**
     * 8,192 tokens score 65,536 positions with 64 heads of 128: 2 x 128 FLOP in the tensor cores and one weighed product each. Scores
     * of 4 bytes are written and read twice.
     */
    @Test
    void scoresOfAnIndexerAreWeighedOneByOneWrittenAndReadTwice() {
        Tally tally = new Tally();
        double pairs = 8192.0 * 65_536;
        FITTED.attention().indexScores(tally, 8192, 65_536, 64, 128, 65_536 * 132);
        assertThat(tally.flops(Component.ATTENTION_CORE)).isEqualTo(2 * pairs * 64 * 128);
        assertThat(tally.memoryBytes(Component.ATTENTION_CORE)).isEqualTo(65_536 * 132 + 3 * 4 * pairs);
        double weighed = pairs * 64 * 2.236e-13;
        double chosen = 8 * pairs / (0.83 * 3350e9);
        assertThat(tally.seconds(Component.ATTENTION_CORE)).isCloseTo(weighed + chosen, within(1e-5));
        Tally assumed = new Tally();
        ASSUMED.attention().indexScores(assumed, 8192, 65_536, 64, 128, 65_536 * 132);
        assertThat(assumed.seconds(Component.ATTENTION_CORE))
                .isCloseTo(2 * pairs * 64 * 128 / (0.6 * 1978e12) + 8 * pairs / (0.8 * 3350e9), within(1e-5));
    }

    /**
     * 132 multiprocessors score 128 rows each, 264 tokens of 64 heads at a time; half of the last wave is idle. 512 MiB hold the
     * scores of 512 of the 8,192 tokens for 262,144 positions, so that every 512 tokens pay for 132 more.
     */
    @Test
    void promptsAreScoredInPiecesWhoseLastWaveIsHalfEmpty() {
        double positions = 262_144;
        double weighed = 8192 * positions * 64 * 2.236e-13;
        double chosen = 8 * 8192 * positions / (0.83 * 3350e9);
        assertThat(secondsOfPrompts(0)).isCloseTo(weighed * (1 + 132 / 8192.0) + chosen, within(1e-5));
        assertThat(secondsOfPrompts(512 * 4 * positions)).isCloseTo(weighed * (1 + 132 / 512.0) + chosen, within(1e-5));
        assertThat(secondsOfPrompts(8192 * 4 * positions)).isEqualTo(secondsOfPrompts(0));
    }

    private static double secondsOfPrompts(double mostScoreBytes) {
        Tally tally = new Tally();
        new Kernels(
                        FITTED.gpu(),
                        FITTED.efficiency(),
                        Assumptions.NONE,
                        new EngineKernels(1, 1, 0, 0, mostScoreBytes, true),
                        Precisions.BF16)
                .attention()
                .indexScoresOfPrompts(tally, 8192, 262_144, 64, 128, 262_144 * 132);
        return tally.seconds(Component.ATTENTION_CORE);
    }

    @Test
    void decodeStreamsTheCache() {
        // 64 sequences of 8192 tokens, 8 key-value heads of 128: keys and values in BF16.
        Tally tally = new Tally();
        FITTED.attention().decode(tally, 64, 8192, 32, 8, 128, Precision.BF16);
        assertThat(tally.memoryBytes(Component.ATTENTION_CORE)).isEqualTo(64.0 * 8192 * 2 * 8 * 128 * 2);
        assertThat(tally.flops(Component.ATTENTION_CORE)).isEqualTo(4.0 * 64 * 8192 * 32 * 128);
    }

    @Test
    void latentDecodeReadsEachLatentOnce() {
        Tally tally = new Tally();
        FITTED.attention().latentDecode(tally, 64, 4096, 128, 512, 64, Precision.BF16);
        assertThat(tally.memoryBytes(Component.ATTENTION_CORE)).isEqualTo(64.0 * 4096 * (512 + 64) * 2);
        assertThat(tally.flops(Component.ATTENTION_CORE)).isEqualTo(2.0 * 64 * 4096 * 128 * (2 * 512 + 64));
    }

    @Test
    void fourBitWeightsRunInSixteenBitArithmetic() {
        assertThat(FITTED.peak(Precision.MXFP4)).isEqualTo(989e12);
        assertThat(FITTED.peak(Precision.FP8)).isEqualTo(1978e12);
    }

    /** A product of one row reads the weights and their scales: 4.125 bits each in groups of 128. */
    @Test
    void scalesAreReadWithTheWeights() {
        Precisions stored =
                Precisions.uniform(Precision.INT4).withBlocks(Precisions.Blocks.uniform(new Precisions.Block(1, 128)));
        Kernels kernels =
                new Kernels(FITTED.gpu(), FITTED.efficiency(), Assumptions.NONE, EngineKernels.AS_MEASURED, stored);
        Tally tally = new Tally();
        kernels.product(tally, Component.LM_HEAD, 1, 8192, 4096, Precision.INT4, 1);
        assertThat(tally.memoryBytes(Component.LM_HEAD)).isEqualTo(4.125 / 8 * 8192 * 4096 + 2 * 4096 + 2 * 8192);
    }

    /**
     * 8-bit products with one scale per tensor: the tables' kernel quantizes its input by a launch and a pass of its own, an engine in the
     * kernel before. 16 rows of 8,192 by 8,192 weights: 67.1 MB + 0.13 MB + 0.26 MB at 84.4 % of 3.35 TB/s is 23.9 us, 1.4 us of
     * arithmetic at what 700 W allow and 1.5 us of depth (19.3 % of both exposed), and 2.8 us of one launch instead of 12.6. Scales of blocks are applied
     * on the way, by another kernel.
     */
    @Test
    void enginesQuantizeInTheKernelBefore() {
        double bytes = 8192.0 * 8192 + 16 * 8192 + 2 * 16 * 8192;
        double arithmetic = 2.0 * 16 * 8192 * 8192 / (2.1467e12 * 700) + 8192 * 1.884e-10;
        double expected = 2.765e-6 + bytes / (3350e9 * 0.844) + 0.1931 * arithmetic;
        assertThat(eightBit(Precisions.uniform(Precision.FP8))).isCloseTo(expected, within(1e-9));
        assertThat(eightBit(Precisions.uniform(Precision.FP8)
                        .withBlocks(Precisions.Blocks.uniform(Precisions.Block.square(128)))))
                .isEqualTo(FITTED.efficiency().gemm().eightBit().seconds(16, 8192, 8192, 1978e12, 3350e9, 1, 1));
    }

    private static double eightBit(Precisions stored) {
        Tally tally = new Tally();
        new Kernels(
                        FITTED.gpu(),
                        Problems.EFFICIENCIES.of(FITTED.gpu()),
                        Assumptions.NONE,
                        new EngineKernels(1, 1, 0, 0, 0, true),
                        stored)
                .product(tally, Component.LM_HEAD, 16, 8192, 8192, Precision.FP8, 1);
        return tally.totalSeconds();
    }

    /** A data sheet with a peak for MXFP4 multiplies in it: dense products and experts at its rate, by its surfaces. */
    @Test
    void microscaledFourBitsRunAtTheirOwnRateWhereThereIsOne() {
        var gpu = Problems.gpu("mi355x");
        var efficiency = Problems.EFFICIENCIES.of(gpu);
        Kernels kernels = new Kernels(gpu, efficiency, Assumptions.NONE);
        assertThat(kernels.peak(Precision.MXFP4)).isEqualTo(10066.3e12);
        Tally tally = new Tally();
        kernels.product(tally, Component.LM_HEAD, 8192, 8192, 8192, Precision.MXFP4, 1);
        double bytes = Precision.MXFP4.bytesPerElement();
        assertThat(tally.totalSeconds())
                .isCloseTo(
                        efficiency
                                .gemm()
                                .fourBit()
                                .seconds(8192, 8192, 8192, 10066.3e12, gpu.memoryBandwidth(), bytes, bytes),
                        within(1e-12));
        var experts = efficiency.experts().fourBit();
        assertThat(kernels.expertSeconds(1e5, 1, 4096, 2048, true, Precision.MXFP4))
                .isCloseTo(
                        experts.seconds(1e5, 1, 4096, 2048, true, bytes, 10066.3e12, gpu.memoryBandwidth())
                                - experts.launchSeconds(),
                        within(1e-12));
    }
}
