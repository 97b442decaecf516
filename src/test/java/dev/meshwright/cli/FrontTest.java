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
        String pixels = file("front.png");
        assertThat(run("search", SMALL, "--front", "--searches", "4", "-o", pixels))
                .isZero();
        assertThat(Files.readAllBytes(Path.of(pixels))).startsWith(0x89, 'P', 'N', 'G');
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

    /** JSON has what is cheap of the front: its slow end is the answer, and every point lies on the front that is asked for. */
    @Test
    void jsonHasTheFrontBesideTheAnswer() throws IOException {
        String free =
                written("free.yaml", PROBLEM + "workload: {phase: decode, inputTokens: 1000, outputTokens: 100}\n");
        assertThat(run("search", free, "--format", "json", "-o", file("plan.yaml")))
                .isZero();
        JsonNode answer = new ObjectMapper().readTree(out.toString());
        JsonNode points = answer.at("/front/points");
        assertThat(points.size()).isGreaterThan(2);
        assertThat(points.get(0).get("tokensPerSecond").asDouble())
                .isCloseTo(answer.at("/evaluation/throughput/system").asDouble(), within(1e-6));
        assertThat(points.get(0).get("bound").asDouble())
                .isCloseTo(answer.at("/evaluation/bound/throughput").asDouble(), within(1e-6));
        assertThat(run("search", free, "--front", "--searches", "24", "--format", "json"))
                .isZero();
        JsonNode all = new ObjectMapper().readTree(out.toString()).get("points");
        for (JsonNode point : points) {
            for (JsonNode other : all) {
                boolean asFast = other.get("timePerOutputToken").asDouble()
                        <= point.get("timePerOutputToken").asDouble();
                assertThat(!asFast
                                || other.get("tokensPerSecond").asDouble()
                                        <= point.get("bound").asDouble() * (1 + 1e-9))
                        .as("%s beside %s", point, other)
                        .isTrue();
            }
        }
        assertThat(run("search", free, "--format", "json", "--no-front", "-o", file("plan.yaml")))
                .isZero();
        assertThat(new ObjectMapper().readTree(out.toString()).has("front")).isFalse();
        assertThat(run("search", free, "--front", "--no-front")).isEqualTo(2);
        String prefill = written("p.yaml", PROBLEM + "workload: {phase: prefill, inputTokens: 1000}\n");
        assertThat(run("search", prefill, "--format", "json", "-o", file("plan.yaml")))
                .isZero();
        assertThat(new ObjectMapper().readTree(out.toString()).has("front")).isFalse();
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
