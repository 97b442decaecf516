package dev.meshwright.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meshwright.cost.efficiency.KernelEfficiency;
import org.junit.jupiter.api.Test;

class EfficiencyFilesTest {

    @Test
    void everyBundledFamilyIsCompleteAndNamesItsSources() {
        for (String family : EfficiencyFiles.FAMILIES) {
            KernelEfficiency efficiency = EfficiencyFiles.read(family);
            assertThat(efficiency.family()).isEqualTo(family);
            assertThat(efficiency.sources()).hasSize(31).allSatisfy(source -> assertThat(source.source())
                    .isNotBlank());
        }
    }

    @Test
    void architecturesFindTheirFamily() {
        assertThat(EfficiencyFiles.forArchitecture("Hopper").family()).isEqualTo("hopper");
        assertThat(EfficiencyFiles.forArchitecture("Blackwell Ultra").family()).isEqualTo("blackwell");
        assertThat(EfficiencyFiles.forArchitecture("CDNA3").family()).isEqualTo("generic");
    }

    @Test
    void anUnknownFamilyNamesTheKnownOnes() {
        assertThatThrownBy(() -> EfficiencyFiles.read("volta"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("volta")
                .hasMessageContaining("hopper");
    }
}
