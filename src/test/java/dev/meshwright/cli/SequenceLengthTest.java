package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prompts and answers against the positions of a model: gpt-oss-120b has 131,072. */
class SequenceLengthTest extends CommandRun {

    private String problem(String model, String work, String engine) throws IOException {
        return written("problem.yaml", """
                name: lengths
                model: {catalog: gpt-oss-120b%s}
                cluster: {nodes: [{count: 1, gpus: 8, gpu: h200-sxm}]}
                workload: {phase: serving, %s, concurrency: 1}
                %s
                """.formatted(
                        model, work, engine.isEmpty() ? "" : "assumptions: {engine: " + engine + "}"));
    }

    private int check(String problem, String... more) throws IOException {
        String plan = written("plan.yaml", "layout: {tensor: 8, expert: 8}\n");
        String[] arguments = new String[more.length + 3];
        arguments[0] = "check";
        arguments[1] = problem;
        arguments[2] = plan;
        System.arraycopy(more, 0, arguments, 3, more.length);
        return run(arguments);
    }

    private String said() {
        return out.toString().replaceAll("\\s+", " ");
    }

    private static final String LONG = "inputTokens: 299000, outputTokens: 1000";

    @ParameterizedTest
    @CsvSource({
        "vllm, --max-model-len, VLLM_ALLOW_LONG_MAX_MODEL_LEN=1",
        "sglang, --context-length, SGLANG_ALLOW_OVERWRITE_LONGER_CONTEXT_LEN=1"
    })
    void anEngineThatRefusesThemBreaksTheConstraint(String engine, String flag, String variable) throws IOException {
        assertThat(check(problem("", LONG, engine))).isEqualTo(ExitCode.INFEASIBLE.code());
        assertThat(said()).contains("modelLength", "300,000", "131,072", flag, variable, "model.positions");
        assertThat(run("search", problem("", LONG, engine))).isEqualTo(ExitCode.INFEASIBLE.code());
        assertThat(said()).contains("300,000", "131,072", flag, variable, "model.positions");
        // The mend.
        assertThat(check(problem(", positions: 300000", LONG, engine))).isZero();
        assertThat(said()).doesNotContain("modelLength");
    }

    @Test
    void scaleSaysWhyNoSizeWorks() throws IOException {
        String problem = problem("", LONG, "vllm");
        run("scale", problem, "--target", "1 tokens/ms", "--scope", "system");
        assertThat(said())
                .contains(
                        "leave no combination of degrees",
                        "up to 300,000 tokens are longer than the 131,072",
                        "--max-model-len");
    }

    /** Nobody is named who would refuse, or the engine starts and refuses the requests alone. */
    @ParameterizedTest
    @CsvSource({"'', VLLM_ALLOW_LONG_MAX_MODEL_LEN=1", "tensorrt-llm, max_seq_len"})
    void withoutSuchAnEngineANoteSaysIt(String engine, String name) throws IOException {
        assertThat(check(problem("", LONG, engine))).isZero();
        assertThat(said()).contains("up to 300,000 tokens are longer than the 131,072 positions of gpt-oss-120b", name);
        assertThat(check(problem("", "inputTokens: 130072, outputTokens: 1000", engine)))
                .isZero();
        assertThat(said()).as("exactly as many").doesNotContain("longer than");
    }

    @Test
    void oneRequestCanHaveAsManyAsTheModelTakes() throws IOException {
        String problem = problem("", "inputTokens: 1000, outputTokens: 1000", "vllm");
        assertThat(check(problem)).isZero();
        assertThat(said())
                .containsPattern("one request can have 131,072, as many as the model takes \\(the cache alone"
                        + " would hold [0-9]{2},[0-9]{3},[0-9]{3}\\)");
        assertThat(check(problem, "--format", "json")).isZero();
        assertThat(said()).contains("\"longestContext\": 131072", "\"modelPositions\": 131072");
        assertThat(said()).containsPattern("\"longestInCache\": [0-9]{8},");
        // What documents claim is judged by the same number.
        assertThat(check(problem, "--explain", "cache.longestContext")).isZero();
        assertThat(said()).contains("cache.longestContext = 131,072", "positions of the model");
        // A cache that holds less is the limit.
        assertThat(check(problem(", positions: 1000000000", "inputTokens: 1000, outputTokens: 1000", "vllm")))
                .isZero();
        assertThat(said()).doesNotContain("as many as the model takes");
    }

    @Test
    void modelsShowsIt() {
        assertThat(run("models", "gpt-oss-120b")).isZero();
        assertThat(said()).contains("A sequence can have 131,072 tokens");
        assertThat(run("models", "gpt-oss-120b", "--format", "json")).isZero();
        assertThat(said()).contains("\"positions\": 131072");
        assertThat(run("models", "glm-5.2")).isZero();
        assertThat(said()).doesNotContain("A sequence can have");
    }

    /** A workload as long as the model is started for no more than the model takes; a shorter one for a token more. */
    @ParameterizedTest
    @CsvSource({"130072, 131072", "120000, 121001"})
    void exportAsksForNoMoreThanTheModelTakes(int prompt, int length) throws IOException {
        String problem = problem("", "inputTokens: " + prompt + ", outputTokens: 1000", "vllm");
        String plan = written("plan.yaml", "layout: {tensor: 8, expert: 8}\n");
        assertThat(run("export", problem, plan, "--no-fallback", "-o", file("out")))
                .as(err.toString())
                .isZero();
        assertThat(Files.readString(Path.of(file("out/node-0.sh")))).contains("--max-model-len " + length + " ");
    }

    /** A model that the problem has started for more: the engine is told so, or it would not start. */
    @ParameterizedTest
    @CsvSource({"vllm, VLLM_ALLOW_LONG_MAX_MODEL_LEN=1", "sglang, SGLANG_ALLOW_OVERWRITE_LONGER_CONTEXT_LEN=1"})
    void exportTellsTheEngineOfMorePositions(String engine, String variable) throws IOException {
        String plan = written("plan.yaml", "layout: {tensor: 8, expert: 8}\n");
        assertThat(run(
                        "export",
                        problem(", positions: 400000", LONG, engine),
                        plan,
                        "--no-fallback",
                        "-o",
                        file("out")))
                .as(err.toString())
                .isZero();
        assertThat(Files.readString(Path.of(file("out/node-0.sh")))).contains(variable, " 300001 ");
    }

    @Test
    void aLaunchThatAsksForMoreIsRefused() throws IOException {
        String launch =
                written("run.sh", "vllm serve openai/gpt-oss-120b --tensor-parallel-size 8 --max-model-len 300000\n");
        assertThat(run("check", "--launch", launch, "--gpu", "h200-sxm")).isEqualTo(ExitCode.INFEASIBLE.code());
        assertThat(said())
                .as(err.toString())
                .contains("300,000 tokens are more than the 131,072 of the model's configuration");
    }
}
