package dev.meshwright.cost.efficiency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.cost.efficiency.surface.DecodeAttentionSurface;
import dev.meshwright.cost.efficiency.surface.ExchangeSurface;
import dev.meshwright.cost.efficiency.surface.ExpertSurface;
import dev.meshwright.cost.efficiency.surface.GemmSurface;
import dev.meshwright.cost.efficiency.surface.PrefillAttentionSurface;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.io.catalogue.EfficiencyFiles;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SurfacesTest {

    private static final double PEAK = 1000e12;
    private static final double BANDWIDTH = 4e12;

    @Test
    void aGemmWithoutOverheadsIsTheRoofline() {
        GemmSurface ideal = new GemmSurface(1, 0, 0, 0, 1, 0, 0, 0);

        // compute bound: 2 M N K / peak
        assertThat(ideal.seconds(8192, 8192, 8192, PEAK, BANDWIDTH, 2, 2))
                .isCloseTo(2.0 * 8192 * 8192 * 8192 / PEAK, within(1e-12));
        // memory bound: the weights, the row read and the row written
        assertThat(ideal.seconds(1, 4096, 8192, PEAK, BANDWIDTH, 2, 2))
                .isCloseTo((2.0 * 4096 * 8192 + 2 * 8192 + 2 * 4096) / BANDWIDTH, within(1e-15));
    }

    @Test
    void aGemmPaysLaunchDepthExposureAndQuantization() {
        GemmSurface surface = new GemmSurface(0.5, 0, 0, 1e-9, 0.8, 3e-6, 0.25, 0.4);
        double compute = 2.0 * 64 * 1024 * 2048 / (PEAK * 0.5) + 2048 * 1e-9;
        double memory = (1.0 * 1024 * 2048 + 1.0 * 64 * 2048 + 2.0 * 64 * 1024) / (BANDWIDTH * 0.8);
        double quantization = 64 * 2048 * (2 + 1) / (BANDWIDTH * 0.4);

        assertThat(surface.seconds(64, 1024, 2048, PEAK, BANDWIDTH, 1, 1))
                .isCloseTo(
                        3e-6 + Math.max(compute, memory) + 0.25 * Math.min(compute, memory) + quantization,
                        within(1e-15));
    }

    @Test
    void powerCapsAHighPeakAndLeavesALowOne() {
        GemmSurface surface = new GemmSurface(0.9, 1e12, 0, 0, 1, 0, 0, 0);

        // 700 W x 1 TFLOP/J = 700 TFLOP/s of 1000; 700 W allow a peak of 100 TFLOP/s all of its 0.9
        assertThat(surface.powered(700, PEAK).computeFraction()).isCloseTo(0.7, within(1e-12));
        assertThat(surface.powered(700, 100e12).computeFraction()).isEqualTo(0.9);
        assertThat(surface.powered(0, PEAK).computeFraction()).isEqualTo(0.9);
        // The cap is applied once.
        assertThat(surface.powered(700, PEAK).powered(1, PEAK).computeFraction())
                .isCloseTo(0.7, within(1e-12));
        ExpertSurface experts = new ExpertSurface(0.9, 1e12, 0, 1, 0, 0, 1);
        assertThat(experts.powered(350, PEAK).computeFraction()).isCloseTo(0.35, within(1e-12));
    }

    @Test
    void rowsOfAnInstructionThatAreMissingAreComputedInVain() {
        GemmSurface product = new GemmSurface(1, 0, 64, 0, 1, 0, 0, 0);
        assertThat(product.seconds(1, 4096, 4096, 100e12, BANDWIDTH, 1, 1))
                .isCloseTo(2.0 * 64 * 4096 * 4096 / 100e12, within(1e-12));
        DecodeAttentionSurface core = new DecodeAttentionSurface(1, 0, 0, 1, 16, 1, 0, 0);
        // 4 query heads per key-value head, computed as 16
        assertThat(core.seconds(8, 4096, 32, 8, 128, 2, 10e12, BANDWIDTH))
                .isCloseTo(4.0 * 8 * 4096 * 16 * 8 * 128 / 10e12, within(1e-12));
    }

    @Test
    void softmaxAndProductsOfAScoreAddAsSquares() {
        PrefillAttentionSurface surface = new PrefillAttentionSurface(1, 3e-13, 0, 0, 1, 0);
        double products = 2.0 * 200 / PEAK;
        double bytes = 1000 * 200.0 * (2 * 8 + 6 * 8);
        assertThat(surface.seconds(1000, 500, 8, 8, 100, 100, 2, PEAK, BANDWIDTH))
                .isCloseTo(1000.0 * 8 * 500 * Math.hypot(products, 3e-13) + bytes / BANDWIDTH, within(1e-15));
    }

    @Test
    void expertsInDecodeStreamTheTouchedOnes() {
        ExpertSurface ideal = new ExpertSurface(1, 0, 0, 1, 0, 0, 1);
        double weights = 3.0 * 7168 * 2048;

        assertThat(ideal.seconds(0, 8, 8, 7168, 2048, true, 1, PEAK, BANDWIDTH))
                .isCloseTo(8 * weights / BANDWIDTH + 4.0 * 8 * (7168 + 2048) / BANDWIDTH, within(1e-12));
    }

    @Test
    void decodeAttentionReadsTheCacheOnce() {
        DecodeAttentionSurface ideal = new DecodeAttentionSurface(1, 0, 0, 1, 1, 1, 0, 0);

        assertThat(ideal.seconds(32, 4096, 64, 8, 128, 2, PEAK, BANDWIDTH))
                .isCloseTo(2.0 * 32 * 4096 * 8 * 128 * 2 / BANDWIDTH, within(1e-12));
        // the latent and the rotary part are one head, read for keys and values together
        assertThat(ideal.latentSeconds(32, 4096, 1, 512, 64, 2, PEAK, BANDWIDTH))
                .isCloseTo(32.0 * 4096 * 576 * 2 / BANDWIDTH, within(1e-12));
    }

    @Test
    void prefillAttentionComputesScoresAndValues() {
        PrefillAttentionSurface ideal = new PrefillAttentionSurface(1, 0, 0, 0, 1, 0);
        double bytes = 4096.0 * 256 * (2 * 32 + (4 + 2) * 8);

        assertThat(ideal.seconds(4096, 2048, 32, 8, 128, 128, 2, PEAK, BANDWIDTH))
                .isCloseTo(4.0 * 4096 * 2048 * 32 * 128 / PEAK + bytes / BANDWIDTH, within(1e-12));
    }

    @Test
    void anAllReduceOfOneRankCostsNothingAndOfManyTheBetterKernel() {
        Collectives collectives = EfficiencyFiles.read("hopper").collectives();

        assertThat(collectives.allReduceSeconds(1e6, 1, 450e9)).isZero();
        assertThat(collectives.allReduceSeconds(16384, 8, 450e9))
                .isEqualTo(collectives.customAllReduce().seconds(16384, 8, 450e9));
        assertThat(collectives.allReduceAcrossNodesSeconds(1e8, 8, 1, 450e9, 50e9))
                .isEqualTo(collectives.allReduce().seconds(1e8, 2 * 1e8 * 7 / 8, 8, 450e9));
        assertThat(collectives.allReduceAcrossNodesSeconds(1e8, 8, 4, 450e9, 50e9))
                .isGreaterThan(collectives.allReduceAcrossNodesSeconds(1e8, 8, 1, 450e9, 50e9));
    }

    @Test
    void anExchangeTakesAsLongAsItsBusiestLink() {
        ExchangeSurface surface = new ExchangeSurface(30e-6, 0.5, 10e-6, 0.8);

        assertThat(surface.seconds(1e8, 0, 400e9, 50e9)).isCloseTo(30e-6 + 1e8 / (400e9 * 0.5), within(1e-12));
        assertThat(surface.seconds(1e8, 5e7, 400e9, 50e9)).isCloseTo(40e-6 + 5e7 / (50e9 * 0.8), within(1e-12));
    }

    @Test
    void moreBandwidthMorePeakAndLessWorkNeverHurt() {
        long seed = 20261;
        SplittableRandom random = new SplittableRandom(seed);
        for (String family : EfficiencyFiles.FAMILIES) {
            KernelEfficiency efficiency = EfficiencyFiles.read(family);
            for (int i = 0; i < 2000; i++) {
                Precision precision = Precision.values()[random.nextInt(Precision.values().length)];
                GemmSurface gemm = efficiency.gemm().of(precision);
                double m = 1 + random.nextInt(8192);
                double n = 64 + random.nextInt(16384);
                double k = 64 + random.nextInt(16384);
                double seconds = gemm.seconds(m, n, k, PEAK, BANDWIDTH, 1, 1);
                assertThat(gemm.seconds(m, n, k, 2 * PEAK, BANDWIDTH, 1, 1))
                        .as("seed %d", seed)
                        .isLessThanOrEqualTo(seconds);
                assertThat(gemm.seconds(m, n, k, PEAK, 2 * BANDWIDTH, 1, 1)).isLessThanOrEqualTo(seconds);
                assertThat(gemm.seconds(m + 1, n, k, PEAK, BANDWIDTH, 1, 1)).isGreaterThanOrEqualTo(seconds);
                ExpertSurface experts = efficiency.experts().of(precision);
                double touched = 1 + random.nextInt(256);
                double decode = experts.seconds(m, m, touched, n, k, true, 1, PEAK, BANDWIDTH);
                assertThat(experts.seconds(m, m, touched + 1, n, k, true, 1, PEAK, BANDWIDTH))
                        .isGreaterThanOrEqualTo(decode);
                assertThat(decode).isPositive().isFinite();
            }
        }
    }

    @Test
    void aShareAboveOneIsRefused() {
        assertThatThrownBy(() -> new GemmSurface(1.2, 0, 0, 0, 1, 0, 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("computeFraction")
                .hasMessageContaining("1.2");
    }
}
