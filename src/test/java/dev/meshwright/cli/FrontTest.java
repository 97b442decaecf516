package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** A front as a text, a table, a picture and JSON. */
class FrontTest extends CommandRun {

    private static final String SMALL = "src/test/resources/transcripts/small.yaml";

    private static final String PROBLEM = """
            name: curve
            model: {catalog: mixtral-8x7b, weights: fp8}
            cluster: {nodes: [{count: 1, gpus: 4, gpu: h100-sxm}]}
            """;

    @Test
    void aTableHasARowForEachPoint() throws IOException {
        String file = file("front.csv");
        assertThat(run("search", SMALL, "--front", "--searches", "6", "-o", file, "--format", "json"))
                .isZero();
        JsonNode points = new ObjectMapper().readTree(out.toString()).get("points");
        List<String> lines = Files.readAllLines(Path.of(file));
        assertThat(lines).hasSize(points.size() + 1);
        assertThat(lines.getFirst()).startsWith("tokensPerSecondPerUser,tokensPerSecondPerGpu,");
        JsonNode first = points.get(0);
        assertThat(lines.get(1)).startsWith(first.get("tokensPerSecondPerUser").asString());
        assertThat(first.get("tokensPerSecondPerUser").asDouble())
                .isCloseTo(1 / first.get("timePerOutputToken").asDouble(), within(1e-9));
        // 8 GPUs.
        assertThat(first.get("tokensPerSecondPerGpu").asDouble())
                .isCloseTo(first.get("tokensPerSecond").asDouble() / 8, within(1e-9));
        assertThat(first.get("limit").asDouble()).isEqualTo(0.04);
    }

    @Test
    void aPictureIsDrawn() throws IOException {
        String file = file("front.svg");
        assertThat(run("search", SMALL, "--front", "--searches", "4", "-o", file))
                .isZero();
        assertThat(Files.readString(Path.of(file))).startsWith("<svg").contains("tokens/s of a user", "<circle");
        assertThat(out.toString()).contains("of the front, from", "No plan serves users as fast");
    }

    /** Several numbers of sequences are a curve; each is the search with that number. */
    @Test
    void severalConcurrenciesAreACurve() throws IOException {
        String work = "workload: {phase: decode, inputTokens: 1000, outputTokens: 100, concurrency: %s}%n";
        String several = written("several.yaml", PROBLEM + work.formatted("[64, 1, 8]"));
        assertThat(run("search", several, "--format", "json")).isZero();
        JsonNode points = new ObjectMapper().readTree(out.toString()).get("points");
        assertThat(points).hasSize(3);
        int[] asked = {1, 8, 64};
        for (int number = 0; number < asked.length; number++) {
            String one = written("one.yaml", PROBLEM + work.formatted(asked[number]));
            run("search", one, "--format", "json", "-o", file("plan.yaml"));
            JsonNode plan = new ObjectMapper().readTree(out.toString());
            assertThat(points.get(number).get("concurrency").asInt()).isEqualTo(asked[number]);
            assertThat(points.get(number).get("tokensPerSecond").asDouble())
                    .isCloseTo(plan.at("/evaluation/throughput/system").asDouble(), within(1e-6));
        }
    }

    @Test
    void whatHasNoFrontIsRefused() throws IOException {
        String prefill = written("p.yaml", PROBLEM + "workload: {phase: prefill, inputTokens: 1000}\n");
        assertThat(run("search", prefill, "--front")).isEqualTo(2);
        assertThat(err.toString()).contains("the time between output tokens, which prefill has not");
        assertThat(run("search", SMALL, "--front", "--searches", "2")).isEqualTo(2);
        String odd =
                written("odd.yaml", PROBLEM + "workload: {phase: decode, inputTokens: 10, concurrency: [0, 5, x]}\n");
        assertThat(run("search", odd)).isEqualTo(3);
        assertThat(err.toString()).contains("/workload/concurrency/0", "/workload/concurrency/2");
        String empty = written("empty.yaml", PROBLEM + "workload: {phase: decode, inputTokens: 10, concurrency: []}\n");
        assertThat(run("search", empty)).isEqualTo(3);
    }
}
