package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Launches from the command line: what is written is what check accepts, and the exit code is a gate. */
class ImportCommandTest extends CommandRun {

    /** What a command returned and printed. */
    private record Ran(int code, String out, String err) {}

    private Ran ran(String... arguments) {
        int code = run(arguments);
        return new Ran(code, out.toString(), err.toString());
    }

    static Stream<Arguments> launches() {
        return Stream.of(
                Arguments.of(
                        "vllm serve openai/gpt-oss-120b -tp 4 --enable-expert-parallel --max-model-len 8192", "h100"),
                Arguments.of(
                        "vllm serve deepseek-ai/DeepSeek-R1 -dp 16 --enable-expert-parallel --enable-eplb"
                                + " --eplb-config.num_redundant_experts 16 --max-num-seqs 64 --max-model-len 4096",
                        "h200"),
                Arguments.of(
                        "VLLM_PP_LAYER_PARTITION=20,28 vllm serve Qwen/Qwen3-30B-A3B -pp 2 --max-model-len 4096",
                        "h100"),
                Arguments.of(
                        "sglang serve --model-path Qwen/Qwen3-235B-A22B --tp 8 --dp 4 --enable-dp-attention --ep-size 4"
                                + " --max-running-requests 256",
                        "h200"),
                Arguments.of(
                        "trtllm-serve openai/gpt-oss-20b --tp_size 2 --max_batch_size 16 --max_num_tokens 4096",
                        "b200"),
                Arguments.of(
                        "torchrun --nnodes 4 --nproc_per_node 8 pretrain_gpt.py --num-layers 32 --num-experts 8"
                                + " --hidden-size 4096 --swiglu --tensor-model-parallel-size 2 --pipeline-model-parallel-size 4"
                                + " --expert-model-parallel-size 4 --expert-tensor-parallel-size 1 --sequence-parallel --bf16"
                                + " --num-virtual-stages-per-pipeline-rank 2 --micro-batch-size 1 --global-batch-size 64"
                                + " --seq-length 4096 --use-distributed-optimizer --recompute-granularity full",
                        "h100"));
    }

    @ParameterizedTest
    @MethodSource("launches")
    void whatIsWrittenIsWhatCheckAccepts(String command, String gpu) throws IOException {
        String script = written("run.sh", command);
        Path written = folder.resolve("out");
        Ran run = ran("import", script, "--gpu", gpu, "-o", written.toString());
        assertThat(run.code()).as(run.err()).isZero();
        Ran check = ran(
                "check",
                written.resolve("problem.yaml").toString(),
                written.resolve("plan.yaml").toString());
        assertThat(check.code()).as(check.out() + check.err()).isZero();
        Ran both = ran("check", "--launch", script, "--gpu", gpu);
        assertThat(both.code()).as(both.out() + both.err()).isZero();
        String headline = check.out().lines().skip(1).findFirst().orElseThrow();
        assertThat(both.out()).as("both go the same way").contains(headline);
    }

    @Test
    void severalPoolsAreSeveralFiles() throws IOException {
        String recipe = written("recipe.yaml", """
                model: {path: gpt-oss-120b}
                resources: {gpu_type: h200, gpus_per_node: 8, prefill_workers: 2, gpus_per_prefill: 2, decode_workers: 1, gpus_per_decode: 4}
                backend:
                  vllm_config:
                    prefill: {tensor-parallel-size: 2, max-model-len: 8192}
                    decode: {tensor-parallel-size: 4, max-model-len: 8192}
                """);
        Path written = folder.resolve("out");
        assertThat(ran("import", recipe, "-o", written.toString()).code()).isZero();
        for (String role : List.of("prefill", "decode")) {
            Ran check = ran(
                    "check",
                    written.resolve(role + ".problem.yaml").toString(),
                    written.resolve(role + ".plan.yaml").toString());
            assertThat(check.code()).as(check.out() + check.err()).isZero();
        }
    }

    static Stream<Arguments> gates() {
        return Stream.of(
                Arguments.of(0, "vllm serve openai/gpt-oss-120b -tp 2 --max-model-len 8192", "Runs"),
                Arguments.of(3, "vllm serve openai/gpt-oss-120b -tp $N", "needs N, which nothing sets"),
                Arguments.of(
                        4, "vllm serve Qwen/Qwen3-235B-A22B-FP8 -tp 8", "192 is not a multiple of the block of 128"),
                Arguments.of(
                        4, "vllm serve deepseek-ai/DeepSeek-R1 -tp 4 --max-model-len 4096", "does not fit into memory"),
                Arguments.of(4, "vllm serve openai/gpt-oss-120b -tp 6", "64 attention heads are not divisible by 6"),
                Arguments.of(
                        5, "vllm serve Qwen/Qwen3-235B-A22B -tp 16 --max-model-len 4096", "lies over several nodes"));
    }

    @ParameterizedTest
    @MethodSource("gates")
    void exitCodesAreAGate(int code, String command, String said) throws IOException {
        Ran run = ran("check", "--launch", written("run.sh", command), "--gpu", "h100");
        assertThat(run.code()).as(run.out() + run.err()).isEqualTo(code);
        assertThat((run.out() + run.err()).replaceAll("\\s+", " ")).contains(said);
    }

    @Test
    void aLaunchIsCheckedForAProblemOfOnesOwn() throws IOException {
        String script = written("run.sh", "vllm serve mistralai/Mixtral-8x7B-v0.1 -tp 8");
        Ran run = ran("check", "problems/mixtral-8x7b-8xh100.yaml", "--launch", script);
        assertThat(run.out() + run.err()).contains("TP8").contains("prompts of 2,048");
    }

    @Test
    void jsonHasTheShapeOfTheContract() throws IOException {
        String script = written("run.sh", "vllm serve openai/gpt-oss-120b -tp 4 --max-num-seqs 32");
        String json = ran("import", script, "--format", "json").out().replaceAll("\\s+", " ");
        assertThat(json)
                .contains("\"launch\": { \"engine\": \"vllm\", \"version\": null")
                .contains("\"gpus\": 4")
                .contains("\"role\": \"all\"")
                .contains("\"tensor\": 4")
                .contains("\"expertTensor\": 4")
                .contains("\"weights\": \"MXFP4 experts\"")
                .contains("\"sequences\": 32")
                .contains("\"redundantExperts\": null")
                .contains("\"read\": [")
                .contains("\"refused\": []");
    }

    @Test
    void missingPartsAreNamed() throws IOException {
        String script = written("run.sh", "vllm serve some/unknown-model -tp 2");
        Ran shown = ran("import", script);
        assertThat(shown.code()).isZero();
        assertThat(shown.out()).contains("TP2").contains("unknown-model");
        Ran stored = ran("import", script, "-o", folder.resolve("o").toString());
        assertThat(stored.code()).isEqualTo(3);
        assertThat(stored.err()).contains("a problem needs a model of the catalogue");
        Ran gpu = ran("import", script, "--gpu", "h1000");
        assertThat(gpu.code()).isEqualTo(3);
        assertThat(gpu.err()).contains("is no GPU of the catalogue");
        Ran none = ran(
                "import",
                folder.resolve("gone.sh").toString(),
                folder.resolve("lost.sh").toString());
        assertThat(none.code()).isEqualTo(3);
        assertThat(none.err()).contains("gone.sh").contains("lost.sh");
        assertThat(ran("check").code()).isEqualTo(2);
        assertThat(ran("import").code()).isEqualTo(2);
    }
}
