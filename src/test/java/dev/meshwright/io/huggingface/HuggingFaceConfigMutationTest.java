package dev.meshwright.io.huggingface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meshwright.io.InvalidInputException;
import dev.meshwright.model.CacheSize;
import dev.meshwright.model.FlopCount;
import dev.meshwright.model.FlopCount.Convention;
import dev.meshwright.model.Model;
import dev.meshwright.model.ParameterCount;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A damaged configuration is refused or read as a finite model, soon and in little memory; never anything else. */
class HuggingFaceConfigMutationTest {

    private static final long SEED = 20_261_121L;
    private static final int MUTANTS_PER_BASE = 200;
    private static final long MOST_MILLISECONDS = 2_000;
    private static final long MOST_BYTES = 256L << 20;
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Every reader of a part takes part in at least one of them. */
    private static final List<String> BASES = List.of("""
            {'model_type': 'qwen3_moe', 'hidden_size': 512, 'intermediate_size': 1024, 'num_hidden_layers': 6,
             'num_attention_heads': 8, 'num_key_value_heads': 2, 'head_dim': 64, 'num_experts': 16,
             'num_experts_per_tok': 2, 'moe_intermediate_size': 128, 'decoder_sparse_step': 2, 'mlp_only_layers': [0],
             'vocab_size': 1000, 'hidden_act': 'silu', 'rms_norm_eps': 1e-6, 'tie_word_embeddings': false,
             'quantization_config': {'quant_method': 'compressed-tensors', 'ignore': ['re:.*self_attn.*', 'lm_head'],
             'config_groups': {'group_0': {'weights': {'num_bits': 4, 'type': 'float', 'group_size': 16}}}}}
            """, """
            {'model_type': 'deepseek_v32', 'hidden_size': 512, 'intermediate_size': 1024, 'num_hidden_layers': 4,
             'num_attention_heads': 8, 'kv_lora_rank': 64, 'q_lora_rank': 128, 'qk_nope_head_dim': 32,
             'qk_rope_head_dim': 16, 'v_head_dim': 32, 'n_routed_experts': 8, 'n_shared_experts': 1,
             'num_experts_per_tok': 2, 'moe_intermediate_size': 128, 'first_k_dense_replace': 1, 'moe_layer_freq': 1,
             'n_group': 2, 'topk_group': 1, 'index_n_heads': 4, 'index_head_dim': 32, 'index_topk': 64,
             'num_nextn_predict_layers': 1, 'vocab_size': 1000, 'torch_dtype': 'bfloat16',
             'quantization_config': {'quant_method': 'fp8', 'modules_to_not_convert': ['model.layers.0.mlp']}}
            """, """
            {'model_type': 'llama4', 'vision_config': {'hidden_size': 64, 'num_hidden_layers': 2},
             'text_config': {'model_type': 'llama4_text', 'hidden_size': 512, 'intermediate_size': 512,
             'intermediate_size_mlp': 1024, 'num_hidden_layers': 4, 'num_attention_heads': 8, 'head_dim': 64,
             'num_key_value_heads': 2, 'num_local_experts': 4, 'num_experts_per_tok': 1,
             'interleave_moe_layer_step': 2, 'attention_chunk_size': 128, 'no_rope_layers': [1, 1, 1, 0],
             'vocab_size': 1000}}
            """, """
            {'model_type': 'jamba', 'hidden_size': 512, 'intermediate_size': 1024, 'num_hidden_layers': 8,
             'num_attention_heads': 8, 'num_key_value_heads': 2, 'num_experts': 4, 'num_experts_per_tok': 2,
             'attn_layer_period': 8, 'attn_layer_offset': 4, 'expert_layer_period': 2, 'expert_layer_offset': 1,
             'mamba_d_state': 16, 'mamba_d_conv': 4, 'mamba_expand': 2, 'mamba_dt_rank': 'auto', 'vocab_size': 1000}
            """, """
            {'model_type': 'qwen3_next', 'hidden_size': 512, 'num_hidden_layers': 4, 'num_attention_heads': 4,
             'num_key_value_heads': 2, 'head_dim': 128, 'num_experts': 16, 'num_experts_per_tok': 2,
             'moe_intermediate_size': 64, 'shared_expert_intermediate_size': 64, 'full_attention_interval': 4,
             'layer_types': ['linear_attention', 'linear_attention', 'linear_attention', 'full_attention'],
             'linear_num_key_heads': 4, 'linear_num_value_heads': 8, 'linear_key_head_dim': 32,
             'linear_value_head_dim': 32, 'linear_conv_kernel_dim': 4, 'vocab_size': 1000}
            """, """
            {'model_type': 'kimi_linear', 'hidden_size': 512, 'intermediate_size': 1024, 'num_hidden_layers': 4,
             'num_attention_heads': 8, 'kv_lora_rank': 64, 'q_lora_rank': null, 'qk_nope_head_dim': 32,
             'qk_rope_head_dim': 16, 'v_head_dim': 32, 'num_experts': 8, 'num_experts_per_token': 2,
             'num_shared_experts': 1, 'moe_intermediate_size': 64, 'first_k_dense_replace': 1, 'vocab_size': 1000,
             'linear_attn_config': {'full_attn_layers': [4], 'head_dim': 64, 'num_heads': 8,
             'short_conv_kernel_size': 4}}
            """, """
            {'model_type': 'nemotron_h', 'hidden_size': 512, 'intermediate_size': 1024, 'num_hidden_layers': 5,
             'hybrid_override_pattern': 'MEM*-', 'num_attention_heads': 8, 'num_key_value_heads': 2, 'head_dim': 64,
             'mamba_num_heads': 16, 'mamba_head_dim': 64, 'ssm_state_size': 32, 'n_groups': 2, 'conv_kernel': 4,
             'n_routed_experts': 8, 'num_experts_per_tok': 2, 'moe_intermediate_size': 64,
             'moe_shared_expert_intermediate_size': 128, 'moe_latent_size': 128, 'mlp_hidden_act': 'relu2',
             'vocab_size': 1000}
            """, """
            {'model_type': 'step3_text', 'hidden_size': 512, 'intermediate_size': 1024, 'num_hidden_layers': 4,
             'num_attention_heads': 8, 'num_attention_groups': 1, 'head_dim': 64, 'share_q_dim': 128,
             'moe_num_experts': 4, 'moe_top_k': 2, 'moe_intermediate_size': 128, 'share_expert_dim': 128,
             'moe_layers_enum': '1,2,3', 'use_cla': true, 'cla_share_factor': 2, 'vocab_size': 1000,
             'sliding_window': 128, 'sliding_window_pattern': 'LLG'}
            """, """
            {'model_type': 'gpt_neo', 'hidden_size': 512, 'num_heads': 8, 'num_layers': 4, 'intermediate_size': null,
             'max_position_embeddings': 256, 'window_size': 64, 'attention_types': [[['global', 'local'], 2]],
             'vocab_size': 1000, 'activation_function': 'gelu_new'}
            """, """
            {'model_type': 'longcat_flash', 'hidden_size': 512, 'ffn_hidden_size': 1024, 'num_layers': 2,
             'expert_ffn_hidden_size': 128, 'num_attention_heads': 8, 'q_lora_rank': 128, 'kv_lora_rank': 64,
             'qk_nope_head_dim': 32, 'qk_rope_head_dim': 16, 'v_head_dim': 32, 'n_routed_experts': 8,
             'zero_expert_num': 4, 'moe_topk': 2, 'vocab_size': 1000}
            """, """
            {'model_type': 'nemotron-nas', 'hidden_size': 512, 'num_hidden_layers': 3, 'num_attention_heads': 8,
             'intermediate_size': null, 'num_key_value_heads': null, 'vocab_size': 1000, 'hidden_act': 'silu',
             'block_configs': [{'attention': {'n_heads_in_group': 4, 'no_op': false}, 'ffn': {'ffn_mult': 2.625}},
             {'attention': {'no_op': true}, 'ffn': {'ffn_mult': 1.3}}, {'attention': {'n_heads_in_group': 8},
             'ffn': {'no_op': true}}]}
            """, """
            {'model_type': 'deepseek_v4', 'hidden_size': 512, 'num_hidden_layers': 3, 'num_attention_heads': 8,
             'head_dim': 64, 'q_lora_rank': 128, 'o_groups': 2, 'o_lora_rank': 64, 'sliding_window': 64,
             'compress_ratios': [0, 4, 128], 'index_n_heads': 4, 'index_head_dim': 32, 'index_topk': 16,
             'hc_mult': 4, 'n_routed_experts': 8, 'n_shared_experts': 1, 'num_experts_per_tok': 2,
             'moe_intermediate_size': 128, 'expert_dtype': 'fp4', 'vocab_size': 1000}
            """, """
            {'d_model': 512, 'n_layer': 4, 'vocab_size': 1000, 'ssm_cfg': {'layer': 'Mamba2', 'd_state': 32},
             'pad_vocab_size_multiple': 16}
            """);

    private static final List<String> VALUES = List.of(
            "null",
            "-1",
            "0",
            "1",
            "0.5",
            "1e18",
            "1e400",
            "-1e400",
            "NaN",
            "Infinity",
            "-Infinity",
            "2147483647",
            "2147483648",
            "9223372036854775808",
            "4294967296",
            "1000000",
            "65536",
            "\"text\"",
            "\"12\"",
            "\"\"",
            "true",
            "false",
            "[]",
            "{}",
            "[null]",
            "[[]]",
            "[1, 2]",
            "[1e18]",
            "{\"a\": 1}",
            "[\"x\"]",
            "[[[\"global\"], 1e9]]",
            "[\"full_attention\"]",
            "\"MMMM\"",
            "\"E\"",
            "\"0,1,x,,\"",
            "[-1]",
            "[0.5]");

    @Test
    void basesAreValid() {
        for (String base : BASES) {
            assertThat(ParameterCount.of(read(json(base))).total()).isPositive();
        }
    }

    @Test
    void oneValueOfEveryKeyReplacedByEveryOther() {
        for (String base : BASES) {
            List<String> keys = paths(MAPPER.readTree(json(base)), "");
            for (String key : keys) {
                for (String value : VALUES) {
                    attempt(replaced(json(base), key, value));
                }
                attempt(removed(json(base), key));
            }
        }
    }

    @Test
    void severalRandomDamages() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (String base : BASES) {
            for (int mutant = 0; mutant < MUTANTS_PER_BASE; mutant++) {
                String text = json(base);
                for (int damage = random.nextInt(1, 5); damage > 0; damage--) {
                    List<String> keys = paths(MAPPER.readTree(text), "");
                    if (keys.isEmpty()) {
                        break;
                    }
                    String key = keys.get(random.nextInt(keys.size()));
                    String value = VALUES.get(random.nextInt(VALUES.size()));
                    // What only a lenient parser reads must come last, or the next damage could not be done.
                    boolean strict = !value.contains("N") && !value.contains("Inf") || value.startsWith("\"");
                    text = random.nextInt(4) == 0 || !strict ? removed(text, key) : replaced(text, key, value);
                }
                attempt(text);
            }
        }
    }

    @Test
    void cutAndGarbledText() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (String base : BASES) {
            String text = json(base);
            for (int cut = 0; cut < text.length(); cut += 7) {
                attempt(text.substring(0, cut));
            }
            for (int mutant = 0; mutant < MUTANTS_PER_BASE; mutant++) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                for (int damage = random.nextInt(1, 6); damage > 0; damage--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
                attempt(new String(bytes, StandardCharsets.ISO_8859_1));
            }
        }
        for (int mutant = 0; mutant < MUTANTS_PER_BASE; mutant++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            attempt(new String(bytes, StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void shapesThatAreNoConfiguration() {
        List<String> shapes =
                new ArrayList<>(List.of("", " ", "{}", "[]", "null", "1", "\"x\"", "[{}]", "{} {}", "{'a'}"));
        for (int depth : new int[] {10, 400, 5_000, 200_000}) {
            shapes.add("[".repeat(depth));
            shapes.add("{\"text_config\":".repeat(depth) + "{}" + "}".repeat(depth));
            shapes.add("{\"layer_types\":" + "[".repeat(depth) + "]".repeat(depth) + ",\"hidden_size\":8}");
        }
        shapes.add("{\"hidden_size\": 8, \"num_layers\": 10000, \"num_heads\": 1, \"vocab_size\": 8, \"x\": \""
                + "y".repeat(1 << 20) + "\"}");
        for (String shape : shapes) {
            attempt(shape);
        }
    }

    @Test
    void theLargestModelsThatAreReadAreFinite() {
        attempt(json("""
                {'model_type': 'qwen3_moe', 'hidden_size': 1048576, 'intermediate_size': 4194304,
                 'num_hidden_layers': 10000, 'num_attention_heads': 65536, 'head_dim': 1048576, 'num_experts': 65536,
                 'num_experts_per_tok': 65536, 'moe_intermediate_size': 4194304, 'vocab_size': 134217728}
                """));
    }

    /** Only our words and the place; nothing of the parser's own source description. */
    @Test
    void messagesOfSyntaxErrorsAreClean() {
        for (String text : List.of(
                "{",
                "{\"a\": [1, 2",
                "{\"a\" 1}",
                "{\"a\": tru}",
                "\u0000",
                "{\"a\": \"x",
                "{} {}",
                "{'a': 1}",
                "{\"a\": 1,}",
                "{\"a\": 01}",
                "[".repeat(2_000))) {
            assertThatThrownBy(() -> HuggingFaceConfig.read(text, "config.json", "x"))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("config.json")
                    .hasMessageNotContaining("Source:")
                    .hasMessageNotContaining("REDACTED")
                    .hasMessageNotContaining("start marker")
                    .hasMessageNotContaining("Feature")
                    .hasMessageNotContaining("`")
                    .hasMessageNotContaining("tools.jackson");
        }
    }

    private static String json(String base) {
        return base.replace('\'', '"');
    }

    private static Model read(String text) {
        return HuggingFaceConfig.read(text, "config.json", "mutant").model();
    }

    private static void attempt(String text) {
        String shown = text.length() > 2_000 ? text.substring(0, 2_000) : text;
        long thread = Thread.currentThread().threadId();
        long bytes = THREADS.getThreadAllocatedBytes(thread);
        long start = System.nanoTime();
        try {
            check(read(text), shown);
        } catch (InvalidInputException expected) {
            assertThat(expected.getMessage()).isNotBlank();
        } catch (RuntimeException | StackOverflowError unexpected) {
            throw new AssertionError("unexpected " + unexpected + " for " + shown, unexpected);
        }
        assertThat((System.nanoTime() - start) / 1_000_000).as(shown).isLessThan(MOST_MILLISECONDS);
        assertThat(THREADS.getThreadAllocatedBytes(thread) - bytes).as(shown).isLessThan(MOST_BYTES);
    }

    private static void check(Model model, String shown) {
        ParameterCount count = ParameterCount.of(model);
        assertThat(count.total()).as(shown).isPositive();
        assertThat(count.active()).as(shown).isBetween(1L, count.total());
        assertThat(count.totalWithPrediction()).as(shown).isGreaterThanOrEqualTo(count.total());
        assertThat(FlopCount.training(model, 1024, Convention.TRAINING))
                .as(shown)
                .isFinite()
                .isPositive();
        CacheSize cache = CacheSize.of(model);
        for (double size : new double[] {cache.bytesPerToken(), cache.bytesPerTokenPastWindows(), cache.stateBytes()}) {
            assertThat(size).as(shown).isFinite().isGreaterThanOrEqualTo(0);
        }
    }

    /** Pointers of all values below the top, containers included. */
    private static List<String> paths(JsonNode node, String pointer) {
        List<String> paths = new ArrayList<>();
        if (node.isObject()) {
            for (String key : node.propertyNames()) {
                paths.add(pointer + "/" + key);
                paths.addAll(paths(node.get(key), pointer + "/" + key));
            }
        } else if (node.isArray() && !node.isEmpty()) {
            paths.add(pointer + "/0");
            paths.addAll(paths(node.get(0), pointer + "/0"));
        }
        return paths;
    }

    /** Text with the value at a pointer replaced by text that need not be valid JSON. */
    private static String replaced(String text, String pointer, String value) {
        String mark = "\u00a7";
        JsonNode tree = MAPPER.readTree(text);
        set(tree, pointer, mark);
        return tree.toString().replace("\"" + mark + "\"", value);
    }

    private static String removed(String text, String pointer) {
        JsonNode tree = MAPPER.readTree(text);
        set(tree, pointer, "");
        return tree.toString();
    }

    private static void set(JsonNode tree, String pointer, String value) {
        int slash = pointer.lastIndexOf('/');
        JsonNode parent = tree.at(pointer.substring(0, slash));
        String key = pointer.substring(slash + 1);
        if (parent instanceof ObjectNode object && value.isEmpty()) {
            object.remove(key);
        } else if (parent instanceof ObjectNode object) {
            object.put(key, value);
        } else if (parent instanceof ArrayNode array && value.isEmpty()) {
            array.remove(0);
        } else if (parent instanceof ArrayNode array) {
            array.set(0, MAPPER.valueToTree(value));
        }
    }
}
