package dev.meshwright.io.huggingface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.model.Precisions;
import dev.meshwright.facts.model.Precisions.Block;
import dev.meshwright.facts.model.Precisions.Blocks;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Number formats of checkpoints as their makers write them down, part by part. */
class CheckpointFormatsTest {

    private static final Block SIXTEEN = new Block(1, 16);

    /** Two routed layers behind a dense one; shared experts. */
    static final String MIXTURE = """
            {'model_type': 'deepseek_v2', 'hidden_size': 512, 'intermediate_size': 1024, 'num_hidden_layers': 3,
             'num_attention_heads': 8, 'num_key_value_heads': 8, 'head_dim': 64, 'kv_lora_rank': null,
             'n_routed_experts': 8, 'n_shared_experts': 1, 'num_experts_per_tok': 2, 'moe_intermediate_size': 256,
             'first_k_dense_replace': 1, 'vocab_size': 1000, 'torch_dtype': 'bfloat16'%s}
            """;

    private static HuggingFaceModel read(String quantization) {
        return HuggingFaceConfig.read(
                SmallConfigs.json(MIXTURE.formatted(", 'quantization_config': " + quantization)),
                "config.json",
                "small");
    }

    private static Precisions formats(String quantization) {
        return read(quantization).model().precisions();
    }

    static void assertParts(
            Precisions formats, Precision attention, Precision dense, Precision shared, Precision experts) {
        assertThat(List.of(formats.attention(), formats.dense(), formats.shared(), formats.experts()))
                .containsExactly(attention, dense, shared, experts);
    }

    /** ModelOpt's mixed precision: 4-bit experts, 8-bit attention, and what no rule names as saved. */
    @Test
    void aFormatForEachModule() {
        List<String> rules = new ArrayList<>();
        for (int layer = 0; layer < 3; layer++) {
            String at = "'model.layers." + layer + ".";
            for (String attention : List.of("q_proj", "k_proj", "v_proj", "o_proj")) {
                rules.add(at + "self_attn." + attention + "': {'quant_algo': 'MXFP8'}");
            }
            rules.add(at + "mlp.experts': {'quant_algo': 'NVFP4', 'group_size': 16}");
        }
        Precisions formats = formats("{'quant_method': 'modelopt', 'quant_algo': 'MIXED_PRECISION',"
                + " 'exclude_modules': ['lm_head'], 'quantized_layers': {" + String.join(", ", rules) + "}}");
        assertParts(formats, Precision.FP8, Precision.BF16, Precision.BF16, Precision.NVFP4);
        assertThat(formats.blocks().attention()).isEqualTo(new Block(1, 32));
        assertThat(formats.blocks().experts()).isEqualTo(SIXTEEN);
        assertThat(formats.blocks().dense()).isEqualTo(Block.NONE);
    }

    /** DeepSeek-V4 in NVFP4: its experts anew, the rest in its makers' FP8, against what expert_dtype still says. */
    @Test
    void expertsQuantizedOnTopOfBlocks() {
        HuggingFaceModel read = HuggingFaceConfig.read(SmallConfigs.json("""
                {'model_type': 'deepseek_v4', 'hidden_size': 512, 'num_hidden_layers': 2, 'num_attention_heads': 8,
                 'head_dim': 64, 'q_lora_rank': 128, 'o_groups': 2, 'o_lora_rank': 64, 'sliding_window': 64,
                 'compress_ratios': [0, 128], 'n_routed_experts': 8, 'n_shared_experts': 1, 'num_experts_per_tok': 2,
                 'moe_intermediate_size': 128, 'expert_dtype': 'fp4', 'vocab_size': 1000, 'torch_dtype': 'bfloat16',
                 'quantization_config': {'quant_method': 'fp8', 'weight_block_size': [128, 128],
                 'quant_algo': 'MIXED_PRECISION', 'ignore': ['*.attn.*', '*.ffn.shared_experts.*', 'head', 'mtp.*'],
                 'quantized_layers': {'layers.0.ffn.experts': {'quant_algo': 'NVFP4', 'group_size': 16},
                 'layers.1.ffn.experts': {'quant_algo': 'NVFP4', 'group_size': 16}}}}
                """), "config.json", "small");
        Precisions formats = read.model().precisions();
        assertParts(formats, Precision.FP8, Precision.FP8, Precision.FP8, Precision.NVFP4);
        assertThat(formats.blocks().attention()).isEqualTo(Block.square(128));
        assertThat(formats.blocks().experts()).isEqualTo(SIXTEEN);
        assertThat(read.notes())
                .containsExactly(
                        "expert_dtype says mxfp4, the quantization of the experts nvfp4; the quantization is used");
    }

    /** Gemma 4 has experts beside a dense network: {@code mlp*} names the network alone. */
    @Test
    void patternsMeanModulesOfTheirModel() {
        HuggingFaceModel read = HuggingFaceConfig.read(SmallConfigs.json("""
                {'model_type': 'gemma4', 'text_config': {'model_type': 'gemma4_text', 'hidden_size': 512,
                 'intermediate_size': 512, 'moe_intermediate_size': 128, 'num_hidden_layers': 2,
                 'num_attention_heads': 4, 'num_key_value_heads': 2, 'head_dim': 64, 'num_experts': 8,
                 'top_k_experts': 2, 'enable_moe_block': true, 'vocab_size': 1000, 'sliding_window': 64,
                 'layer_types': ['sliding_attention', 'full_attention'], 'dtype': 'bfloat16'},
                 'quantization_config': {'quant_method': 'modelopt', 'quant_algo': 'NVFP4',
                 'config_groups': {'group_0': {'weights': {'num_bits': 4, 'type': 'float', 'group_size': 16},
                 'targets': ['Linear']}}, 'kv_cache_scheme': {'num_bits': 8, 'type': 'float'},
                 'ignore': ['lm_head', 'model.language_model.layers.0.mlp*', 'model.language_model.layers.0.router*',
                 'model.language_model.layers.0.self_attn*', 'model.language_model.layers.1.mlp*',
                 'model.language_model.layers.1.router*', 'model.language_model.layers.1.self_attn*',
                 'model.vision_tower*']}}
                """), "config.json", "small");
        Precisions formats = read.model().precisions();
        assertParts(formats, Precision.BF16, Precision.BF16, Precision.BF16, Precision.NVFP4);
        assertThat(formats.keyValueCache()).isEqualTo(Precision.FP8);
        assertThat(read.notes()).noneMatch(note -> note.contains("quantization"));
    }

    /** Names, containers, fragments, globs and expressions; the layers of a prediction module are not the model's. */
    @Test
    void exemptionsInAllTheirSpellings() {
        for (String attention : List.of(
                "'model.layers.0.self_attn', 'model.layers.1.self_attn', 'model.layers.2.self_attn'",
                "'model.layers.0.self_attn*', 'model.layers.1.self_attn*', 'model.layers.2.self_attn*'",
                "'model.layers.*.self_attn'",
                "'self_attn'",
                "'*self_attn*'",
                "'re:.*self_attn.*'",
                "'re:model\\\\.layers\\\\.[0-9]+\\\\.self_attn'")) {
            assertParts(
                    formats("{'quant_method': 'fp8', 'modules_to_not_convert': [" + attention + "]}"),
                    Precision.BF16,
                    Precision.FP8,
                    Precision.FP8,
                    Precision.FP8);
        }
        for (String none : List.of("'mtp.layers.0*'", "'mtp*'", "'gate'", "'model.layers.1.mlp.gate'", "'visual*'")) {
            assertParts(
                    formats("{'quant_method': 'fp8', 'modules_to_not_convert': [" + none + "]}"),
                    Precision.FP8,
                    Precision.FP8,
                    Precision.FP8,
                    Precision.FP8);
        }
        assertParts(
                formats("{'quant_method': 'modelopt', 'quant_algo': 'NVFP4',"
                        + " 'exclude_modules': ['model.layers.0*', '*.mlp.shared_experts.*']}"),
                Precision.NVFP4,
                Precision.BF16,
                Precision.BF16,
                Precision.NVFP4);
    }

    /** Groups of compressed-tensors name classes or modules; the first that names a module has it. */
    @Test
    void groupsOfModules() {
        String weights =
                "{'weights': {'num_bits': %d, 'type': '%s', 'strategy': 'group', 'group_size': %d}, 'targets': [%s]}";
        Precisions formats = formats("{'quant_method': 'compressed-tensors', 'config_groups': {"
                + "'group_0': " + weights.formatted(4, "int", 32, "'re:.*experts.*'")
                + ", 'group_1': " + weights.formatted(8, "int", 128, "'Linear'")
                + "}, 'ignore': ['lm_head', 're:.*shared_experts.*']}");
        assertParts(formats, Precision.INT8, Precision.INT8, Precision.BF16, Precision.INT4);
        assertThat(formats.blocks())
                .isEqualTo(new Blocks(new Block(1, 128), new Block(1, 128), Block.NONE, new Block(1, 32)));
    }

    @Test
    void methodsAndTheirBlocks() {
        assertThat(formats("{'quant_method': 'fp8', 'weight_block_size': [128, 64]}")
                        .blocks())
                .isEqualTo(Blocks.uniform(new Block(128, 64)));
        assertThat(formats("{'quant_method': 'fp8'}").blocks()).isEqualTo(Blocks.NONE);
        assertThat(formats("{'quant_method': 'awq', 'bits': 4, 'group_size': 128}")
                        .blocks())
                .isEqualTo(Blocks.uniform(new Block(1, 128)));
        assertThat(formats("{'quant_method': 'gptq', 'bits': 8, 'group_size': -1}")
                        .blocks())
                .isEqualTo(Blocks.NONE);
        assertThat(formats("{'quant_method': 'modelopt', 'quant_algo': 'FP8_PB_WO'}")
                        .blocks())
                .isEqualTo(Blocks.uniform(Block.square(128)));
        // GPTQModel: other bits, or none, for some modules.
        Precisions dynamic = formats("{'quant_method': 'gptq', 'bits': 4, 'group_size': 64, 'dynamic': {"
                + "'-:.*self_attn.*': {}, '+:.*shared_experts.*': {'bits': 8, 'group_size': 32}}}");
        assertParts(dynamic, Precision.BF16, Precision.INT4, Precision.INT8, Precision.INT4);
        // Quark: a format for all, with a list of what it leaves out.
        Precisions quark = formats("{'quant_method': 'quark', 'global_quant_config': {'weight': {'dtype': 'fp4',"
                + " 'group_size': 32}}, 'exclude': ['re:.*self_attn.*', 'lm_head']}");
        assertParts(quark, Precision.BF16, Precision.MXFP4, Precision.MXFP4, Precision.MXFP4);
        assertThat(quark.blocks()).as("kernels pad MXFP4").isEqualTo(Blocks.NONE);
    }

    /** Of four matrices of 512 x 512 each in attention one stays wide: three quarters count, and it is said. */
    @Test
    void partsOfTwoFormatsCountAsTheCommonerAndSaySo() {
        HuggingFaceModel read = read(
                "{'quant_method': 'modelopt', 'quant_algo': 'NVFP4'," + " 'exclude_modules': ['*.self_attn.v_proj']}");
        assertThat(read.model().precisions().attention()).isEqualTo(Precision.NVFP4);
        assertThat(read.notes())
                .containsExactly("weights of attention are 25 % bf16, 75 % nvfp4; all are counted as nvfp4");
    }

    @Test
    void modulesThatDoNotExistAreSaid() {
        List<String> notes = read("{'quant_method': 'fp8', 'modules_to_not_convert': ['model.layers.7.self_attn',"
                        + " 'model.layers.1.self_atn.q_proj', 'model.layers.3.mlp.gate', 'model.layers.2.input_layernorm',"
                        + " 'lm_head']}")
                .notes();
        assertThat(notes)
                .containsExactly("the quantization names modules that this model is not known to have:"
                        + " layers.1.self_atn.q_proj and 1 more");
    }

    @Test
    void unknownMethodsAreSaidAndReadAsSaved() {
        HuggingFaceModel read = read("{'quant_method': 'zork', 'level': 3}");
        assertThat(read.model().precisions()).isEqualTo(Precisions.BF16);
        assertThat(read.notes())
                .containsExactly(
                        "/quantization_config: unknown method zork; weights read as saved",
                        "not read, though not known to change nothing: quantization_config.level");
    }

    @Test
    void wrongBlocksAreFaults() {
        for (String block : List.of("128", "[128]", "[128, 0]", "[128, 1.5]", "'128x128'", "[128, 'x']")) {
            assertThatThrownBy(() -> formats("{'quant_method': 'fp8', 'weight_block_size': " + block + "}"))
                    .as(block)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("/quantization_config/weight_block_size")
                    .hasMessageContaining("Maybe [128, 128].");
        }
    }

    /** An expression that takes for ever on names is given up, and it is said. */
    @Test
    void endlessExpressionsAreGivenUp() {
        String endless = "'re:(.*.*.*.*.*.*.*.*.*)*z'";
        HuggingFaceModel read = read("{'quant_method': 'fp8', 'modules_to_not_convert': [" + endless + "]}");
        assertThat(read.model().precisions().experts()).isEqualTo(Precision.FP8);
        assertThat(read.notes())
                .containsExactly("patterns of the quantization take too long; what they name is not fully told apart");
    }

    /** Names outside of the layers too: of another model, or misspelt; what is known beside the matrices is no stranger. */
    @Test
    void patternsThatFitNothingAreNamed() {
        assertThat(
                        read("{'quant_method': 'fp8', 'modules_to_not_convert': ['transformer.h.0.attn', 'lm_headd', 'lm_head', 'mlp.gate',"
                                        + " 'model.vision_tower', 'self_attn', 'q_proj']}")
                                .notes())
                .containsExactly(
                        "the quantization names modules that this model is not known to have: lm_headd and 1 more");
        assertThat(
                        read("{'quant_method': 'compressed-tensors', 'ignore': ['re:.*time_mix.*', 're:.*mlp.gate$'], 'config_groups': {'a':"
                                        + " {'targets': ['Linear'], 'weights': {'num_bits': 8, 'type': 'int'}, 'input_activations': {'num_bits': 8}}}}")
                                .notes())
                .containsExactly(
                        "the quantization names modules that this model is not known to have: re:.*time_mix.*");
        assertThat(read("{'quant_method': 'fp8', 'modules_to_not_convert': ['self_attn', 'q_proj', 'visual', 'mtp']}")
                        .notes())
                .isEmpty();
    }

    /** Three bits are more than none and fewer than four; a method that nobody knows is said. */
    @Test
    void bitsThatNoFormatHasAreSaid() {
        assertThat(read("{'quant_method': 'gptq', 'bits': 3, 'group_size': 128}")
                        .notes())
                .containsExactly("weights of 3 bits are counted as int4");
        assertThat(read("{'quant_method': 'gptq', 'bits': 4, 'group_size': 128}")
                        .notes())
                .isEmpty();
        assertThat(read("{'quant_method': 'spin', 'bits': 8}").notes())
                .containsExactly("/quantization_config: unknown method spin; its bits are read as those of GPTQ");
    }
}
