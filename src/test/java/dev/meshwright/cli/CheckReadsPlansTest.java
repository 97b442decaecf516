package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.cli.terminal.ExitCode;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Plans as their authors write them: what is left out is what the author, the engine and the cluster make of it. */
@Tag("slow")
class CheckReadsPlansTest extends CommandRun {

    private static final String DEEPSEEK = """
            name: reading
            model: {catalog: deepseek-v3}
            cluster: {nodes: [{count: %d, gpus: 8, gpu: h200-sxm}]}
            workload: {phase: decode, inputTokens: 2000, outputTokens: 500}
            objective: throughput
            """;

    private JsonNode check(String problem, String layout) throws IOException {
        run("check", problem, written("plan.yaml", "layout: " + layout), "--format", "json");
        assertThat(err.toString()).isEmpty();
        return new ObjectMapper().readTree(out.toString());
    }

    private static String degrees(JsonNode answer) {
        JsonNode layout = answer.get("layout");
        return "TP" + layout.get("tensor").asInt() + " DP" + layout.get("data").asInt() + " EP"
                + layout.get("expert").asInt() + " ETP"
                + layout.get("expertTensor").asInt() + " PP"
                + layout.get("pipeline").asInt() + " x" + layout.get("replicas").asInt();
    }

    /** {tensor 8, expert 8, pipeline 1} is 64 GPUs as a product, and one group of 8 on 8 GPUs. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | ''     | {tensor: 8, expert: 8, pipeline: 1} | TP8 DP1 EP8 ETP1 PP1 x1",
                "8 | ''     | {tensor: 8, expert: 8, pipeline: 1} | TP8 DP8 EP8 ETP8 PP1 x1",
                "8 | vllm   | {tensor: 8, expert: 8, pipeline: 1} | TP8 DP1 EP8 ETP1 PP1 x8",
                "2 | ''     | {tensor: 8, expert: 16}             | TP8 DP2 EP16 ETP1 PP1 x1",
                "2 | ''     | {tp: 8, ep: 4, pp: 2}               | TP8 DP1 EP4 ETP2 PP2 x1",
                "2 | vllm   | {TP: 4, DP: 4, EP: 16}              | TP4 DP4 EP16 ETP1 PP1 x1",
                "1 | sglang | {tp: 8, dp: 8, ep: 8}               | TP1 DP8 EP8 ETP1 PP1 x1",
                "8 | sglang | {tp: 8, dp: 8, ep: 8}               | TP1 DP8 EP8 ETP1 PP1 x8",
                "8 | sglang | {tensor: 8, data: 8, expert: 64}    | TP8 DP8 EP64 ETP1 PP1 x1",
                "1 | tensorrt-llm | {tp_size: 8, dp_size: 8, moe_ep: 8} | TP1 DP8 EP8 ETP1 PP1 x1",
                "2 | ''     | {tensor: 16, data: 16, expert: 16}  | TP1 DP16 EP16 ETP1 PP1 x1",
                "1 | ''     | {tensor: 8}                         | TP8 DP1 EP8 ETP1 PP1 x1",
                "2 | ''     | DEP16                               | TP1 DP16 EP16 ETP1 PP1 x1",
                "4 | ''     | TP8 x EP4 x PP1                     | TP8 DP4 EP4 ETP8 PP1 x1",
                "4 | ''     | TP8 EP8 PP1                         | TP8 DP1 EP8 ETP1 PP1 x1",
                "4 | ''     | TP8 EP8                             | TP8 DP1 EP8 ETP1 PP1 x4"
            })
    void degreesAloneAreReadAsTheyFit(int nodes, String engine, String layout, String read) throws IOException {
        String assumed = engine.isEmpty() ? "" : "assumptions: {engine: " + engine + "}\n";
        String problem = written(
                "problem.yaml",
                DEEPSEEK.formatted(nodes).replace("tensorWithinNode", "") + assumed
                        + "search: {tensorWithinNode: false}\n");
        assertThat(degrees(check(problem, layout))).isEqualTo(read);
    }

    @Test
    void theReadingIsSaidWithItsReasonAndTheOtherOne() throws IOException {
        String problem = written("problem.yaml", DEEPSEEK.formatted(1));
        assertThat(check(problem, "{tensor: 8, expert: 8, pipeline: 1}")
                        .get("notes")
                        .get(0)
                        .asString())
                .isEqualTo("Read as TP8 EP8 PP1: experts on the GPUs of one tensor group, so data 1. Not as TP8 DP8 EP8"
                        + " ETP8 PP1 (tensor x expert x pipeline = 8 x 8 x 1 = 64 GPUs, so data = expert and"
                        + " expertTensor = tensor), which takes 64 GPUs where the cluster has 8.");
        String large = written("large.yaml", DEEPSEEK.formatted(8));
        assertThat(check(large, "{tensor: 8, expert: 8, pipeline: 1}")
                        .get("notes")
                        .get(0)
                        .asString())
                .startsWith("Read as TP8 DP8 EP8 ETP8 PP1: tensor x expert x pipeline = 8 x 8 x 1 = 64 GPUs")
                .contains("Not as TP8 EP8 PP1 x8 (experts on the GPUs of one tensor group, so data 1)");
    }

    /** A dense model has no expert degrees, so that none is derived and none is missed. */
    @Test
    void aDenseModelHasNoExpertDegrees() throws IOException {
        String problem = written("problem.yaml", """
                name: dense
                model: {catalog: llama-3.1-70b, weights: fp8}
                cluster: {nodes: [{count: 1, gpus: 4, gpu: h200-sxm}]}
                workload: {phase: serving, inputTokens: 512, outputTokens: 256, concurrency: 32}
                """);
        for (String layout : new String[] {"{tensor: 4}", "{tp: 4}", "TP4", "TP4 PP1"}) {
            JsonNode answer = check(problem, layout);
            assertThat(answer.get("feasible").asBoolean()).isTrue();
            assertThat(degrees(answer)).isEqualTo("TP4 DP1 EP1 ETP1 PP1 x1");
        }
        assertThat(degrees(check(problem, "{tensor: 2}"))).isEqualTo("TP2 DP1 EP1 ETP1 PP1 x2");
    }

    /** Copies of a dense model share nothing, so that data parallelism of serving is instances, as engines run it. */
    @Test
    void copiesOfADenseModelAreInstances() throws IOException {
        String problem = written("problem.yaml", """
                name: dense
                model: {catalog: llama-3.1-8b}
                cluster: {nodes: [{count: 1, gpus: 8, gpu: h100-sxm}]}
                workload: {phase: serving, inputTokens: 2000, outputTokens: 300}
                objective: throughput
                targets: {timePerOutputToken: 30 ms}
                """);
        JsonNode apart = check(problem, "TP2 PP1 x4");
        for (String layout : new String[] {"{tp: 2, dp: 4}", "TP2 DP4 PP1", "TP2 DP4", "tp2 dp2 x2", "tp2 dp2"}) {
            JsonNode answer = check(problem, layout);
            assertThat(degrees(answer)).as(layout).isEqualTo("TP2 DP1 EP1 ETP1 PP1 x4");
            assertThat(answer.get("evaluation")).as(layout).isEqualTo(apart.get("evaluation"));
            assertThat(answer.get("notes").toString()).contains("each is an instance of its own");
        }
    }

    /** Megatron's data-parallel degree counts all copies of the attention part, also those that share experts. */
    @Test
    void dataOfTrainingMayCountAllCopies() throws IOException {
        String problem = written("problem.yaml", """
                name: training
                model: {catalog: mixtral-8x7b}
                cluster: {nodes: [{count: 4, gpus: 8, gpu: h100-sxm}]}
                workload: {phase: training, sequenceLength: 4096, globalBatch: 64}
                """);
        // 32 GPUs = TP2 x DP16: with whole experts on 8 GPUs there are 16 / 4 = 4 copies of the experts.
        JsonNode answer = check(problem, "{tp: 2, dp: 16, ep: 8, etp: 1}");
        assertThat(degrees(answer)).isEqualTo("TP2 DP4 EP8 ETP1 PP1 x4");
        assertThat(answer.get("feasible").asBoolean()).isTrue();
    }

    /** 74 sequences on each of the 144 ranks cost more than 50 ms, fewer do not: what is filled in keeps the target. */
    @Test
    void theBatchFilledInMeetsTheTargetAndOneMoreDoesNot() throws IOException {
        String problem = written("problem.yaml", """
                name: target
                model: {catalog: deepseek-v3}
                cluster: {nodes: [{count: 18, gpus: 8, gpu: h800-sxm}]}
                workload: {phase: decode, inputTokens: 4700, outputTokens: 600}
                objective: throughput
                targets: {timePerOutputToken: 50 ms}
                assumptions: {engine: sglang, memoryFraction: 0.85}
                """);
        String degrees = "tensor: 1, data: 144, expert: 144, pipeline: 1, slotsPerRank: 2";
        JsonNode filled = check(problem, "{" + degrees + "}");
        assertThat(filled.get("evaluation").get("timePerOutputToken").asDouble())
                .isLessThanOrEqualTo(0.050);
        int size = filled.get("layout").get("microBatch").asInt();
        int count = filled.get("layout").get("microBatches").asInt();
        JsonNode more =
                check(problem, "{" + degrees + ", microBatch: " + (size + 1) + ", microBatches: " + count + "}");
        assertThat(more.get("evaluation").get("timePerOutputToken").asDouble()).isGreaterThan(0.050);
    }

    /** 256 GPUs are 4 instances of 64; two of each four copies share a sequence, so 64 sequences are 32 on a copy. */
    @Test
    void batchesOfContextParallelPlansCoverTheGlobalBatch() throws IOException {
        String problem = written("problem.yaml", """
                name: long
                model: {catalog: qwen3-235b-a22b}
                cluster: {nodes: [{count: 32, gpus: 8, gpu: h100-sxm}]}
                workload: {phase: training, sequenceLength: 131072, globalBatch: 64}
                """);
        JsonNode answer = check(problem, "{tensor: 8, data: 1, expert: 8, pipeline: 8, context: 2, virtualStages: 4}");
        assertThat(answer.get("feasible").asBoolean()).isTrue();
        JsonNode layout = answer.get("layout");
        assertThat(layout.get("microBatch").asInt() * layout.get("microBatches").asInt())
                .isEqualTo(64 * 2 / layout.get("replicas").asInt());
    }

    /** What search prints first, pasted into check, is the same layout with the same batch, to the last digit printed. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "problems/mixtral-8x7b-8xh100.yaml",
                "problems/mixtral-8x7b-16xh100-16xa100.yaml",
                "problems/gpt-oss-120b-8xb200.yaml",
                "problems/qwen3-235b-16xh200.yaml",
                "problems/founding-search-16.yaml",
                "problems/deepseek-v3-training-2048xh800.yaml"
            })
    void theHeadlineOfSearchIsItsLayout(String problem) {
        run("search", problem, "-o", file("found.yaml"), "--top", "0");
        String found = out.toString();
        String headline = headline();
        for (String pasted : new String[] {headline.replaceFirst(" on \\d.*", ""), headline}) {
            run("check", problem, "--layout", pasted);
            assertThat(err.toString()).isEmpty();
            assertThat(headline()).isEqualTo(headline);
            assertThat(inFlight(out.toString())).isEqualTo(inFlight(found)).contains("in flight");
        }
    }

    /** The sentence on sequences in flight. */
    private static String inFlight(String answer) {
        return answer.replaceAll("\\s+", " ").replaceFirst(".*?([^.;]*sequences? in flight[^.]*)\\..*", "$1");
    }

    /** The line that names the layout, put together again where it was wrapped. */
    private String headline() {
        return out.toString()
                .lines()
                .dropWhile(line -> !line.startsWith("TP"))
                .takeWhile(line -> line.startsWith("TP") || line.matches("  (?!All|Output|Input|\\d+ expert).*"))
                .reduce("", (all, line) -> all + " " + line.strip())
                .strip();
    }

    /** 142 GB too many with the smallest micro-batch and everything recomputed: nobody is told to do that. */
    @Test
    void mendsOfMemoryLeaveOutWhatIsDone() throws IOException {
        String problem = written("problem.yaml", """
                name: memory
                model: {catalog: qwen3-235b-a22b}
                cluster: {nodes: [{count: 4, gpus: 8, gpu: h100-sxm}]}
                workload: {phase: training, sequenceLength: 131072, globalBatch: 8}
                """);
        String plan = "layout: {tp: 1, pp: 32, microBatch: %d, recomputation: %s}";
        run("check", problem, written("plan.yaml", plan.formatted(1, "full")));
        assertThat(out.toString()).contains("memory at stage 0").contains("aise tensor or");
        assertThat(out.toString().toLowerCase(java.util.Locale.ROOT))
                .doesNotContain("lower microbatch", "recomputation to full");
        run("check", problem, written("plan.yaml", plan.formatted(2, "none")));
        assertThat(out.toString().replaceAll("\\s+", " "))
                .contains("Lower microBatch from 2, set recomputation to full or raise tensor or context");
    }

    @Test
    void aPlanIsAFileOrALine() throws IOException {
        String problem = written("problem.yaml", DEEPSEEK.formatted(1));
        assertThat(run("check", problem, "TP8 EP8 PP1")).as(err.toString()).isZero();
        assertThat(out.toString()).contains("TP8 EP8 PP1 on 8 x h200-sxm");
        assertThat(run("check", problem, "plan-8.yaml")).isEqualTo(ExitCode.INVALID_INPUT.code());
        assertThat(err.toString()).contains("does not exist");
        assertThat(run("check", problem)).isEqualTo(ExitCode.WRONG_USAGE.code());
        assertThat(err.toString()).contains("Missing the plan: a file PLAN, or --layout");
        assertThat(run("check", problem, "plan.yaml", "--layout", "TP8")).isEqualTo(ExitCode.WRONG_USAGE.code());
        assertThat(run("check", problem, "--layout", "TPP8 EP0 foo")).isEqualTo(ExitCode.INVALID_INPUT.code());
        assertThat(err.toString())
                .contains(
                        "--layout: names no degree\n  value: TPP8\n  Maybe PP.",
                        "--layout: must be from 1 to 1000000\n  value: EP0",
                        "--layout: is no degree such as TP4\n  value: foo");
    }

    /** Degrees of any size and combination are judged; nothing overflows, nothing is left without an answer. */
    @Test
    void everyCombinationOfDegreesHasAnAnswer() throws IOException {
        String problem = written("problem.yaml", DEEPSEEK.formatted(1));
        Random random = new Random(5);
        String[] names = {
            "tensor",
            "dp",
            "expert",
            "etp",
            "pp",
            "replicas",
            "context",
            "virtualStages",
            "slotsPerRank",
            "microBatch",
            "microBatches"
        };
        int[] values = {1, 2, 3, 4, 8, 16, 61, 256, 4096, 1_000_000};
        for (int round = 0; round < 60; round++) {
            StringBuilder layout = new StringBuilder("{tensor: " + values[random.nextInt(values.length)]);
            for (String name : names) {
                if (!name.equals("tensor") && random.nextInt(3) == 0) {
                    layout.append(", ").append(name).append(": ").append(values[random.nextInt(values.length)]);
                }
            }
            int code = run("check", problem, written("plan.yaml", "layout: " + layout + "}"));
            assertThat(code).as(layout + "\n" + out + err).isIn(0, 4, 5);
        }
    }
}
