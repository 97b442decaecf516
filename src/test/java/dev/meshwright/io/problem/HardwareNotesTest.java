package dev.meshwright.io.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.meshwright.Problems;
import dev.meshwright.cost.hardware.Kernels;
import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.facts.model.Precision;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a problem is told of its GPUs. */
class HardwareNotesTest {

    private static List<String> notes(String model, String gpu) {
        return SmallModels.read(
                        "p.yaml",
                        "name: x\nmodel: " + model + "\ncluster: {nodes: [{gpus: 8, gpu: " + gpu + "}]}\n"
                                + "workload: {phase: serving, inputTokens: 512, outputTokens: 64}\n")
                .notes();
    }

    private static List<String> capacity(String memory, String name) {
        String gpu = "{name: " + name + ", peak: 900 TFLOP/s, memory: " + memory
                + ", memoryBandwidth: 3 TB/s, linkBandwidth: 450 GB/s, networkBandwidth: 50 GB/s,"
                + " hostBandwidth: 64 GB/s, linkDomain: 8, family: hopper}";
        return notes("{catalog: small-mixture}", gpu).stream()
                .filter(note -> note.contains("memory is read as"))
                .toList();
    }

    /** 4-bit weights on a GPU without 4-bit arithmetic: what runs instead, at which rate, and that times know it. */
    @Test
    void formatsWithoutArithmeticAreSaidWithWhatRunsInstead() {
        assertThat(notes("{catalog: small-mixture, weights: nvfp4}", "h200-sxm"))
                .anySatisfy(note -> assertThat(note)
                        .startsWith("Weights in nvfp4 (")
                        .contains("routed experts")
                        .contains("on h200-sxm: the GPU has no arithmetic of that format")
                        .contains("4.50 bits a weight and expand them to bf16")
                        // 989 TFLOP/s in 16 bits of 1,979 in INT8.
                        .contains("989 TFLOP/s, 50.0 % of the"));
    }

    /** Blackwell multiplies 4-bit microscaled experts by 8-bit inputs, at 4.5 PFLOP/s; a note that says 16 bits contradicts the times. */
    @Test
    void whatRunsInsteadIsWhatTheTimesAreComputedBy() {
        List<String> said = notes("{catalog: small-mixture, weights: mxfp4}", "b200-sxm");
        assertThat(said).anySatisfy(note -> assertThat(note)
                .startsWith(
                        "Weights in mxfp4 (routed experts) on b200-sxm: kernels read 4.25 bits a weight and multiply it by"
                                + " inputs in fp8")
                .contains("4.50 PFLOP/s, 50.0 % of the 9 PFLOP/s"));
        assertThat(said).noneMatch(note -> note.contains("no arithmetic"));
        Gpu gpu = Problems.gpu("b200-sxm");
        Kernels kernels = new Kernels(gpu, Problems.EFFICIENCIES.of(gpu), Problems.efficiencies(1, 1));
        double wide = 1 << 17;
        assertThat(kernels.expertSeconds(1e6, 1, wide, wide, true, Precision.MXFP4))
                .isCloseTo(2 * 1e6 * 3 * wide * wide / 4500e12, withinPercentage(2));
    }

    /** Parts that a model does not have are not named. */
    @Test
    void partsThatAreNotThereAreNotNamed() {
        assertThat(notes("{catalog: small-mixture, weights: nvfp4}", "h200-sxm"))
                .anyMatch(note -> note.startsWith("Weights in nvfp4 (dense parts, routed experts) on h200-sxm"));
    }

    @ParameterizedTest
    @CsvSource({
        "nvfp4, b200-sxm",
        "fp8, h100-sxm",
        "bf16, a100",
        "mxfp4, mi355x",
        "int8, h200",
        "int8, h20",
        "int8, l40s"
    })
    void formatsWithArithmeticAreNotMentioned(String format, String gpu) {
        assertThat(notes("{catalog: small-mixture, weights: " + format + "}", gpu))
                .noneMatch(note -> note.contains("no arithmetic"));
    }

    /** A tray of GB200 has 4 GPUs and a rack 72; 8 is what nodes of other GPUs have. */
    @ParameterizedTest
    @CsvSource({
        "gb200, 8, true",
        "gb300, 16, true",
        "gb200, 4, false",
        "gb200, 72, false",
        "gb200, 3, false",
        "h100, 8, false"
    })
    void nodesThatNobodyBuildsAreSaid(String gpu, int gpus, boolean said) {
        List<String> notes = SmallModels.read(
                        "p.yaml",
                        "name: x\nmodel: {catalog: small-mixture}\ncluster: {nodes: [{gpus: " + gpus + ", gpu: " + gpu
                                + "}]}\nworkload: {phase: prefill, inputTokens: 512}\n")
                .notes();
        assertThat(notes.stream()
                        .anyMatch(
                                note -> note.startsWith("Nodes of " + gpu + " have 4 GPUs, 18 of them in a rack of 72; "
                                        + gpus + " per node are stated. Maybe gpus: 4, in more nodes.")))
                .isEqualTo(said);
    }

    /** Every GPU of a mixed cluster on its own. */
    @Test
    void eachKindOfGpuIsJudgedByItself() {
        List<String> notes = SmallModels.read(
                        "p.yaml",
                        "name: x\nmodel: {catalog: small-mixture, weights: fp8}\ncluster: {nodes: [{gpus: 8, gpu: h100},"
                                + " {gpus: 8, gpu: a100}]}\nworkload: {phase: prefill, inputTokens: 512}\n")
                .notes();
        assertThat(notes)
                .filteredOn(note -> note.contains("no arithmetic"))
                .singleElement()
                .asString()
                .contains("a100-sxm-80gb");
    }

    /** 80 and 141 GB are what makers print; frameworks get 79.18 and 139.80 GiB. */
    @ParameterizedTest
    @CsvSource({
        "80 GB, h100, 79.2 GiB (85.0 GB), GiB",
        "141 GB, h200, 139.8 GiB (150.1 GB), GiB",
        "143771 MB, h200, 139.8 GiB (150.1 GB), MiB",
        "85 Gbit, h100, 79.2 GiB (85.0 GB), 'bytes, not bits'",
        "96 GB, mine, 95.2 GiB (102.2 GB), GiB"
    })
    void capacitiesInAnotherUnitAreAskedAbout(String memory, String name, String right, String unit) {
        assertThat(capacity(memory, name))
                .singleElement()
                .asString()
                .contains("frameworks get " + right)
                .endsWith("Maybe it is in " + unit + ".");
    }

    /** What frameworks or drivers show is right in either unit, and so is what no GPU has. */
    @ParameterizedTest
    @ValueSource(strings = {"79.18 GiB", "85.0 GB", "81559 MiB", "150.1 GB", "191.5 GB", "70 GiB"})
    void capacitiesAsTheyAreSeenAreNot(String memory) {
        assertThat(capacity(memory, "mine")).isEmpty();
    }
}
