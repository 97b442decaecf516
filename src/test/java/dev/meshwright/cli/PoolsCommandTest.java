package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.cli.terminal.ExitCode;
import dev.meshwright.io.tree.InputFile;
import dev.meshwright.io.tree.TreeReader;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Prompts and answers on GPUs of their own, as a user meets them. */
class PoolsCommandTest extends CommandRun {

    private static final String POOLS = """
            pools:
              prefill: {instances: 2, layout: {tensor: 1, data: 2, expert: 2, microBatch: 4}}
              decode: {instances: 1, layout: {tensor: 1, data: 4, expert: 4}}
            """;

    private String problem(String more) throws IOException {
        return written("problem.yaml", """
                name: pools
                model: {catalog: mixtral-8x7b}
                cluster: {nodes: [{count: 1, gpus: 8, gpu: h100-sxm}]}
                workload: {phase: serving, inputTokens: 2048, outputTokens: 512%s}
                """.formatted(more));
    }

    private static final String TARGETS = "}\ntargets: {timeToFirstToken: 2 s, timePerOutputToken: 40 ms";

    private JsonNode answer() {
        return TreeReader.of(new InputFile("answer.json", out.toString())).node();
    }

    /** What a search writes, a check reads: the same plan with the same figures. */
    @Test
    void foundPoolsAreReadBack() throws IOException {
        String problem = problem(", deployment: disaggregated" + TARGETS);
        assertThat(run("search", problem, "-o", file("plan.yaml"), "--format", "json"))
                .isZero();
        JsonNode found = answer();
        assertThat(found.at("/pools/prefill/instances").intValue()).isPositive();
        assertThat(run("check", problem, file("plan.yaml"), "--format", "json")).isZero();
        JsonNode checked = answer();
        for (String figure : new String[] {
            "/evaluation/throughput/system",
            "/evaluation/timeToFirstToken",
            "/evaluation/timePerOutputToken",
            "/evaluation/requests/prefill",
            "/evaluation/requests/decode",
            "/pools/transfer/seconds",
            "/pools/decode/layout/microBatch"
        }) {
            assertThat(checked.at(figure).doubleValue())
                    .as(figure)
                    .isEqualTo(found.at(figure).doubleValue());
        }
        assertThat(checked.at("/violations")).isEmpty();
        assertThat(run("check", problem, file("plan.yaml"))).isZero();
        assertThat(out.toString())
                .contains("Feasible", "Pools: ", "Transfer of the cache")
                // Every serving plan says what room its caches have; here each pool.
                .contains("Cache of prefill: room for ", "Cache of decode: room for ")
                .doesNotContain("devices");
    }

    /** The better of the two is the answer, and the other stands beside it. */
    @Test
    void theBetterDeploymentIsAnswered() throws IOException {
        String problem = problem(", deployment: best" + TARGETS);
        assertThat(run("search", problem, "-o", file("best.yaml"), "--format", "json"))
                .isZero();
        JsonNode best = answer();
        assertThat(run("search", problem(TARGETS), "-o", file("whole.yaml"), "--format", "json"))
                .isZero();
        double whole = answer().at("/evaluation/throughput/system").doubleValue();
        assertThat(best.has("pools")).isTrue();
        assertThat(best.at("/evaluation/aggregated/throughput").doubleValue()).isEqualTo(whole);
        assertThat(best.at("/evaluation/throughput/system").doubleValue())
                .isEqualTo(whole * best.at("/evaluation/aggregated/gain").doubleValue());
        assertThat(best.at("/evaluation/aggregated/gain").doubleValue()).isGreaterThan(1);
        assertThat(best.at("/evaluation/bound/covers").toString())
                .contains("prompts and answers on the same GPUs, which by their bounds cannot exceed");
    }

    /** Where the two share GPUs after all, the proof says what pools cannot exceed, and that they are left out where nobody asked. */
    @Test
    void theProofSpeaksOfBothDeployments() throws IOException {
        String both = """
                name: both
                model: {catalog: gpt-oss-20b}
                cluster: {nodes: [{count: 1, gpus: 2, gpu: h100-sxm}]}
                workload: {phase: serving, inputTokens: 100, outputTokens: 2000%s}
                """;
        assertThat(run(
                        "search",
                        written("b.yaml", both.formatted(", deployment: best")),
                        "-o",
                        file("b.out.yaml"),
                        "--format",
                        "json"))
                .isZero();
        JsonNode best = answer();
        assertThat(best.has("pools")).isFalse();
        assertThat(best.at("/evaluation/bound/covers").toString())
                .contains("prompts and answers on GPUs of their own, which by their bounds cannot exceed");
        assertThat(run("search", written("a.yaml", both.formatted("")), "-o", file("a.out.yaml"), "--format", "json"))
                .isZero();
        assertThat(answer().at("/evaluation/bound/leavesOut").toString())
                .contains("prompts and answers on GPUs of their own");
        assertThat(answer().at("/evaluation/throughput")).isEqualTo(best.at("/evaluation/throughput"));
    }

    /** Answers of few tokens after long prompts on one GPU: nothing can be split, and the answer says so. */
    @Test
    void whereNothingCanBeSplitTheAnswerSaysSo() throws IOException {
        String one = written("one.yaml", """
                name: one
                model: {catalog: gpt-oss-20b}
                cluster: {nodes: [{count: 1, gpus: 1, gpu: h100-sxm}]}
                workload: {phase: serving, inputTokens: 1000, outputTokens: 100, deployment: best}
                """);
        assertThat(run("search", one, "-o", file("one.out.yaml"))).isZero();
        assertThat(out.toString().replaceAll("\\s+", " "))
                .contains(
                        "Prompts and answers share GPUs. No pair of instances that read prompts and write answers fits");
    }

    @Test
    void handWrittenPoolsAreCompleted() throws IOException {
        assertThat(run("check", problem(""), written("plan.yaml", POOLS))).isZero();
        assertThat(out.toString().replaceAll("\\s+", " "))
                .contains("2 x TP1 DP2 EP2 PP1 + 1 x TP1 DP4 EP4 PP1 on 8 GPUs", "No GPU is idle");
    }

    @Test
    void moreGpusThanThereAreBreakAConstraint() throws IOException {
        String plan = written("plan.yaml", POOLS.replace("instances: 2", "instances: 3"));
        assertThat(run("check", problem(""), plan)).isEqualTo(ExitCode.INFEASIBLE.code());
        assertThat(out.toString()).contains("gpuCount at prefill and decode: 10, limit 8.");
    }

    /** SGLang hands caches over between equal tensor groups alone, unless experts are spread on both sides. */
    @Test
    void rulesOfTheEngineHoldOfBothPools() throws IOException {
        String plan = written("plan.yaml", """
                pools:
                  prefill: {layout: {tensor: 2, microBatch: 4}}
                  decode: {layout: {tensor: 4}}
                """);
        assertThat(run("check", problem("}\nassumptions: {engine: sglang"), plan))
                .isEqualTo(ExitCode.INFEASIBLE.code());
        assertThat(out.toString()).contains("poolTensor at decode: 4, limit 2.");
        assertThat(run("check", problem("}\nassumptions: {engine: vllm"), plan)).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "instances: 2 | instances: 0 | /pools/prefill/instances: must be at least 1",
                "decode: | decoder: | /pools/decode: is missing",
                "tensor: 1, data: 4 | tensor: 0, data: 4 | /pools/decode/layout/tensor: must be at least 1",
                "instances: 1 | instances: 1, nodes: 2 | /pools/decode/nodes",
                "instances: 2, layout: {tensor: 1 | instances: 2, layout: {replicas: 3, tensor: 1 | replicas of its layout are 3"
            })
    void whatIsWrongWithPoolsIsSaidAtTheDoor(String right, String wrong, String said) throws IOException {
        assertThat(run("check", problem(""), written("plan.yaml", POOLS.replace(right, wrong))))
                .isEqualTo(ExitCode.INVALID_INPUT.code());
        assertThat(err.toString().replaceAll("\\s+", " ")).contains(said);
    }

    @Test
    void poolsNeedPromptsAndAnswers() throws IOException {
        String problem = written("problem.yaml", """
                name: prefill
                model: {catalog: mixtral-8x7b}
                cluster: {nodes: [{count: 1, gpus: 8, gpu: h100-sxm}]}
                workload: {phase: prefill, inputTokens: 2048}
                """);
        assertThat(run("check", problem, written("plan.yaml", POOLS))).isEqualTo(ExitCode.INVALID_INPUT.code());
        assertThat(err.toString()).contains("Maybe phase: serving.");
    }

    @Test
    void otherCommandsRefusePools() throws IOException {
        String plan = written("plan.yaml", POOLS);
        assertThat(run("export", problem(""), plan, "-o", file("out"))).isEqualTo(ExitCode.INVALID_INPUT.code());
        assertThat(err.toString()).contains("--engine").contains("the problem names no engine");
        assertThat(run("check", problem(""), plan, "--explain", "throughput.system"))
                .isEqualTo(ExitCode.INVALID_INPUT.code());
    }

    /** More requests than both pools answer make a queue without end: what they answer for ever is said. */
    @Test
    void ratesBeyondCapacityAreSaid() throws IOException {
        String problem = problem(", arrivals: {rate: 1000 requests/s}}\ntargets: {timePerOutputToken: 40 ms");
        run("check", problem, written("plan.yaml", POOLS));
        assertThat(out.toString().replaceAll("\\s+", " "))
                .contains("requests/s can be answered for ever: more are sent, so the queue grows");
    }

    /** A cache is never there sooner than its transfer takes. */
    @Test
    void targetsBelowTheTransferAreSaid() throws IOException {
        String problem =
                problem(", deployment: disaggregated}\ntargets: {timeToFirstToken: 1 ms, timePerOutputToken: 40 ms");
        assertThat(run("search", problem, "-o", file("plan.yaml"))).isEqualTo(ExitCode.INFEASIBLE.code());
        assertThat(out.toString().replaceAll("\\s+", " "))
                .contains("is shorter than taking a request in and handing its cache over");
    }
}
