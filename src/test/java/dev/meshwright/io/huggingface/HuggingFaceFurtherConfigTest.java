package dev.meshwright.io.huggingface;

import static dev.meshwright.io.huggingface.Known.gated;
import static dev.meshwright.io.huggingface.Known.grouped;
import static dev.meshwright.io.huggingface.Known.latent;

import org.junit.jupiter.api.Test;

/** Families with spellings of their own. */
class HuggingFaceFurtherConfigTest {

    @Test
    void lingLite() {
        double other = 28 * (grouped(2048, 16, 4, 128) + gated(2048, 2 * 1408) + 64 * 2048.0) + 2 * 126464 * 2048.0;
        double expert = 28 * gated(2048, 1408);
        new Known("Ling-lite", """
                {'model_type': 'bailing_moe', 'hidden_size': 2048, 'intermediate_size': 5632, 'num_hidden_layers': 28,
                 'num_attention_heads': 16, 'num_key_value_heads': 4, 'head_dim': 128, 'num_experts': 64,
                 'num_shared_experts': 2, 'num_experts_per_tok': 6, 'moe_intermediate_size': 1408,
                 'first_k_dense_replace': 0, 'use_bias': false, 'use_qkv_bias': false, 'vocab_size': 126464,
                 'hidden_act': 'silu', 'tie_word_embeddings': false}
                """, 64 * expert + other, 6 * expert + other, 16.8e9).check(0.01);
    }

    @Test
    void ernieSmall() {
        double other = 28 * grouped(2560, 20, 4, 128)
                + gated(2560, 12288)
                + 27 * (gated(2560, 2 * 1536) + 64 * 2560.0)
                + 103424 * 2560.0;
        double expert = 27 * gated(2560, 1536);
        new Known("Ernie-4.5-21B-A3B", """
                {'model_type': 'ernie4_5_moe', 'hidden_size': 2560, 'intermediate_size': 12288,
                 'num_hidden_layers': 28, 'num_attention_heads': 20, 'num_key_value_heads': 4, 'moe_num_experts': 64,
                 'moe_k': 6, 'moe_intermediate_size': 1536, 'moe_num_shared_experts': 2, 'moe_layer_start_index': 1,
                 'moe_layer_end_index': 27, 'moe_layer_interval': 1, 'vocab_size': 103424, 'use_bias': false,
                 'hidden_act': 'silu', 'tie_word_embeddings': true}
                """, 64 * expert + other, 6 * expert + other, 21.83e9).check(0.01);
    }

    @Test
    void panguProMoe() {
        double other = 48 * (grouped(5120, 40, 8, 128) + gated(5120, 5376) + 64 * 5120.0) + 2 * 153376 * 5120.0;
        double expert = 48 * gated(5120, 1344);
        new Known("Pangu-Pro-MoE", """
                {'model_type': 'PanguProMoE', 'hidden_size': 5120, 'num_hidden_layers': 48, 'num_attention_heads': 40,
                 'num_key_value_heads': 8, 'num_experts': 64, 'num_experts_per_tok': 8,
                 'moe_intermediate_size': 1344, 'shared_expert_intermediate_size': 5376, 'vocab_size': 153376,
                 'hidden_act': 'silu', 'tie_word_embeddings': false}
                """, 64 * expert + other, 8 * expert + other, 72e9).check(0.01);
    }

    /** Attention passes a gate as wide as the queries. */
    @Test
    void trinityMini() {
        double other = 32 * (grouped(2048, 32, 4, 128) + 2048 * 32 * 128.0)
                + 2 * gated(2048, 6144)
                + 30 * (gated(2048, 1024) + 128 * 2048.0)
                + 2 * 200192 * 2048.0;
        double expert = 30 * gated(2048, 1024);
        new Known("Trinity-Mini", """
                {'model_type': 'afmoe', 'hidden_size': 2048, 'intermediate_size': 6144, 'num_hidden_layers': 32,
                 'num_attention_heads': 32, 'num_key_value_heads': 4, 'head_dim': 128, 'num_experts': 128,
                 'num_experts_per_tok': 8, 'num_shared_experts': 1, 'moe_intermediate_size': 1024,
                 'num_dense_layers': 2, 'sliding_window': 2048, 'global_attn_every_n_layers': 4,
                 'vocab_size': 200192, 'hidden_act': 'silu', 'tie_word_embeddings': false}
                """, 128 * expert + other, 8 * expert + other, 26e9).check(0.01);
    }

    /** Mistral's own file. */
    @Test
    void mixtralOfItsAuthors() {
        double other = 32 * (grouped(4096, 32, 8, 128) + 8 * 4096.0) + 2 * 32000 * 4096.0;
        double expert = 32 * gated(4096, 14336);
        new Known("Mixtral-8x7B (params)", """
                {'dim': 4096, 'n_layers': 32, 'head_dim': 128, 'hidden_dim': 14336, 'n_heads': 32, 'n_kv_heads': 8,
                 'norm_eps': 1e-05, 'vocab_size': 32000, 'moe': {'num_experts_per_tok': 2, 'num_experts': 8}}
                """, 8 * expert + other, 2 * expert + other, 46.7e9).check(0.01);
    }

    @Test
    void miniCpm3() {
        double total = 62 * (latent(2560, 40, 768, 256, 64, 32, 64) + gated(2560, 6400)) + 73448 * 2560.0;
        new Known("MiniCPM3-4B", """
                {'model_type': 'minicpm3', 'hidden_size': 2560, 'intermediate_size': 6400, 'num_hidden_layers': 62,
                 'num_attention_heads': 40, 'num_key_value_heads': 40, 'q_lora_rank': 768, 'kv_lora_rank': 256,
                 'qk_nope_head_dim': 64, 'qk_rope_head_dim': 32, 'vocab_size': 73448, 'hidden_act': 'silu',
                 'rms_norm_eps': 1e-05}
                """, total, total, 4.07e9).check(0.01);
    }

    /** Gate and up projection are stated together. */
    @Test
    void olmoOfItsAuthors() {
        double total = 32 * (4 * 4096 * 4096.0 + gated(4096, 11008)) + 2 * 50304 * 4096.0;
        new Known("OLMo-7B (original)", """
                {'model_type': 'hf_olmo', 'd_model': 4096, 'n_heads': 32, 'n_layers': 32, 'mlp_ratio': 4,
                 'mlp_hidden_size': 22016, 'activation_type': 'swiglu', 'weight_tying': false, 'vocab_size': 50280,
                 'embedding_size': 50304, 'include_bias': false, 'alibi': false, 'rope': true,
                 'max_sequence_length': 2048}
                """, total, total, 6.89e9).check(0.01);
    }

    @Test
    void phi3Small() {
        double total = 32 * (grouped(4096, 32, 8, 128) + gated(4096, 14336)) + 100352 * 4096.0;
        new Known("Phi-3-small", """
                {'model_type': 'phi3small', 'hidden_size': 4096, 'ff_intermediate_size': 14336,
                 'num_hidden_layers': 32, 'num_attention_heads': 32, 'num_key_value_heads': 8, 'vocab_size': 100352,
                 'hidden_act': 'gegelu', 'layer_norm_epsilon': 1e-05, 'gegelu_limit': 20.0}
                """, total, total, 7.39e9).check(0.01);
    }

    @Test
    void falconH1() {
        double mamba = 3072 * (2 * 3072 + 2 * 256 + 24.0) + 3072 * 3072.0;
        double total = 44 * (mamba + grouped(3072, 12, 2, 128) + gated(3072, 12288)) + 2 * 130048 * 3072.0;
        new Known("Falcon-H1-7B", """
                {'model_type': 'falcon_h1', 'hidden_size': 3072, 'intermediate_size': 12288, 'num_hidden_layers': 44,
                 'num_attention_heads': 12, 'num_key_value_heads': 2, 'head_dim': 128, 'mamba_d_ssm': 3072,
                 'mamba_n_heads': 24, 'mamba_d_head': 128, 'mamba_d_state': 256, 'mamba_n_groups': 1,
                 'mamba_d_conv': 4, 'mamba_expand': 2, 'vocab_size': 130048, 'hidden_act': 'silu',
                 'tie_word_embeddings': false}
                """, total, total, 7.59e9).check(0.01);
    }

    @Test
    void xglm() {
        double total = 32 * (4 * 4096 * 4096.0 + 2 * 4096 * 16384.0) + 256008 * 4096.0;
        new Known("XGLM-7.5B", """
                {'model_type': 'xglm', 'd_model': 4096, 'num_layers': 32, 'attention_heads': 32, 'ffn_dim': 16384,
                 'vocab_size': 256008, 'activation_function': 'gelu', 'max_position_embeddings': 2048}
                """, total, total, 7.5e9).check(0.01);
    }
}
