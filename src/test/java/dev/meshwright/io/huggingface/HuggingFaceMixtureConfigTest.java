package dev.meshwright.io.huggingface;

import static dev.meshwright.io.huggingface.Known.gated;
import static dev.meshwright.io.huggingface.Known.grouped;
import static dev.meshwright.io.huggingface.Known.latent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.facts.model.CacheSize;
import dev.meshwright.facts.model.Model;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Mixtures with attention in every layer: counts by arithmetic and as published. */
class HuggingFaceMixtureConfigTest {

    @Test
    void phi35Moe() {
        double other = 32 * grouped(4096, 32, 8, 128) + 2 * 32064 * 4096.0;
        double expert = 32 * gated(4096, 6400);
        Model model = new Known("Phi-3.5-MoE", """
                {'model_type': 'phimoe', 'hidden_size': 4096, 'intermediate_size': 6400, 'num_hidden_layers': 32,
                 'num_attention_heads': 32, 'num_key_value_heads': 8, 'num_local_experts': 16, 'num_experts_per_tok': 2,
                 'vocab_size': 32064, 'attention_bias': true, 'lm_head_bias': true, 'hidden_act': 'silu',
                 'rms_norm_eps': 1e-05, 'sliding_window': 131072, 'tie_word_embeddings': false}
                """, 16 * expert + other, 2 * expert + other, 41.9e9).check(0.01);
        assertThat(CacheSize.of(model).bytesPerToken()).isEqualTo(32 * 2 * 8 * 128 * 2.0);
    }

    @Test
    void qwen15Moe() {
        double other = 24 * (grouped(2048, 16, 16, 128) + gated(2048, 5632) + 60 * 2048) + 2 * 151936 * 2048.0;
        double expert = 24 * gated(2048, 1408);
        new Known("Qwen1.5-MoE-A2.7B", """
                {'model_type': 'qwen2_moe', 'hidden_size': 2048, 'intermediate_size': 5632, 'num_hidden_layers': 24,
                 'num_attention_heads': 16, 'num_key_value_heads': 16, 'moe_intermediate_size': 1408,
                 'shared_expert_intermediate_size': 5632, 'num_experts': 60, 'num_experts_per_tok': 4,
                 'decoder_sparse_step': 1, 'sliding_window': 32768, 'use_sliding_window': false,
                 'max_window_layers': 21, 'vocab_size': 151936, 'hidden_act': 'silu', 'tie_word_embeddings': false}
                """, 60 * expert + other, 4 * expert + other, 14.3e9).check(0.01);
    }

    @Test
    void deepSeekMoe16() {
        double other = 28 * grouped(2048, 16, 16, 128)
                + gated(2048, 10944)
                + 27 * (gated(2048, 2 * 1408) + 64 * 2048)
                + 2 * 102400 * 2048.0;
        double expert = 27 * gated(2048, 1408);
        new Known("DeepSeek-MoE-16B", """
                {'model_type': 'deepseek', 'hidden_size': 2048, 'intermediate_size': 10944, 'num_hidden_layers': 28,
                 'num_attention_heads': 16, 'num_key_value_heads': 16, 'moe_intermediate_size': 1408,
                 'n_routed_experts': 64, 'n_shared_experts': 2, 'num_experts_per_tok': 6, 'first_k_dense_replace': 1,
                 'moe_layer_freq': 1, 'vocab_size': 102400, 'hidden_act': 'silu', 'tie_word_embeddings': false}
                """, 64 * expert + other, 6 * expert + other, 16.4e9).check(0.01);
    }

    @Test
    void deepSeekV2Lite() {
        double other = 27 * latent(2048, 16, 0, 512, 128, 64, 128)
                + gated(2048, 10944)
                + 26 * (gated(2048, 2 * 1408) + 64 * 2048)
                + 2 * 102400 * 2048.0;
        double expert = 26 * gated(2048, 1408);
        Model model = new Known("DeepSeek-V2-Lite", """
                {'model_type': 'deepseek_v2', 'hidden_size': 2048, 'intermediate_size': 10944, 'num_hidden_layers': 27,
                 'num_attention_heads': 16, 'num_key_value_heads': 16, 'q_lora_rank': null, 'kv_lora_rank': 512,
                 'qk_nope_head_dim': 128, 'qk_rope_head_dim': 64, 'v_head_dim': 128, 'moe_intermediate_size': 1408,
                 'n_routed_experts': 64, 'n_shared_experts': 2, 'num_experts_per_tok': 6, 'first_k_dense_replace': 1,
                 'moe_layer_freq': 1, 'n_group': 1, 'topk_group': 1, 'vocab_size': 102400, 'hidden_act': 'silu',
                 'tie_word_embeddings': false}
                """, 64 * expert + other, 6 * expert + other, 15.7e9).check(0.01);
        assertThat(CacheSize.of(model).bytesPerToken()).isEqualTo(27 * (512 + 64) * 2.0);
    }

    /** A dense network as wide as the hidden state runs beside 128 experts. */
    @Test
    void arctic() {
        double other = 35 * (grouped(7168, 56, 8, 128) + gated(7168, 7168) + 128 * 7168) + 2 * 32000 * 7168.0;
        double expert = 35 * gated(7168, 4864);
        new Known("Snowflake-Arctic", """
                {'model_type': 'arctic', 'hidden_size': 7168, 'intermediate_size': 4864, 'num_hidden_layers': 35,
                 'num_attention_heads': 56, 'num_key_value_heads': 8, 'num_local_experts': 128,
                 'num_experts_per_tok': 2, 'moe_layer_frequency': 1, 'use_residual': true,
                 'parallel_attn_mlp_res': true, 'vocab_size': 32000, 'hidden_act': 'silu',
                 'tie_word_embeddings': false}
                """, 128 * expert + other, 2 * expert + other, 480e9).check(0.01);
    }

    @Test
    void granite3Moe() {
        double other = 32 * (grouped(1536, 24, 8, 64) + 40 * 1536) + 49155 * 1536.0;
        double expert = 32 * gated(1536, 512);
        new Known("Granite-3.1-3B-A800M", """
                {'model_type': 'granitemoe', 'hidden_size': 1536, 'intermediate_size': 512, 'num_hidden_layers': 32,
                 'num_attention_heads': 24, 'num_key_value_heads': 8, 'num_local_experts': 40,
                 'num_experts_per_tok': 8, 'vocab_size': 49155, 'hidden_act': 'silu', 'tie_word_embeddings': true}
                """, 40 * expert + other, 8 * expert + other, 3.3e9).check(0.01);
    }

    /**
     * Attention has experts too: each of eight has its own query and output matrix, two work for a token, all share keys
     * and values.
     */
    @Test
    void jetMoe() {
        double other = 24 * (2 * 2048 * 16 * 128.0 + 8 * 2048) + 32000 * 2048.0;
        double attentionExpert = 24 * 2 * 2048 * 16 * 128.0;
        double expert = 24 * gated(2048, 5632);
        Model model = new Known(
                        "JetMoE-8B",
                        """
                {'model_type': 'jetmoe', 'hidden_size': 2048, 'intermediate_size': 5632, 'num_hidden_layers': 24,
                 'num_key_value_heads': 16, 'kv_channels': 128, 'num_local_experts': 8, 'num_experts_per_tok': 2,
                 'vocab_size': 32000, 'activation_function': 'silu', 'rms_norm_eps': 1e-05,
                 'tie_word_embeddings': true}
                """,
                        8 * (expert + attentionExpert) + other,
                        2 * (expert + attentionExpert) + other,
                        8.52e9)
                .check(0.01);
        assertThat(CacheSize.of(model).bytesPerToken()).isEqualTo(24 * 2 * 16 * 128 * 2.0);
    }

    /** Every second layer takes the keys and values of the one before it. */
    @Test
    void hunyuanLarge() {
        double other = 32 * grouped(6400, 80, 8, 80)
                + 32 * 2 * 6400 * 6400.0
                + 64 * (gated(6400, 18304) + 16.0 * 6400)
                + 128512 * 6400.0;
        double expert = 64 * gated(6400, 18304);
        Model model = new Known("Hunyuan-Large", """
                {'model_type': 'hunyuan', 'hidden_size': 6400, 'intermediate_size': 18304, 'num_hidden_layers': 64,
                 'num_attention_heads': 80, 'num_key_value_heads': 8, 'num_experts': 16, 'moe_topk': 1,
                 'use_mixed_mlp_moe': true, 'num_shared_expert': 1, 'use_cla': true, 'cla_share_factor': 2,
                 'vocab_size': 128512, 'use_qk_norm': true, 'hidden_act': 'silu', 'tie_word_embeddings': true}
                """, 16 * expert + other, expert + other, 389e9).check(0.01);
        assertThat(CacheSize.of(model).bytesPerToken()).isEqualTo(32 * 2 * 8 * 80 * 2.0);
    }

    /** Sizes that differ by layer are lists. */
    @Test
    void hunyuanA13B() {
        String lists = java.util.Collections.nCopies(32, "1").toString();
        String widths = java.util.Collections.nCopies(32, "3072").toString();
        String chosen = java.util.Collections.nCopies(32, "8").toString();
        double other = 32 * (grouped(4096, 32, 8, 128) + gated(4096, 3072) + 64 * 4096) + 128167 * 4096.0;
        double expert = 32 * gated(4096, 3072);
        new Known("Hunyuan-A13B", """
                {'model_type': 'hunyuan_v1_moe', 'hidden_size': 4096, 'intermediate_size': 3072,
                 'num_hidden_layers': 32, 'num_attention_heads': 32, 'num_key_value_heads': 8,
                 'attention_head_dim': 128, 'num_experts': 64, 'moe_topk': %s, 'moe_intermediate_size': %s,
                 'num_shared_expert': %s, 'use_mixed_mlp_moe': true, 'use_cla': false, 'cla_share_factor': 2,
                 'moe_layer_num_skipped': 0, 'vocab_size': 128167, 'use_qk_norm': true, 'hidden_act': 'silu',
                 'tie_word_embeddings': true}
                """.formatted(chosen, widths, lists), 64 * expert + other, 8 * expert + other, 80e9)
                .check(0.01);
    }

    @Test
    void ernie45() {
        double other = 54 * grouped(8192, 64, 8, 128) + 3 * gated(8192, 28672) + 51 * 64 * 8192 + 2 * 103424 * 8192.0;
        double expert = 51 * gated(8192, 3584);
        new Known("Ernie-4.5-300B-A47B", """
                {'model_type': 'ernie4_5_moe', 'hidden_size': 8192, 'intermediate_size': 28672,
                 'num_hidden_layers': 54, 'num_attention_heads': 64, 'num_key_value_heads': 8, 'moe_num_experts': 64,
                 'moe_k': 8, 'moe_intermediate_size': 3584, 'moe_layer_start_index': 3, 'moe_layer_end_index': 53,
                 'moe_layer_interval': 1, 'moe_num_shared_experts': 0, 'vocab_size': 103424, 'use_bias': false,
                 'hidden_act': 'silu', 'tie_word_embeddings': false}
                """, 64 * expert + other, 8 * expert + other, 300e9).check(0.01);
    }

    /** 109 billion with the vision encoder; the language model has 107.8. */
    @Test
    void llama4Scout() {
        double other = 48 * (grouped(5120, 40, 8, 128) + gated(5120, 8192) + 16 * 5120) + 2 * 202048 * 5120.0;
        double expert = 48 * gated(5120, 8192);
        new Known("Llama-4-Scout", """
                {'model_type': 'llama4', 'vision_config': {'model_type': 'llama4_vision_model', 'hidden_size': 1408,
                 'num_hidden_layers': 34, 'num_attention_heads': 16, 'intermediate_size': 5632},
                 'text_config': {'model_type': 'llama4_text', 'hidden_size': 5120, 'intermediate_size': 8192,
                 'intermediate_size_mlp': 16384, 'num_hidden_layers': 48, 'num_attention_heads': 40,
                 'num_key_value_heads': 8, 'head_dim': 128, 'num_local_experts': 16, 'num_experts_per_tok': 1,
                 'interleave_moe_layer_step': 1, 'attention_chunk_size': 8192, 'no_rope_layers': [],
                 'use_qk_norm': true, 'vocab_size': 202048, 'hidden_act': 'silu', 'tie_word_embeddings': false}}
                """, 16 * expert + other, expert + other, 107.8e9).check(0.01);
    }

    /** 28 layers of two attentions, two dense networks and one mixture; 256 of 768 experts compute nothing. */
    @Test
    void longCatFlash() {
        double other = 56 * (latent(6144, 64, 1536, 512, 128, 64, 128) + gated(6144, 12288))
                + 28 * 768 * 6144
                + 2 * 131072 * 6144.0;
        double expert = 28 * gated(6144, 2048);
        String sizes = """
                {'model_type': 'longcat_flash', 'hidden_size': 6144, 'ffn_hidden_size': 12288,
                 'expert_ffn_hidden_size': 2048, %s 'num_attention_heads': 64, 'q_lora_rank': 1536,
                 'kv_lora_rank': 512, 'qk_nope_head_dim': 128, 'qk_rope_head_dim': 64, 'v_head_dim': 128,
                 'n_routed_experts': 512, 'zero_expert_num': 256, 'zero_expert_type': 'identity', 'moe_topk': 12,
                 'vocab_size': 131072, 'tie_word_embeddings': false}
                """;
        double active = 8 * expert + other;
        new Known("LongCat-Flash", sizes.formatted("'num_layers': 28,"), 512 * expert + other, active, 560e9)
                .check(0.01);
        String saved = sizes.formatted("'num_hidden_layers': 56, 'num_layers': 28,");
        new Known("LongCat-Flash (saved)", saved, 512 * expert + other, active, 560e9).check(0.01);
    }

    /**
     * Queries come from a normed vector of 2048; one key-value head of 256. 321 billion with the vision encoder's five,
     * 316 without.
     */
    @Test
    void step3() {
        double attention = 7168 * 2048 + 2048 * 64 * 256.0 + 2 * 7168 * 256 + 64 * 256 * 7168.0;
        double other =
                61 * attention + 5 * gated(7168, 18432) + 56 * (gated(7168, 5120) + 48 * 7168) + 2 * 128815 * 7168.0;
        double expert = 56 * gated(7168, 5120);
        Model model = new Known("Step-3", """
                {'model_type': 'step3_vl', 'vision_config': {'hidden_size': 1792, 'num_hidden_layers': 63},
                 'text_config': {'model_type': 'step3_text', 'hidden_size': 7168, 'intermediate_size': 18432,
                 'num_hidden_layers': 61, 'num_attention_heads': 64, 'num_attention_groups': 1, 'head_dim': 256,
                 'share_q_dim': 2048, 'moe_num_experts': 48, 'moe_top_k': 3, 'moe_intermediate_size': 5120,
                 'share_expert_dim': 5120, 'moe_layers_enum': '4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,\
                24,25,26,27,28,29,30,31,32,33,34,35,36,37,38,39,40,41,42,43,44,45,46,47,48,49,50,51,52,53,54,55,56,57,\
                58,59', 'vocab_size': 128815, 'rms_norm_eps': 1e-05}}
                """, 48 * expert + other, 3 * expert + other, 316e9).check(0.01);
        assertThat(CacheSize.of(model).bytesPerToken()).isEqualTo(61 * 2 * 256 * 2.0);
    }

    @Test
    void glm45Air() {
        double other = 46 * grouped(4096, 96, 8, 128)
                + gated(4096, 10944)
                + 45 * (gated(4096, 1408) + 128 * 4096)
                + 2 * 151552 * 4096.0;
        double expert = 45 * gated(4096, 1408);
        new Known("GLM-4.5-Air", """
                {'model_type': 'glm4_moe', 'hidden_size': 4096, 'intermediate_size': 10944, 'num_hidden_layers': 46,
                 'num_attention_heads': 96, 'num_key_value_heads': 8, 'head_dim': 128, 'n_routed_experts': 128,
                 'n_shared_experts': 1, 'num_experts_per_tok': 8, 'moe_intermediate_size': 1408,
                 'first_k_dense_replace': 1, 'num_nextn_predict_layers': 1, 'attention_bias': true,
                 'use_qk_norm': false, 'vocab_size': 151552, 'hidden_act': 'silu', 'tie_word_embeddings': false}
                """, 128 * expert + other, 8 * expert + other, 106e9).check(0.01);
    }

    @Test
    void dotsLlm1() {
        double other = 62 * grouped(4096, 32, 32, 128)
                + gated(4096, 10944)
                + 61 * (gated(4096, 2 * 1408) + 128 * 4096)
                + 2 * 152064 * 4096.0;
        double expert = 61 * gated(4096, 1408);
        new Known("dots.llm1", """
                {'model_type': 'dots1', 'hidden_size': 4096, 'intermediate_size': 10944, 'num_hidden_layers': 62,
                 'num_attention_heads': 32, 'num_key_value_heads': 32, 'n_routed_experts': 128, 'n_shared_experts': 2,
                 'num_experts_per_tok': 6, 'moe_intermediate_size': 1408, 'first_k_dense_replace': 1,
                 'moe_layer_freq': 1, 'vocab_size': 152064, 'hidden_act': 'silu', 'tie_word_embeddings': false}
                """, 128 * expert + other, 6 * expert + other, 142e9).check(0.01);
    }

    /** K-EXAONE: the first of 48 layers is dense, by a flag for each layer; 0 and 1 in moe_layer_freq say the same. */
    @Test
    void flagsOfLayers() {
        double other = 48 * grouped(6144, 64, 8, 128)
                + gated(6144, 18432)
                + 47 * (gated(6144, 2048) + 128 * 6144)
                + 2 * 153600 * 6144.0;
        double expert = 47 * gated(6144, 2048);
        for (String flags :
                List.of("'is_moe_layer': [false" + ", true".repeat(47), "'moe_layer_freq': [0" + ", 1".repeat(47))) {
            new Known("K-EXAONE-236B-A23B", """
                    {'model_type': 'exaone_moe', 'hidden_size': 6144, 'intermediate_size': 18432,
                     'num_hidden_layers': 48, 'num_attention_heads': 64, 'num_key_value_heads': 8, 'head_dim': 128,
                     'num_experts': 128, 'num_experts_per_tok': 8, 'num_shared_experts': 1,
                     'moe_intermediate_size': 2048, 'vocab_size': 153600, 'tie_word_embeddings': false, %s]}
                    """.formatted(flags), 128 * expert + other, 8 * expert + other, 236e9)
                    .check(0.01);
        }
    }

    @Test
    void qwen3Coder() {
        double other = 62 * (grouped(6144, 96, 8, 128) + 160 * 6144) + 2 * 151936 * 6144.0;
        double expert = 62 * gated(6144, 2560);
        new Known("Qwen3-Coder-480B-A35B", """
                {'model_type': 'qwen3_moe', 'hidden_size': 6144, 'intermediate_size': 8192, 'num_hidden_layers': 62,
                 'num_attention_heads': 96, 'num_key_value_heads': 8, 'head_dim': 128, 'num_experts': 160,
                 'num_experts_per_tok': 8, 'moe_intermediate_size': 2560, 'decoder_sparse_step': 1,
                 'mlp_only_layers': [], 'shared_expert_intermediate_size': 0, 'max_window_layers': 62,
                 'use_sliding_window': false, 'vocab_size': 151936, 'hidden_act': 'silu',
                 'tie_word_embeddings': false}
                """, 160 * expert + other, 8 * expert + other, 480e9).check(0.01);
    }
}
