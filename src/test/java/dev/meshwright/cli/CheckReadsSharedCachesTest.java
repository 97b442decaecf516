package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.cli.terminal.ExitCode;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Context parallelism in plans of inference: tensor ranks that share the cache of each sequence. */
class CheckReadsSharedCachesTest extends CommandRun {

    private String cached(String model, String phase) throws IOException {
        return written(
                "problem.yaml",
                "name: context\nmodel: {catalog: " + model + "}\n"
                        + "cluster: {nodes: [{count: 1, gpus: 8, gpu: h200-sxm}]}\n"
                        + "workload: {phase: " + phase + ", inputTokens: 4000, concurrency: 1}\n");
    }

    /** Eight tensor ranks hold the same latent, so eight may share it: the one sequence there is stays one. */
    @Test
    void contextOfDecodingSharesTheCache() throws IOException {
        String problem = cached("deepseek-v3", "decode, outputTokens: 100");
        assertThat(run("check", problem, "--layout", "tp=8 ep=8 cp=8")).isZero();
        assertThat(out.toString().replaceAll("\\s+", " "))
                .contains(
                        "TP8 EP8 PP1 CP8 on 8 x h200-sxm",
                        "1 sequence in flight. The cache of each is shared by 8 tensor ranks.",
                        "context-parallel queries and outputs");
    }

    /** Ranks that follow each other share: 0 to 3 and 4 to 7. */
    @Test
    void cacheGroupsAreNamed() throws IOException {
        run("check", cached("deepseek-v3", "decode, outputTokens: 100"), "TP8 EP8 PP1 CP4", "--format", "json");
        assertThat(out.toString())
                .contains("Cache groups (share the keys and values of each sequence): 2 of 4 GPUs: {0-3} {4-7}.");
    }

    /** What is not there to be shared is a broken constraint, and the evaluation is of what is left. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mixtral-8x7b | decode, outputTokens: 100 | No two tensor ranks hold the same keys and values: set context to 1.",
                "qwen3-235b-a22b | decode, outputTokens: 100 | 2 tensor ranks hold the same keys and values: set context to 2",
                "deepseek-v3 | prefill | Sequences are shared in training and decoding only: set context to 1."
            })
    void contextThatIsNotToBeHadIsLeftAside(String model, String phase, String mend) throws IOException {
        assertThat(run("check", cached(model, phase), "--layout", "TP8 EP8 PP1 CP4"))
                .isEqualTo(ExitCode.INFEASIBLE.code());
        assertThat(out.toString().replaceAll("\\s+", " "))
                .contains("TP8 EP8 PP1 on 8 x", "1 sequence in flight", "sharedCache at /layout/context: 4", mend);
    }
}
