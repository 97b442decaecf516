package dev.meshwright.io.loads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meshwright.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadFilesTest {

    @TempDir
    Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void readsMatricesObjectsAndCsv() throws IOException {
        double[][] expected = {{1, 2}, {3.5, 0}};
        assertThat(LoadFiles.read(file("a.json", "[[1, 2], [3.5, 0]]"))).isDeepEqualTo(expected);
        assertThat(LoadFiles.read(file("b.json", "{\"kind\": \"x\", \"loads\": [[1, 2], [3.5, 0]]}")))
                .isDeepEqualTo(expected);
        assertThat(LoadFiles.read(file("c.csv", "1,2\n3.5, 0\n"))).isDeepEqualTo(expected);
    }

    @Test
    void reportsAllFaultsTogether() throws IOException {
        Path bad = file("bad.json", "{\"loads\": [[1, 2], [1], [-1, \"x\"], [0, 0], 7, []]}");
        assertThatThrownBy(() -> LoadFiles.read(bad))
                .hasMessage(String.join(
                        System.lineSeparator(),
                        bad + ": /loads/2/0: must not be negative (-1)",
                        bad + ": /loads/2/1: must be a finite number (x)",
                        bad + ": /loads/4: must be a list of 1 to 10000 numbers, one per expert",
                        bad + ": /loads/5: must be a list of 1 to 10000 numbers, one per expert",
                        bad + ": /loads/1: has 1 experts, the first row 2",
                        bad + ": /loads/3: has no load at all"));
        Path none = file("none.json", "{\"load\": [[1]]}");
        assertThatThrownBy(() -> LoadFiles.read(none))
                .hasMessage(none + ": /loads: must be a list of rows, one per layer");
    }

    @Test
    void readsNumpyArrays() throws IOException {
        String header = "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }\n";
        java.nio.ByteBuffer bytes = java.nio.ByteBuffer.allocate(10 + header.length() + 2 * 3 * 8)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
                .putShort((short) header.length())
                .put(header.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        for (int value = 1; value <= 2 * 3; value++) {
            bytes.putDouble(value);
        }
        Path file = Files.write(folder.resolve("loads.npy"), bytes.array());
        assertThat(LoadFiles.read(file)).isDeepEqualTo(new double[][] {{1, 2, 3}, {4, 5, 6}});

        Files.write(file, java.util.Arrays.copyOf(bytes.array(), bytes.array().length - 1));
        assertThatThrownBy(() -> LoadFiles.read(file))
                .hasMessage(file + ": has 47 bytes of data, but its shape needs 48");
        Files.write(file, java.util.Arrays.copyOf(bytes.array(), 20));
        assertThatThrownBy(() -> LoadFiles.read(file)).hasMessage(file + ": ends within its header");
    }

    @Test
    void readsRecordedLoads() {
        double[][] loads = LoadFiles.read(SharedData.require("data/expert-loads/dsv3_real_prefill4096.json"));
        assertThat(loads).hasDimensions(58, 256);
    }
}
