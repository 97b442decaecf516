package dev.meshwright.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.io.launch.LaunchFiles;
import dev.meshwright.launch.engine.Asked;
import dev.meshwright.launch.pool.Launch;
import dev.meshwright.launch.pool.Refusal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that stand twice, names that are slips, values that no engine takes. */
class StatedTwiceTest {

    private static Launch launch(LaunchFile... files) {
        return LaunchFiles.of(List.of(files), Asked.NOTHING, Map.of());
    }

    private static List<String> reasons(Launch launch) {
        return launch.refusals().stream().map(Refusal::reason).toList();
    }

    /** TensorRT-LLM merges the file over its arguments; vLLM takes the file for defaults of its arguments. */
    @Test
    void whoWinsIsAFactOfTheEngine() {
        Launch file = launch(
                new LaunchFile("run.sh", "trtllm-serve serve openai/gpt-oss-120b --tp_size 4 --config extra.yml\n"),
                new LaunchFile("extra.yml", "tensor_parallel_size: 8\nenable_attention_dp: false\n"));
        assertThat(file.pools().getFirst().layout().tensor()).isEqualTo(8);
        assertThat(reasons(file)).anySatisfy(reason -> assertThat(reason)
                .contains("is 8 at extra.yml")
                .contains("4 at run.sh")
                .endsWith("8 counts"));
        Launch line = launch(
                new LaunchFile(
                        "run.sh", "vllm serve openai/gpt-oss-120b --tensor-parallel-size 4 --config extra.yml\n"),
                new LaunchFile("extra.yml", "tensor-parallel-size: 8\n"));
        assertThat(line.pools().getFirst().layout().tensor()).isEqualTo(4);
        assertThat(reasons(line)).anySatisfy(reason -> assertThat(reason).endsWith("4 counts"));
    }

    @ParameterizedTest
    @CsvSource({
        "vllm serve openai/gpt-oss-120b --max-num-sqes 64, --max-num-seqs",
        "vllm serve openai/gpt-oss-120b --gpu-memory-utilisation 0.8, --gpu-memory-utilization",
        "vllm serve openai/gpt-oss-120b --enable-prefix-cacheing, --enable-prefix-caching",
        "python3 -m sglang.launch_server --model-path x/y --mem-fraction-statics 0.8, --mem-fraction-static",
        "trtllm-serve serve x/y --max_batch_sise 8, --max_batch_size",
        "torchrun pretrain_gpt.py --num-layers 4 --global-batch-siz 8, --global-batch-size"
    })
    void slipsOfKnownNamesStopIt(String command, String meant) {
        if (command.contains("siz 8")) {
            // argparse takes an unambiguous beginning of a name.
            assertThat(launch(new LaunchFile("run.sh", command)).pools()).hasSize(1);
            return;
        }
        assertThatThrownBy(() -> launch(new LaunchFile("run.sh", command)))
                .isInstanceOfSatisfying(InvalidInputException.class, refused -> assertThat(
                                refused.faults().getFirst().maybe())
                        .isEqualTo("Maybe " + meant + "."));
    }

    @Test
    void namesOfTheirOwnAreListed() {
        Launch launch = launch(new LaunchFile(
                "run.sh", "vllm serve openai/gpt-oss-120b --my-plugin-option 3 --otlp-endpoint http://x"));
        assertThat(launch.ignored()).hasSize(2).allSatisfy(line -> assertThat(line)
                .endsWith("(not known)"));
    }

    @ParameterizedTest
    @CsvSource({
        "vllm serve openai/gpt-oss-120b --gpu-memory-utilization 1.5, 1.50 is no share of memory",
        "vllm serve openai/gpt-oss-120b --gpu-memory-utilization 0, 0 is no share of memory",
        "vllm serve openai/gpt-oss-120b --max-num-seqs 0, 0 sequences are none"
    })
    void valuesThatNoEngineTakesAreRefused(String command, String reason) {
        Launch launch = launch(new LaunchFile("run.sh", command));
        assertThat(launch.verdict()).isEqualTo("refused");
        assertThat(reasons(launch)).anySatisfy(said -> assertThat(said).startsWith(reason));
    }
}
