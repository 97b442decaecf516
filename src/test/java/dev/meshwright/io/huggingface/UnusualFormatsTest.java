package dev.meshwright.io.huggingface;

import static dev.meshwright.io.huggingface.CheckpointFormatsTest.MIXTURE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.facts.model.Precision;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Formats that are counted as others, or that nobody knows: said, not passed over. */
class UnusualFormatsTest {

    private static HuggingFaceModel read(String quantization) {
        return HuggingFaceConfig.read(
                SmallConfigs.json(MIXTURE.formatted(", 'quantization_config': " + quantization)),
                "config.json",
                "small");
    }

    /** 8-bit weights of GPTQ, W4A16 of ModelOpt and groups without input_activations are expanded before products. */
    @Test
    void weightsThatAreExpandedFirstAreSaid() {
        String group = "{'quant_method': 'compressed-tensors', 'config_groups': {'group_0': {'targets': ['Linear'],"
                + " 'weights': {'num_bits': 8, 'type': '%s', 'strategy': 'channel'}%s}}}";
        String inputs = ", 'input_activations': {'num_bits': 8, 'type': 'float', 'dynamic': true}";
        assertThat(expanded(group.formatted("float", ""))).containsExactly("fp8");
        assertThat(expanded(group.formatted("int", ", 'input_activations': null")))
                .containsExactly("int8");
        assertThat(expanded(group.formatted("float", inputs))).isEmpty();
        assertThat(read(group.formatted("float", inputs)).notes())
                .as("all keys are read")
                .isEmpty();
        assertThat(expanded("{'quant_method': 'modelopt', 'quant_algo': 'W4A16_NVFP4'}"))
                .containsExactly("nvfp4");
        assertThat(expanded("{'quant_method': 'modelopt', 'quant_algo': 'NVFP4'}"))
                .isEmpty();
        assertThat(expanded("{'quant_method': 'gptq', 'bits': 8, 'group_size': 128}"))
                .containsExactly("int8");
        assertThat(expanded("{'quant_method': 'gptq', 'bits': 4, 'group_size': 128}"))
                .as("counted so everywhere")
                .isEmpty();
        assertThat(expanded("{'quant_method': 'fp8', 'weight_block_size': [128, 128]}"))
                .isEmpty();
    }

    private static List<String> expanded(String quantization) {
        return read(quantization).notes().stream()
                .filter(note -> note.startsWith("inputs of products with "))
                .map(note -> note.split(" ", -1)[4])
                .toList();
    }

    /** So are formats of experts and of recurrent state. */
    @Test
    void unknownFormatsOfPartsAreSaid() {
        String config = MIXTURE.formatted(", 'expert_dtype': '%s'");
        assertThat(HuggingFaceConfig.read(SmallConfigs.json(config.formatted("fp6")), "config.json", "small")
                        .notes())
                .containsExactly("expert_dtype fp6 is no number format that is known; it changes nothing");
        assertThat(HuggingFaceConfig.read(SmallConfigs.json(config.formatted("fp8")), "config.json", "small")
                        .notes())
                .isEmpty();
        String recurrent = """
                {'model_type': 'mamba2', 'hidden_size': 256, 'num_hidden_layers': 2, 'vocab_size': 1000, 'num_heads': 8,
                 'head_dim': 64, 'state_size': 16, 'n_groups': 1, 'expand': 2, 'conv_kernel': 4, 'torch_dtype': 'bfloat16',
                 'layer_types': ['mamba', 'mamba'], 'mamba_ssm_dtype': 'half-life'}
                """;
        assertThat(HuggingFaceConfig.read(SmallConfigs.json(recurrent), "config.json", "small")
                        .notes())
                .contains("mamba_ssm_cache_dtype half-life is no number format that is known; it changes nothing");
    }

    /** A format of the cache that nobody knows is said; none and auto mean the format of the checkpoint. */
    @Test
    void unknownFormatsOfTheCacheAreSaid() {
        String settings = "{'quant_method': 'modelopt', 'quant_algo': 'NVFP4', 'kv_cache_quant_algo': '%s'}";
        HuggingFaceModel unknown = read(settings.formatted("INT3"));
        assertThat(unknown.notes())
                .containsExactly("kv_cache_quant_algo INT3 is not known; the cache is counted as bf16");
        assertThat(unknown.model().precisions().keyValueCache()).isEqualTo(Precision.BF16);
        assertThat(read("{'quant_method': 'fp8', 'kv_cache_scheme': 'turbo'}").notes())
                .containsExactly("kv_cache_scheme turbo is not known; the cache is counted as bf16");
        assertThat(read(settings.formatted("none")).notes()).isEmpty();
        assertThat(read(settings.formatted("FP8")).model().precisions().keyValueCache())
                .isEqualTo(Precision.FP8);
    }
}
