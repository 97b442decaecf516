package dev.meshwright.io.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meshwright.cost.efficiency.KernelEfficiency;
import dev.meshwright.cost.efficiency.SurfaceSource;
import org.junit.jupiter.api.Test;

class EfficiencyFilesTest {

    @Test
    void everyBundledFamilyIsCompleteAndNamesItsSources() {
        for (String family : EfficiencyFiles.FAMILIES) {
            KernelEfficiency efficiency = EfficiencyFiles.read(family);
            assertThat(efficiency.family()).isEqualTo(family);
            assertThat(efficiency.sources()).hasSize(32).allSatisfy(source -> assertThat(source.source())
                    .isNotBlank());
        }
    }

    @Test
    void architecturesFindTheirFamily() {
        assertThat(EfficiencyFiles.forArchitecture("Hopper").family()).isEqualTo("hopper");
        assertThat(EfficiencyFiles.forArchitecture("Blackwell Ultra").family()).isEqualTo("blackwell");
        assertThat(EfficiencyFiles.forArchitecture("CDNA3").family()).isEqualTo("cdna3");
        assertThat(EfficiencyFiles.forArchitecture("CDNA2").family()).isEqualTo("generic");
    }

    /** What CDNA 4 has no figures for is CDNA 3's, and what that lacks too is generic; each surface says whose it is. */
    @Test
    void surfacesWithoutFiguresOfTheirOwnAreInherited() {
        KernelEfficiency cdna4 = EfficiencyFiles.read("cdna4");
        KernelEfficiency cdna3 = EfficiencyFiles.read("cdna3");
        assertThat(cdna4.collectives()).isEqualTo(cdna3.collectives());
        assertThat(cdna4.gemm().eightBit()).isNotEqualTo(cdna3.gemm().eightBit());
        assertThat(cdna3.elementwise())
                .isEqualTo(EfficiencyFiles.read("generic").elementwise());
        assertThat(cdna4.sources())
                .filteredOn(source -> source.surface().equals("collectives.allReduce"))
                .singleElement()
                .extracting(SurfaceSource::family)
                .isEqualTo("cdna3");
    }

    @Test
    void anUnknownFamilyNamesTheKnownOnes() {
        assertThatThrownBy(() -> EfficiencyFiles.read("volta"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("volta")
                .hasMessageContaining("hopper");
    }
}
