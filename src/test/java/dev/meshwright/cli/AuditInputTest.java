package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Bad claims end in exit code 3 with a hint; the sweep recomputes above its threshold. */
class AuditInputTest {

    @TempDir
    Path folder;

    private String check(String problem, String plan, int exit, String... options) throws IOException {
        Path file = Files.writeString(folder.resolve("plan.yaml"), plan);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> arguments = new ArrayList<>(List.of("check", problem, file.toString(), "--details"));
        arguments.addAll(List.of(options));
        int code = Main.run(new PrintWriter(out), new PrintWriter(err), arguments.toArray(String[]::new));
        assertThat(code).as(out + "\n" + err).isEqualTo(exit);
        return out + "\n" + err;
    }

    @Test
    void anUnknownQuantityListsNearNames() throws IOException {
        String layout = "layout: {tensor: 4, expert: 4, pipeline: 2}\n";
        assertThat(check(
                        "problems/founding-001.yaml",
                        layout + "claims: [{quantity: memory.expert.perGpu, value: 1 GB}]",
                        3))
                .contains("no quantity is called memory.expert.perGpu")
                .contains("Maybe memory.experts.perGpu");
    }

    @Test
    void aClaimWithoutAUnitIsAnError() throws IOException {
        String layout = "layout: {tensor: 4, expert: 4, pipeline: 2}\n";
        assertThat(check(
                        "problems/founding-001.yaml",
                        layout + "claims: [{quantity: throughput.system, value: 100}]",
                        3))
                .contains("/claims/0/value: has no unit")
                .contains("Maybe 100 tokens/s or 100 tokens/ms");
        assertThat(check(
                        "problems/founding-001.yaml",
                        layout + "claims: [{quantity: gpus, value: 32, given: {flops.perToken: 8}}]",
                        3))
                .contains("/claims/0/given/flops.perToken: has no unit");
        assertThat(check(
                        "problems/founding-001.yaml",
                        layout + "claims: [{quantity: gpus, value: 32, given: {bytes.perParameter: 2}}]",
                        3))
                .contains("/claims/0/given/bytes.perParameter: has no unit")
                .contains("Maybe 2 B.");
    }

    /** Times, rates, bytes and counts are not below nothing; what is left of a memory may be. */
    @Test
    void aNegativeNumberIsMetAtTheDoor() throws IOException {
        assertThat(check(
                        "problems/founding-001.yaml",
                        "layout: {tensor: 4, expert: 4, pipeline: 2}\nclaims:\n"
                                + "  - {quantity: timeToFirstToken, value: \u2212200 ms}\n"
                                + "  - {quantity: gpus, value: -8}\n"
                                + "  - {quantity: memory.perGpu, value: at most -3 GB}\n"
                                + "  - {quantity: memory.headroom, value: -3 GB}\n"
                                + "  - {quantity: gpus, value: 32, given: {batch: -8}}\n",
                        3))
                .contains("/claims/0/value: must not be negative")
                .contains("Maybe 200 ms.")
                .contains("/claims/1/value: must not be negative")
                .contains("/claims/2/value: must not be negative")
                .contains("Maybe at most 3 GB.")
                .doesNotContain("/claims/3")
                .contains("/claims/4/given/batch: must not be negative");
    }

    @Test
    void aPremiseOfAnUnknownQuantityIsAnError() throws IOException {
        assertThat(check(
                        "problems/founding-001.yaml",
                        "layout: {tensor: 4, expert: 4, pipeline: 2}\n"
                                + "claims: [{quantity: gpus, value: 32, given: {flops.perTokn: 8 GFLOP}},"
                                + " {quantity: gpu.memry, value: 64 GB}, {quantity: targets.memory.met, value: maybe}]",
                        3))
                .contains("no quantity is called flops.perTokn")
                .contains("Maybe flops.perToken")
                .contains("no quantity is called gpu.memry")
                .contains("must be true or false");
    }

    @Test
    void contradictionsArePointedOut() throws IOException {
        String text = check("problems/founding-001.yaml", """
                layout: {tensor: 4, expert: 4, pipeline: 2}
                claims:
                  - {quantity: gpus, value: 32, quote: "32 GPUs"}
                  - {quantity: gpus, value: 64, quote: "64 GPUs"}
                  - {quantity: throughput.perGpu, value: 100 tokens/ms}
                  - {quantity: throughput.system, value: 100 tokens/ms}
                  - {quantity: memory.perGpu, value: 3 GB}
                """, 5);
        assertThat(text).contains("gpus: the plan says 32, the plan says 64.");
        // 32 x 100 tokens/ms
        assertThat(text.replaceAll("\\s+", " "))
                .contains(
                        "its own other claims imply throughput.system = throughput.perGpu * gpus = 100,000 tokens/s * 32");
        // runtime and buffers alone take 3.9 GB; 4 attention copies x 4 micro-batches = 16 sequences at least
        assertThat(text.replaceAll("\\s+", " ")).contains("No batch makes it right: already 16 sequences");
        assertThat(text).containsPattern("memory.perGpu +3 GB .* refuted");
    }

    private String training() throws IOException {
        String problem = Files.readString(Path.of("problems/founding-000.yaml"))
                .replaceAll("phase: prefill.*", "phase: training\n  globalBatch: 64\n  zeroStage: 1")
                .replace("inputTokens:", "sequenceLength:")
                .replaceAll("(?m)^  timeToFirstToken:.*\n", "");
        return Files.writeString(folder.resolve("problem.yaml"), problem).toString();
    }

    private static JsonNode byLength(String text) {
        JsonNode document = JsonMapper.shared().readTree(text.substring(0, text.lastIndexOf('}') + 1));
        return document.get("evaluation").get("byLength");
    }

    private static final String DEGREES = "layout: {tensor: 1, expert: 4, pipeline: 4, microBatch: 1}";

    @Test
    void trainingRecomputesAboveTheThreshold() throws IOException {
        JsonNode sweep = byLength(check(training(), DEGREES, 5, "--format", "json"));
        assertThat(sweep.size()).isEqualTo(7);
        for (JsonNode point : sweep) {
            boolean above = point.get("length").intValue() > 2048; // the problem's threshold
            assertThat(point.get("recomputation").asString()).isEqualTo(above ? "full" : "none");
            assertThat(point.has("savedByRecomputation")).isEqualTo(above);
            if (above) {
                assertThat(point.get("savedByRecomputation").doubleValue()).isPositive();
                // the forward pass once more: a third of forward and backward at most
                assertThat(point.get("secondsOfRecomputation").doubleValue()
                                / point.get("stepTime").doubleValue())
                        .isBetween(0.05, 1.0 / 3);
            }
        }
        assertThat(check(training(), DEGREES, 5))
                .contains("Activation checkpointing above 2,048 tokens: there the backward pass");
    }

    @Test
    void lengthsAndThresholdComeFromTheCommandLine() throws IOException {
        JsonNode sweep = byLength(check(
                training(), DEGREES, 5, "--format", "json", "--lengths", "512..3000", "--checkpointing-above", "1024"));
        List<String> rows = new ArrayList<>();
        sweep.forEach(point -> rows.add(point.get("length").intValue() + " "
                + point.get("recomputation").asString()));
        assertThat(rows).containsExactly("512 none", "1024 none", "2048 full", "3000 full");
        String problem = "problems/founding-000.yaml";
        String plan = "layout: {tensor: 1, expert: 4, pipeline: 4, microBatch: 4}";
        assertThat(check(problem, plan, 5, "--lengths", "10240,128,2048"))
                .containsPattern("(?s) 128 .* 2,048 .* 10,240 ")
                .contains("Activation checkpointing above 2,048 tokens changes nothing here");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--lengths|128..",
                "--lengths|0",
                "--lengths|10240..128",
                "--lengths|1,x",
                "--lengths|1..2..3",
                "--lengths|128,,256",
                "--checkpointing-above|-1",
                "--checkpointing-above|many"
            })
    void faultyLengthsAreWrongUsage(String option, String value) throws IOException {
        assertThat(check("problems/founding-000.yaml", DEGREES, 2, option + "=" + value))
                .contains(option);
    }
}
