package dev.meshwright.io.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.cost.engine.Calibration;
import dev.meshwright.cost.engine.Calibration.Factor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrationFilesTest {

    @TempDir
    Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("efficiency.yaml"), text);
    }

    @Test
    void readsWhatCalibrateWrites() throws IOException {
        Calibration read = CalibrationFiles.read(file("""
                gpus: [h200-sxm]
                engines: [vllm]
                factors: {memoryRate: 0.9, stepOverhead: 1.5}
                refused: {linkRate: no measurement depends on it}
                measurements: {file: own.csv, rows: 12}
                provenance: {tool: meshwright}
                """));
        assertThat(read.of(Factor.MEMORY_RATE)).isEqualTo(0.9);
        assertThat(read.of(Factor.STEP_OVERHEAD)).isEqualTo(1.5);
        assertThat(read.of(Factor.LINK_RATE)).isEqualTo(1);
        assertThat(read.gpus()).containsExactly("h200-sxm");
        assertThat(read.engines()).containsExactly("vllm");
    }

    @Test
    void nothingFittedIsAFileToo() throws IOException {
        Calibration read = CalibrationFiles.read(file("gpus: []\nengines: []\nfactors: {}\n"));
        assertThat(read).isEqualTo(Calibration.NONE);
    }

    @Test
    void allFaultsAtOnceWithHints() throws IOException {
        Path file = file("""
                gpus: [h200-smx]
                engines: [vlm]
                factors: {memoryrate: 0.9, linkRate: 7, stepOverhead: fast}
                factor: {}
                """);
        List<String> faults =
                catchThrowableOfType(InvalidInputException.class, () -> CalibrationFiles.read(file)).faults().stream()
                        .map(fault -> fault.path() + " " + fault.message() + " " + fault.maybe())
                        .toList();
        assertThat(faults).hasSize(6);
        assertThat(faults).anyMatch(fault -> fault.startsWith("/factor unknown field") && fault.contains("factors"));
        assertThat(faults)
                .anyMatch(
                        fault -> fault.startsWith("/factors/memoryrate unknown field") && fault.contains("memoryRate"));
        assertThat(faults).anyMatch(fault -> fault.startsWith("/factors/linkRate must be at most 3"));
        assertThat(faults).anyMatch(fault -> fault.startsWith("/factors/stepOverhead"));
        assertThat(faults).anyMatch(fault -> fault.startsWith("/gpus/0") && fault.contains("Maybe h200-sxm"));
        assertThat(faults).anyMatch(fault -> fault.startsWith("/engines/0") && fault.contains("Maybe vllm"));
    }
}
