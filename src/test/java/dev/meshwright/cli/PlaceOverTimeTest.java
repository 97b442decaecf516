package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.SharedData;
import dev.meshwright.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** {@code place --every}: whether experts are to move while a model serves. */
@Tag("slow")
class PlaceOverTimeTest extends CommandRun {

    private String loads(String name, int layers, int experts, long seed) throws IOException {
        Random random = new Random(seed);
        double[][] loads = new double[layers][experts];
        for (double[] row : loads) {
            Arrays.setAll(row, expert -> Math.exp(0.8 * random.nextGaussian()));
        }
        return written(name, Arrays.deepToString(loads));
    }

    private static JsonNode json(String text) {
        return new ObjectMapper().readTree(text);
    }

    private String decoding(String engine, String model, int gpus) throws IOException {
        return written("decoding.yaml", """
                name: decoding
                model: {catalog: %s, weights: bf16}
                cluster: {nodes: [{count: %d, gpus: 8, gpu: h200-sxm}]}
                workload: {phase: decode, inputTokens: 2048, outputTokens: 512, concurrency: 512}
                assumptions: {engine: %s}
                """.formatted(model, gpus / 8, engine));
    }

    /** Loads that stay need one map; loads that turn round, and pauses of nothing, want a map each time. */
    @Test
    void movingPaysWhereLoadsDriftAndPausesAreShort() throws IOException {
        String first = loads("first.json", 32, 8, 5);
        String same = written("same.json", Files.readString(Path.of(first)));
        String other = loads("other.json", 32, 8, 6);
        String problem = decoding("sglang", "mixtral-8x7b", 8);
        List<String> shape = List.of("--ranks", "8", "--slots", "16", "--problem", problem, "--format", "json");
        JsonNode stays = weighed(shape, first, same, "--every", "10 min");
        assertThat(stays.get("decision").asString()).isEqualTo("static");
        assertThat(stays.get("dynamic").get("movedFraction").asDouble()).isZero();
        JsonNode turns = weighed(shape, first, other, "--every", "60 min", "--pause", "1 ms");
        assertThat(turns.get("decision").asString()).isEqualTo("dynamic");
        assertThat(turns.get("breakEvenInterval").get("shortest").asDouble())
                .isBetween(0.0, turns.get("dynamic").get("interval").asDouble());
        assertThat(turns.get("dynamic").get("throughput").asDouble())
                .isBetween(
                        turns.get("static").get("throughput").asDouble(),
                        turns.get("dynamic").get("throughputWithoutPauses").asDouble());
        JsonNode slow = weighed(shape, first, other, "--every", "60 min", "--pause", "30 min");
        assertThat(slow.get("decision").asString()).isNotEqualTo("dynamic");
        assertThat(slow.get("breakEvenInterval").isNull()).isTrue();
    }

    private JsonNode weighed(List<String> shape, String... more) {
        List<String> arguments = new ArrayList<>(List.of("place"));
        arguments.addAll(Arrays.asList(more));
        arguments.addAll(shape);
        assertThat(run(arguments.toArray(String[]::new))).as(err.toString()).isZero();
        return json(out.toString());
    }

    /** vLLM reads no map: one map is no way for it, however good it would be. */
    @Test
    void engineThatReadsNoMapIsNotToldToStartWithOne() throws IOException {
        String first = loads("first.json", 32, 8, 5);
        String other = loads("other.json", 32, 8, 6);
        String problem = decoding("vllm", "mixtral-8x7b", 8);
        int code =
                run("place", first, other, "--ranks", "8", "--slots", "16", "--problem", problem, "--every", "10 min");
        assertThat(code).as(err.toString()).isZero();
        assertThat(out.toString()).contains("vllm reads none", "of the slots").doesNotContain("Start with one map");
    }

    @Test
    void driftWithoutAProblemOrASecondRecordingIsRefused() throws IOException {
        String first = loads("first.json", 32, 8, 5);
        assertThat(run("place", first, "--ranks", "8", "--every", "10 min", "--pause", "-1 s"))
                .isEqualTo(ExitCode.INVALID_INPUT.code());
        assertThat(err.toString()).contains("two recordings", "needs --problem", "must be 0 or more");
        assertThat(run("place", first, "--ranks", "8", "--every", "soon")).isEqualTo(ExitCode.WRONG_USAGE.code());
    }

    /**
     * Recorded loads of DeepSeek-V3: the map of one hour has 1.243 on the next (drift_moves.csv), a rerun of EPLB moves 96.3 % of the
     * slots, and a new one has 1.007.
     */
    @Test
    void recordedLoadsDriftAsMeasured() throws IOException {
        String folder = SharedData.require("data/expert-loads").toString();
        String problem = written("deepseek.yaml", """
                name: decoding
                model: {catalog: deepseek-v3, weights: fp8}
                cluster: {nodes: [{count: 4, gpus: 8, gpu: h200-sxm}]}
                workload: {phase: decode, inputTokens: 4096, outputTokens: 1024, concurrency: 2048}
                assumptions: {engine: sglang}
                """);
        JsonNode weighed = weighed(
                List.of("--ranks", "32", "--slots", "288", "--problem", problem, "--format", "json"),
                folder + "/dsv3_real_decode2000o100.json",
                folder + "/dsv3_real_decode1000o1000.json",
                "--every",
                "10 min",
                "--moves",
                "100");
        JsonNode dynamic = weighed.get("dynamic");
        assertThat(dynamic.get("maxOverMeanBeforeMoving").asDouble()).isCloseTo(1.2431, within(0.002));
        assertThat(dynamic.get("maxOverMean").asDouble()).isCloseTo((1.0076 + 1.0071) / 2, within(0.001));
        assertThat(dynamic.get("movedFraction").asDouble()).isCloseTo(0.9629, within(0.001));
        // 58 layers x 9 slots x 3 x 7168 x 2048 bytes on a rank, of which the busiest receives nearly all.
        double held = 58 * 9 * 3.0 * 7168 * 2048;
        assertThat(dynamic.get("bytesOfBusiestRank").asDouble()).isBetween(0.94 * held, held);
    }
}
