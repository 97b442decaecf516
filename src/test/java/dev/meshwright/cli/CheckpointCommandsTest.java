package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.cli.terminal.ExitCode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Checkpoints as folders, from the command line. */
class CheckpointCommandsTest extends CommandRun {

    private Path checkpoint = Path.of("");

    /** Qwen3-235B's sizes (Qwen's published configuration), quantized as a test says. */
    private void checkpoint(String quantization) throws IOException {
        Files.writeString(
                checkpoint.resolve("config.json"), """
                {'model_type': 'qwen3_moe', 'hidden_size': 4096, 'intermediate_size': 12288, 'num_hidden_layers': 94,
                 'num_attention_heads': 64, 'num_key_value_heads': 4, 'head_dim': 128, 'num_experts': 128,
                 'num_experts_per_tok': 8, 'moe_intermediate_size': 1536, 'vocab_size': 151936,
                 'tie_word_embeddings': false, 'torch_dtype': 'bfloat16'%s}
                """.formatted(quantization).replace('\'', '"'));
    }

    @BeforeEach
    void folderOfACheckpoint() throws IOException {
        checkpoint = Files.createDirectory(folder.resolve("checkpoint"));
    }

    private String problem() throws IOException {
        return written("problem.yaml", """
                name: checkpoint
                model: {huggingFace: checkpoint}
                cluster: {nodes: [{count: 1, gpus: 8, gpu: h200-sxm}]}
                workload: {phase: serving, inputTokens: 2048, outputTokens: 512, concurrency: 16}
                assumptions: {engine: sglang}
                """);
    }

    @Test
    void modelsReadsTheSettingsBesideAConfiguration() throws IOException {
        checkpoint("");
        Files.writeString(checkpoint.resolve("hf_quant_config.json"), """
                {"quantization": {"quant_algo": "NVFP4", "kv_cache_quant_algo": "FP8", "group_size": 16,
                 "exclude_modules": ["lm_head", "*self_attn*"], "new_key": 1}}
                """);
        assertThat(run("models", "--config", checkpoint.toString())).isZero();
        assertThat(out.toString())
                .contains("Weights: attention bf16, routed experts nvfp4 in blocks of 1 x 16, embedding bf16.")
                .contains("in fp8")
                .contains("hf_quant_config.json: quantization.new_key");
        assertThat(run("models", "--config", checkpoint.toString(), "--format", "json"))
                .isZero();
        assertThat(out.toString().replaceAll("\\s+", ""))
                .contains("\"experts\":\"nvfp4\"")
                .contains("\"kvCache\":\"fp8\"")
                .contains("\"blocks\":{\"dense\":[1,16],\"shared\":[1,16],\"experts\":[1,16]}");
    }

    /** Refused as engines refuse it, with the nearest degree; the advice is feasible. */
    @Test
    void checkRefusesCutsThroughBlocks() throws IOException {
        checkpoint(", 'quantization_config': {'quant_method': 'fp8', 'weight_block_size': [128, 128]}, 'new_key': 1");
        String plan = written("plan.yaml", "layout: {tensor: 8, data: 1, expert: 1, expertTensor: 8, pipeline: 1}\n");
        assertThat(run("check", problem(), plan)).isEqualTo(ExitCode.INFEASIBLE.code());
        assertThat(out.toString())
                .contains("quantizationBlock")
                .contains("Set expertTensor to 4 and multiply expert by 2")
                .contains("not read, though not known to change nothing: new_key");
        String mended = written("plan.yaml", "layout: {tensor: 8, data: 1, expert: 2, expertTensor: 4, pipeline: 1}\n");
        assertThat(run("check", problem(), mended)).isZero();
    }

    @Test
    void filesThatAreNoConfigurationAreRefused() throws IOException {
        try (RandomAccessFile large =
                new RandomAccessFile(checkpoint.resolve("config.json").toFile(), "rw")) {
            large.setLength(100_000_000);
        }
        assertThat(run("models", "--config", checkpoint.toString())).isEqualTo(ExitCode.INVALID_INPUT.code());
        assertThat(err.toString()).contains("100 MB").contains("Maybe these are the weights?");
        Files.writeString(checkpoint.resolve("config.json"), "{\"hidden_size\": 12");
        assertThat(run("models", "--config", checkpoint.toString())).isEqualTo(ExitCode.INVALID_INPUT.code());
        assertThat(err.toString()).contains("config.json").contains("Maybe it is cut off?");
        Files.delete(checkpoint.resolve("config.json"));
        Files.writeString(checkpoint.resolve("hf_quant_config.json"), "{\"quantization\": {\"quant_algo\": \"FP8\"}}");
        assertThat(run(
                        "models",
                        "--config",
                        checkpoint.resolve("hf_quant_config.json").toString()))
                .isEqualTo(ExitCode.INVALID_INPUT.code());
        assertThat(err.toString()).contains("Maybe give the folder");
    }

    /** Shares above one and capacities a thousand times too large or small are said, with the likely value. */
    @Test
    void sharesAndCapacitiesOutOfBoundsAreSaid() throws IOException {
        checkpoint("");
        String problem = written("problem.yaml", """
                name: slips
                model: {huggingFace: checkpoint}
                cluster:
                  nodes: [{count: 1, gpus: 8, gpu: {name: mine, peak: 400 TFLOP/s, memory: 80 TB, memoryBandwidth: 1.8 GB/s}}]
                workload: {phase: serving, inputTokens: 2048, outputTokens: 512}
                assumptions: {memoryFraction: 90}
                """);
        assertThat(run("search", problem)).isEqualTo(ExitCode.INVALID_INPUT.code());
        assertThat(err.toString())
                .contains("/gpu/memory")
                .contains("Maybe 80 GB.")
                .contains("/assumptions/memoryFraction")
                .contains("Maybe 90 %.");
    }
}
