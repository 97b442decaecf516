package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Plans side by side. */
class CompareTest extends CommandRun {

    private static final String PROBLEM = "problems/mixtral-8x7b-8xh100.yaml";

    private JsonNode json(String... arguments) {
        assertThat(exactly(arguments)).as(err.toString()).isZero();
        return JsonMapper.shared().readTree(out.toString());
    }

    private JsonNode check(String degrees) {
        exactly("check", PROBLEM, degrees, "--no-replay", "--format", "json");
        return JsonMapper.shared().readTree(out.toString());
    }

    private JsonNode compared(String one, String other) {
        return json("compare", "--problem", PROBLEM, one, other, "--no-replay", "--format", "json");
    }

    private static JsonNode row(JsonNode rows, String key, String name) {
        for (JsonNode row : rows) {
            if (row.path(key).asString().equals(name)) {
                return row;
            }
        }
        throw new AssertionError("no " + name + " in " + rows);
    }

    /** What stands side by side is what check says of each by itself. */
    @Test
    void figuresAreThoseOfTheChecks() {
        double first =
                check("TP4 EP4 PP1 x2").at("/evaluation/throughput/system").asDouble();
        double second = check("TP8 EP8 PP1").at("/evaluation/throughput/system").asDouble();
        JsonNode throughput = row(compared("TP4 EP4 PP1 x2", "TP8 EP8 PP1").path("figures"), "figure", "throughput");
        assertThat(throughput.at("/values/0").asDouble()).isEqualTo(first);
        assertThat(throughput.at("/values/1").asDouble()).isEqualTo(second);
        assertThat(throughput.at("/changes/0").isNull()).isTrue();
        assertThat(throughput.at("/changes/1").asDouble()).isCloseTo(second / first - 1, Offset.offset(1e-12));
    }

    /** GPU time adds up: the parts of a plan are its GPUs over its tokens per second, idle ones included. */
    @Test
    void partsAreAllOfTheGpuTime() {
        JsonNode answer = compared("TP4 EP4 PP1", "TP2 DP2 EP4 PP1 x2");
        JsonNode throughput = row(answer.path("figures"), "figure", "throughput");
        for (int plan = 0; plan < 2; plan++) {
            double sum = 0;
            for (JsonNode part : answer.path("gpuSecondsPerToken")) {
                sum += part.path("seconds").get(plan).asDouble();
            }
            assertThat(sum).isCloseTo(8 / throughput.at("/values/" + plan).asDouble(), Offset.offset(1e-12));
        }
        assertThat(row(answer.path("gpuSecondsPerToken"), "part", "idle GPUs")
                        .at("/seconds/1")
                        .asDouble())
                .as("the second plan uses all eight")
                .isZero();
        assertThat(answer.at("/headlines/0").asString())
                .startsWith("B reaches ")
                .contains(" more than A.");
        assertThat(answer.at("/sentences/0").asString()).contains("idle GPUs");
    }

    @Test
    void aPlanBesideItselfIsAsFast() {
        JsonNode answer = compared("TP8 EP8 PP1", "TP8 EP8 PP1");
        assertThat(answer.path("changed").isEmpty()).isTrue();
        assertThat(answer.at("/headlines/0").asString()).isEqualTo("B is as fast as A to within 0.01 %.");
        assertThat(answer.path("gpuSecondsPerSequence").isEmpty()).isTrue();
    }

    @Test
    void changesAreToldAndNothingElse() {
        JsonNode answer = compared("TP4 EP4 PP1 x2", "TP8 EP8 PP1");
        assertThat(row(answer.path("changed"), "what", "tensor parallel").path("values"))
                .hasToString("[\"4\",\"8\"]");
        assertThat(answer.path("changed").toString())
                .contains("instances", "expert parallel", "map of experts")
                .doesNotContain("pipeline", "weights", "model");
    }

    /** Two files of the first release: kept answers can be compared without their problem, of pools as well. */
    @Test
    void keptAnswersAreComparedAsTheyAre() throws IOException {
        exactly("check", PROBLEM, "TP8 EP8 PP1", "--no-replay", "--format", "json");
        String kept = written("kept.json", out.toString());
        assertThat(exactly("compare", "solutions/mixtral-8x7b-8xh100.yaml", kept, kept))
                .as(err.toString())
                .isZero();
        assertThat(out.toString())
                .contains("What changed", "What it bought", "Where it comes from", "B reaches", "C reaches");
        assertThat(exactly("compare", "solutions/qwen3-235b-16xh200.yaml", "solutions/qwen3-235b-pools-16xh200.yaml"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).contains("prefill and decode pools", "GPUs that read prompts");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"layout\": {\"tensor\": 1}} | is a plan without figures",
                "{\"a\": 1} | is no answer of search or check",
                "{\"evaluation\": {\"gpus\": 8, \"throughput\": {\"system\": 1}}} | is of another version: it has no stepTime",
                "{\"evaluation\": {\"gpus\": 8, \"stepTime\": 1}} | is of another version: it has no throughput",
                "{\"evaluation\": {\"throughput\": {\"sys | is not valid JSON",
                "[1, 2] | is no answer of search or check",
            })
    void whatIsNoAnswerIsSaid(String text, String message) throws IOException {
        String file = written("some.json", text);
        assertThat(exactly("compare", file, "solutions/mixtral-8x7b-8xh100.yaml"))
                .isEqualTo(3);
        assertThat(err.toString()).contains("some.json", message);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void allFaultsComeAtOnce() {
        assertThat(exactly("compare", "nowhere.json", "TP4 EP4 PP1")).isEqualTo(3);
        assertThat(err.toString()).contains("nowhere.json: does not exist", "Maybe --problem PROBLEM.");
        assertThat(exactly("compare", "solutions/mixtral-8x7b-8xh100.yaml")).isEqualTo(2);
    }

    @Test
    void otherTokensAreNotCompared() {
        assertThat(exactly(
                        "compare",
                        "solutions/mixtral-8x7b-8xh100.yaml",
                        "solutions/deepseek-v3-training-2048xh800.yaml"))
                .isEqualTo(3);
        assertThat(err.toString()).contains("all tokens", "cannot be compared", "output tokens");
    }
}
