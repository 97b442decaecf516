package dev.meshwright.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.cluster.Gpu;
import dev.meshwright.model.Precision;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GpuCatalogueTest {

    private final GpuCatalogue catalogue = GpuCatalogue.standard();

    @Test
    void everyEntryIsCompleteAndPlausible() {
        assertThat(catalogue.entries()).hasSizeGreaterThanOrEqualTo(24);
        for (GpuCatalogue.Entry entry : catalogue.entries()) {
            Gpu gpu = entry.gpu();
            assertThat(gpu.source()).as(gpu.name()).doesNotContain("assumed: ").endsWith("(" + entry.status() + ")");
            assertThat(gpu.family()).isIn(Set.of("volta", "ampere", "ada", "hopper", "blackwell", "cdna"));
            // FLOP per byte where the roofline bends: 37 (h20) to 410 (l4) for the GPUs of the list.
            // since V100.
            double ridge = gpu.peakFlops(Precision.BF16) / gpu.memoryBandwidth();
            assertThat(ridge).as(gpu.name()).isBetween(30.0, 500.0);
            assertThat(gpu.linkBandwidth()).isLessThan(gpu.memoryBandwidth());
            if (gpu.peakFlops().containsKey(Precision.FP8)) {
                assertThat(gpu.peakFlops(Precision.FP8) / gpu.peakFlops(Precision.BF16))
                        .as(gpu.name())
                        .isBetween(1.9, 2.1);
            }
        }
    }

    @Test
    void findsNamesAndAliasesInAnyCase() {
        assertThat(catalogue.find("H100").orElseThrow().name()).isEqualTo("h100-sxm");
        assertThat(catalogue.find("h800-sxm").orElseThrow().linkBandwidth()).isEqualTo(400e9 / 2);
        assertThat(catalogue.find("gb200").orElseThrow().linkDomain()).isEqualTo(72);
        assertThat(catalogue.find("v100").orElseThrow().peakFlops(Precision.FP16))
                .isEqualTo(125e12);
        assertThat(catalogue.find("tpu")).isEmpty();
        assertThat(catalogue.maybe("mi300y")).isEqualTo("Maybe mi300x.");
    }
}
