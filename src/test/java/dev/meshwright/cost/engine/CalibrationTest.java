package dev.meshwright.cost.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.SmallProblem;
import dev.meshwright.cost.engine.Calibration.Factor;
import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.io.catalogue.GpuCatalogue;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CalibrationTest {

    private static final Gpu H100 = GpuCatalogue.standard().find("h100-sxm").orElseThrow();

    @Test
    void ratesScaleTheDataSheetOfMeasuredGpusOnly() {
        Calibration calibration = new Calibration(
                Map.of(Factor.COMPUTE_RATE, 0.8, Factor.MEMORY_RATE, 0.9, Factor.LINK_RATE, 0.5),
                Set.of("h100-sxm"),
                Set.of());
        Gpu calibrated = calibration.of(H100);
        assertThat(calibrated.peakFlops(Precision.BF16)).isCloseTo(0.8 * H100.peakFlops(Precision.BF16), within(1.0));
        assertThat(calibrated.memoryBandwidth()).isCloseTo(0.9 * H100.memoryBandwidth(), within(1.0));
        assertThat(calibrated.linkBandwidth()).isCloseTo(0.5 * H100.linkBandwidth(), within(1.0));
        assertThat(calibrated.networkBandwidth()).isEqualTo(H100.networkBandwidth());
        assertThat(calibrated.memoryBytes()).isEqualTo(H100.memoryBytes());
        Gpu other = GpuCatalogue.standard().find("b200-sxm").orElseThrow();
        assertThat(calibration.of(other)).isEqualTo(other);
    }

    @Test
    void overheadsScaleMeasuredEnginesOnly() {
        Calibration calibration = new Calibration(
                Map.of(Factor.STEP_OVERHEAD, 2.0, Factor.LAYER_OVERHEAD, 3.0), Set.of(), Set.of("vllm"));
        EngineProfile profile = EngineProfile.TRAINING;
        assertThat(calibration.of("vllm", profile).gapSeconds()).isEqualTo(3 * profile.gapSeconds());
        assertThat(calibration.of("sglang", profile)).isEqualTo(profile);
    }

    @Test
    void problemsWithoutMeasuredGpusStayAsTheyAre() {
        var problem = SmallProblem.read("small");
        assertThat(Calibration.NONE.of(problem)).isSameAs(problem);
    }

    @Test
    void factorsOutsideTheirBoundsAreBugs() {
        assertThatThrownBy(() -> new Calibration(Map.of(Factor.LINK_RATE, 3.01), Set.of(), Set.of()))
                .hasMessageContaining("linkRate must be from 1/3 to 3");
    }
}
