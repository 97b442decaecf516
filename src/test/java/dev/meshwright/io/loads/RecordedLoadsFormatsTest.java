package dev.meshwright.io.loads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meshwright.facts.workload.RecordedLoads;
import dev.meshwright.io.plan.PlacementFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every form in which engines keep loads and placements: written as the engine does, read back the same. */
class RecordedLoadsFormatsTest {

    @TempDir
    Path folder;

    static LongStream seeds() {
        return LongStream.range(0, 20);
    }

    /** Counts of 1 to 4 steps, layers and 2 to 6 experts; no layer without any. */
    private static int[][][] counts(long seed) {
        Random random = new Random(seed);
        int[][][] counts = new int[1 + random.nextInt(4)][1 + random.nextInt(4)][2 + random.nextInt(5)];
        for (int[][] step : counts) {
            for (int[] row : step) {
                Arrays.setAll(row, expert -> 1 + random.nextInt(1000));
            }
        }
        return counts;
    }

    private static double[][] sum(int[][][] counts) {
        double[][] sum = new double[counts[0].length][counts[0][0].length];
        for (int[][] step : counts) {
            for (int layer = 0; layer < sum.length; layer++) {
                for (int expert = 0; expert < sum[layer].length; expert++) {
                    sum[layer][expert] += step[layer][expert];
                }
            }
        }
        return sum;
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void sglangCountsAreSummedOverSteps(long seed) throws IOException {
        int[][][] counts = counts(seed);
        Path steps = file("steps.json", "{\"rank\": 0, \"logical_count\": " + Arrays.deepToString(counts) + "}");
        assertThat(RecordedLoadFiles.read(steps).loads()).isDeepEqualTo(sum(counts));
        Path one = file("one.json", "{\"logical_count\": " + Arrays.deepToString(counts[0]) + "}");
        assertThat(RecordedLoadFiles.read(one).loads()).isDeepEqualTo(sum(new int[][][] {counts[0]}));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void vllmDumpsAreSummedOverLines(long seed) throws IOException {
        int[][][] counts = counts(seed);
        String lines = Arrays.stream(counts)
                .map(step -> "{\"step\": 1, \"expert_load\": " + Arrays.deepToString(step) + "}")
                .collect(Collectors.joining("\n"));
        assertThat(RecordedLoadFiles.read(file("dump.jsonl", lines)).loads()).isDeepEqualTo(sum(counts));
    }

    /** One file per rank, a tensor per iteration and layer; here every step is an iteration, ranks count alike. */
    @ParameterizedTest
    @MethodSource("seeds")
    void tensorRtCountsAreSummedOverRanksAndIterations(long seed) throws IOException {
        int[][][] counts = counts(seed);
        for (int rank = 0; rank < 2; rank++) {
            Files.write(folder.resolve("rank" + rank + ".safetensors"), safeTensors(counts));
            Files.write(folder.resolve("rank" + rank + "_raw.safetensors"), new byte[] {1});
        }
        file("meta_info.json", "{\"num_experts\": " + counts[0][0].length + ", \"num_experts_per_token\": 2}");
        double[][] twice = sum(counts);
        for (double[] row : twice) {
            Arrays.setAll(row, expert -> 2 * row[expert]);
        }
        RecordedLoads read = RecordedLoadFiles.read(folder);
        assertThat(read.loads()).isDeepEqualTo(twice);
        assertThat(read.topK()).isEqualTo(2);
    }

    private static byte[] safeTensors(int[][][] counts) {
        StringBuilder header = new StringBuilder("{\"__metadata__\":{\"format\":\"pt\"}");
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        for (int step = 0; step < counts.length; step++) {
            for (int layer = 0; layer < counts[step].length; layer++) {
                int from = data.size();
                ByteBuffer row =
                        ByteBuffer.allocate(8 * counts[step][layer].length).order(ByteOrder.LITTLE_ENDIAN);
                Arrays.stream(counts[step][layer]).forEach(row::putLong);
                data.writeBytes(row.array());
                header.append(",\"%d_%d\":{\"dtype\":\"I64\",\"shape\":[%d],\"data_offsets\":[%d,%d]}"
                        .formatted(100 + step, 3 + layer, counts[step][layer].length, from, data.size()));
            }
        }
        byte[] text = header.append('}').toString().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + text.length + data.size())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text)
                .put(data.toByteArray())
                .array();
    }

    /** Placements written for each engine are read back; SGLang's carry a row per dense layer. */
    @ParameterizedTest
    @EnumSource(PlacementFiles.Engine.class)
    void placementsSurviveEveryEngine(PlacementFiles.Engine engine) throws IOException {
        for (long seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            int ranks = 1 + random.nextInt(4);
            int experts = 2 + random.nextInt(6);
            int slots = ranks * ((experts + ranks - 1) / ranks + random.nextInt(2));
            int[][] placement = new int[1 + random.nextInt(4)][slots];
            for (int[] row : placement) {
                int shift = random.nextInt(experts);
                Arrays.setAll(row, slot -> (slot + shift) % experts);
            }
            Path file = file("map.yaml", PlacementFiles.write(engine, placement, ranks, random.nextInt(3)));
            assertThat(PlacementFiles.read(file, placement.length, experts)).isDeepEqualTo(placement);
        }
    }

    @Test
    void damagedRecordingsAreRefusedWithTheirPlace() throws IOException {
        Path torch = file("x.pt", "PK");
        assertThatThrownBy(() -> RecordedLoadFiles.read(torch)).hasMessageContaining("only PyTorch reads");
        Path ragged = file("ragged.json", "{\"logical_count\": [[[1, 2], [3, 4]], [[1, 2, 3], [4, 5]]]}");
        assertThatThrownBy(() -> RecordedLoadFiles.read(ragged))
                .hasMessage(ragged + ": /logical_count/0: has 3 experts, before it had 2");
        Path negative = file("negative.json", "{\"logical_count\": [[1, -2], [3, 4]]}");
        assertThatThrownBy(() -> RecordedLoadFiles.read(negative)).hasMessageContaining("none negative");
        Path nothing = file("nothing.jsonl", "{\"loads\": [[1]]}");
        assertThatThrownBy(() -> RecordedLoadFiles.read(nothing)).hasMessageContaining("has no expert_load");
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThatThrownBy(() -> RecordedLoadFiles.read(empty)).hasMessageContaining("without rank*.safetensors");
        Files.write(empty.resolve("rank0.safetensors"), new byte[] {9, 0, 0, 0, 0, 0, 0, 0, '{'});
        assertThatThrownBy(() -> RecordedLoadFiles.read(empty)).hasMessageContaining("is no safetensors file");
    }

    /** A sum of zero out of a load and its negative is one fault, not two. */
    @Test
    void aNegativeLoadIsReportedOnce() throws IOException {
        Path file = file("loads.json", "[[1, -1], [1, 1]]");
        assertThatThrownBy(() -> LoadFiles.read(file)).hasMessage(file + ": /0/1: must not be negative (-1)");
    }
}
