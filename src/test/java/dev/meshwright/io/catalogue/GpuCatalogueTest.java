package dev.meshwright.io.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.facts.cluster.LinkTopology;
import dev.meshwright.facts.model.Precision;
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
            assertThat(gpu.family())
                    .isIn(Set.of("volta", "ampere", "ada", "hopper", "blackwell", "cdna2", "cdna3", "cdna4"));
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

    /** A framework gets a little less than the driver shows, and both are above the maker's figure read as 10^9 bytes. */
    @Test
    void capacitiesAreThoseThatFrameworksSee() {
        for (GpuCatalogue.Entry entry : catalogue.entries()) {
            assertThat(entry.memorySource()).as(entry.gpu().name()).isNotBlank();
            entry.driverBytes().ifPresent(driver -> assertThat(entry.gpu().memoryBytes() / driver)
                    .as(entry.gpu().name())
                    .isBetween(0.96, 1.0001));
        }
        assertThat(catalogue.find("h100-sxm").orElseThrow().memoryBytes()).isCloseTo(79.18 * 0x1p30, within(1.0));
        assertThat(catalogue.find("h200-sxm").orElseThrow().memoryBytes()).isCloseTo(150.1e9, within(0.05e9));
        assertThat(catalogue.find("mi300x").orElseThrow().memoryBytes()).isCloseTo(206_141_652_992.0, within(5e6));
    }

    /** Seven links to seven peers, one each; what a collective has goes by the group. */
    @Test
    void boardsWithoutASwitchAreMeshes() {
        for (String name : new String[] {"mi300x", "mi325x", "mi350x", "mi355x"}) {
            Gpu gpu = catalogue.find(name).orElseThrow();
            assertThat(gpu.linkTopology()).as(name).isEqualTo(LinkTopology.MESH);
            assertThat(gpu.linkDomain()).isEqualTo(8);
        }
        assertThat(catalogue.find("mi300x").orElseThrow().linkBandwidth()).isEqualTo(7 * 64e9);
        assertThat(catalogue.find("mi355x").orElseThrow().linkBandwidth()).isEqualTo(7 * 76.8e9);
        assertThat(catalogue.entries())
                .filteredOn(entry -> entry.gpu().linkTopology() == LinkTopology.MESH)
                .hasSize(4);
    }

    /** CDNA 4 multiplies in MXFP4; GPUs that only store it expand it first. */
    @Test
    void microscaledFourBitsAreNativeWhereAPeakIsStated() {
        Gpu mi355x = catalogue.find("mi355x").orElseThrow();
        assertThat(mi355x.arithmetic(Precision.MXFP4)).isEqualTo(Precision.MXFP4);
        assertThat(mi355x.peakFlops(Precision.MXFP4)).isEqualTo(2 * 1024 * 2048 * 2.4e9, within(0.05e12));
        assertThat(mi355x.arithmetic(Precision.INT4)).isEqualTo(Precision.BF16);
        assertThat(mi355x.arithmetic(Precision.NVFP4)).isEqualTo(Precision.BF16);
        for (String name : new String[] {"b200", "h100", "mi300x"}) {
            assertThat(catalogue.find(name).orElseThrow().arithmetic(Precision.MXFP4))
                    .as(name)
                    .isEqualTo(Precision.BF16);
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
        assertThat(catalogue.maybe("mi300y")).startsWith("Maybe mi300x");
    }
}
