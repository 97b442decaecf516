package dev.meshwright.io.huggingface;

import static dev.meshwright.io.huggingface.Known.gated;
import static dev.meshwright.io.huggingface.Known.grouped;
import static dev.meshwright.io.huggingface.Known.latent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.facts.model.CacheSize;
import dev.meshwright.facts.model.Model;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Models with recurrences: counts by arithmetic and as published. */
class HuggingFaceHybridConfigTest {

    /** Mamba: input, convolution, step, B and C, step projection, state matrix, output. */
    private static double mamba(double hidden, double inner, double state, double rank, double kernel) {
        return hidden * 2 * inner
                + inner * kernel
                + inner * (rank + 2 * state)
                + rank * inner
                + inner * state
                + inner * hidden;
    }

    @Test
    void jamba15Mini() {
        double other = 4 * grouped(4096, 32, 8, 128)
                + 28 * mamba(4096, 8192, 16, 256, 4)
                + 16 * gated(4096, 14336)
                + 2 * 65536 * 4096.0;
        double expert = 16 * gated(4096, 14336);
        Model model = new Known("Jamba-1.5-Mini", """
                {'model_type': 'jamba', 'hidden_size': 4096, 'intermediate_size': 14336, 'num_hidden_layers': 32,
                 'num_attention_heads': 32, 'num_key_value_heads': 8, 'num_experts': 16, 'num_experts_per_tok': 2,
                 'attn_layer_period': 8, 'attn_layer_offset': 4, 'expert_layer_period': 2, 'expert_layer_offset': 1,
                 'mamba_d_state': 16, 'mamba_d_conv': 4, 'mamba_expand': 2, 'mamba_dt_rank': 256,
                 'mamba_conv_bias': true, 'mamba_proj_bias': false, 'vocab_size': 65536, 'hidden_act': 'silu',
                 'tie_word_embeddings': false}
                """, 16 * expert + other, 2 * expert + other, 52e9).check(0.01);
        assertThat(CacheSize.of(model).bytesPerToken()).isEqualTo(4 * 2 * 8 * 128 * 2.0);
    }

    /** "48B" is rounded down: 26 x 257 experts of 3 x 2304 x 1024 alone are 47.3 billion; the checkpoint has 49.1. */
    @Test
    void kimiLinear() {
        double delta = 4 * 2304 * 4096.0 + 2 * 128 * (2304 + 4096.0) + 32 * 2304;
        double other = 20 * delta
                + 7 * latent(2304, 32, 0, 512, 128, 64, 128)
                + gated(2304, 9216)
                + 26 * (gated(2304, 1024) + 256 * 2304)
                + 2 * 163840 * 2304.0;
        double expert = 26 * gated(2304, 1024);
        Model model =
                new Known("Kimi-Linear-48B-A3B", """
                {'model_type': 'kimi_linear', 'hidden_size': 2304, 'intermediate_size': 9216, 'num_hidden_layers': 27,
                 'num_attention_heads': 32, 'num_key_value_heads': 32, 'head_dim': 72, 'kv_lora_rank': 512,
                 'q_lora_rank': null, 'qk_nope_head_dim': 128, 'qk_rope_head_dim': 64, 'v_head_dim': 128,
                 'mla_use_nope': true, 'num_experts': 256, 'num_experts_per_token': 8, 'num_shared_experts': 1,
                 'moe_intermediate_size': 1024, 'first_k_dense_replace': 1, 'moe_layer_freq': 1,
                 'num_expert_group': 1, 'topk_group': 1, 'num_nextn_predict_layers': 0, 'vocab_size': 163840,
                 'linear_attn_config': {'full_attn_layers': [4, 8, 12, 16, 20, 24, 27], 'head_dim': 128,
                 'kda_layers': [1, 2, 3, 5, 6, 7, 9, 10, 11, 13, 14, 15, 17, 18, 19, 21, 22, 23, 25, 26],
                 'num_heads': 32, 'short_conv_kernel_size': 4}, 'hidden_act': 'silu', 'tie_word_embeddings': false}
                """, 256 * expert + other, 8 * expert + other, 48e9).check(0.025);
        assertThat(CacheSize.of(model).bytesPerToken()).isEqualTo(7 * (512 + 64) * 2.0);
    }

    @Test
    void miniMaxText01() {
        List<Integer> types = new ArrayList<>();
        for (int layer = 0; layer < 80; layer++) {
            types.add(layer % 8 == 7 ? 1 : 0);
        }
        double other = 70 * (5 * 6144 * 8192.0) + 10 * grouped(6144, 64, 8, 128) + 80 * 32 * 6144 + 2 * 200064 * 6144.0;
        double expert = 80 * gated(6144, 9216);
        new Known("MiniMax-Text-01", """
                {'model_type': 'minimax_text_01', 'hidden_size': 6144, 'intermediate_size': 9216,
                 'num_hidden_layers': 80, 'num_attention_heads': 64, 'num_key_value_heads': 8, 'head_dim': 128,
                 'num_local_experts': 32, 'num_experts_per_tok': 2, 'attn_type_list': %s,
                 'shared_intermediate_size': 0, 'vocab_size': 200064, 'hidden_act': 'silu',
                 'tie_word_embeddings': false}
                """.formatted(types), 32 * expert + other, 2 * expert + other, 456e9).check(0.01);
    }

    @Test
    void qwen3Next() {
        double delta = 2048 * (2 * 16 * 128 + 2 * 32 * 128 + 2 * 32.0) + 32 * 128 * 2048.0;
        double attention = 2048 * (2 * 16 * 256 + 2 * 2 * 256.0) + 16 * 256 * 2048.0;
        double other = 36 * delta + 12 * attention + 48 * (gated(2048, 512) + 512 * 2048) + 2 * 151936 * 2048.0;
        double expert = 48 * gated(2048, 512);
        Model model = new Known("Qwen3-Next-80B-A3B", """
                {'model_type': 'qwen3_next', 'hidden_size': 2048, 'intermediate_size': 5120, 'num_hidden_layers': 48,
                 'num_attention_heads': 16, 'num_key_value_heads': 2, 'head_dim': 256, 'num_experts': 512,
                 'num_experts_per_tok': 10, 'moe_intermediate_size': 512, 'shared_expert_intermediate_size': 512,
                 'full_attention_interval': 4, 'linear_num_key_heads': 16, 'linear_num_value_heads': 32,
                 'linear_key_head_dim': 128, 'linear_value_head_dim': 128, 'linear_conv_kernel_dim': 4,
                 'decoder_sparse_step': 1, 'mlp_only_layers': [], 'vocab_size': 151936, 'hidden_act': 'silu',
                 'tie_word_embeddings': false}
                """, 512 * expert + other, 10 * expert + other, 80e9).check(0.01);
        assertThat(CacheSize.of(model).bytesPerToken()).isEqualTo(12 * 2 * 2 * 256 * 2.0);
    }

    @Test
    void granite4HybridSmall() {
        List<String> types = new ArrayList<>();
        for (int layer = 0; layer < 40; layer++) {
            types.add(layer % 10 == 5 ? "'attention'" : "'mamba'");
        }
        double mamba = 4096 * (2 * 8192 + 2 * 128 + 128.0) + 8192 * 4096.0;
        double other =
                36 * mamba + 4 * grouped(4096, 32, 8, 128) + 40 * (gated(4096, 1536) + 72 * 4096) + 100352 * 4096.0;
        double expert = 40 * gated(4096, 768);
        new Known("Granite-4.0-H-Small", """
                {'model_type': 'granitemoehybrid', 'hidden_size': 4096, 'intermediate_size': 768,
                 'shared_intermediate_size': 1536, 'num_hidden_layers': 40, 'num_attention_heads': 32,
                 'num_key_value_heads': 8, 'num_local_experts': 72, 'num_experts_per_tok': 10, 'layer_types': %s,
                 'mamba_n_heads': 128, 'mamba_d_head': 64, 'mamba_d_state': 128, 'mamba_n_groups': 1,
                 'mamba_d_conv': 4, 'mamba_expand': 2, 'vocab_size': 100352, 'hidden_act': 'silu',
                 'tie_word_embeddings': true}
                """.formatted(types), 72 * expert + other, 10 * expert + other, 32e9)
                .check(0.01);
    }

    /** Without experts the shared network is all there is. */
    @Test
    void granite4HybridDense() {
        double mamba = 1536 * (2 * 3072 + 2 * 128 + 48.0) + 3072 * 1536.0;
        double total = 36 * mamba + 4 * grouped(1536, 12, 4, 128) + 40 * gated(1536, 4096) + 100352 * 1536.0;
        List<String> types = new ArrayList<>();
        for (int layer = 0; layer < 40; layer++) {
            types.add(layer % 10 == 5 ? "'attention'" : "'mamba'");
        }
        new Known("Granite-4.0-H-1B", """
                {'model_type': 'granitemoehybrid', 'hidden_size': 1536, 'intermediate_size': 1024,
                 'shared_intermediate_size': 4096, 'num_hidden_layers': 40, 'num_attention_heads': 12,
                 'num_key_value_heads': 4, 'num_local_experts': 0, 'num_experts_per_tok': 0, 'layer_types': %s,
                 'mamba_n_heads': 48, 'mamba_d_head': 64, 'mamba_d_state': 128, 'mamba_n_groups': 1,
                 'mamba_d_conv': 4, 'mamba_expand': 2, 'vocab_size': 100352, 'hidden_act': 'silu',
                 'tie_word_embeddings': true}
                """.formatted(types), total, total, 0).check(0.01);
    }

    @Test
    void mamba2() {
        double layer = 2560 * (2 * 5120 + 2 * 128 + 80.0) + 5120 * 2560.0 + 5 * (5120 + 256);
        double total = 64 * layer + 50288 * 2560.0;
        new Known("Mamba-2 2.7B", """
                {'model_type': 'mamba2', 'hidden_size': 2560, 'num_hidden_layers': 64, 'num_heads': 80,
                 'head_dim': 64, 'state_size': 128, 'n_groups': 1, 'expand': 2, 'conv_kernel': 4,
                 'vocab_size': 50288, 'tie_word_embeddings': true, 'rms_norm': true}
                """, total, total, 2.7e9).check(0.01);
    }

    /** Files of the first Mamba releases: no model type, the block named in {@code ssm_cfg}. */
    @Test
    void mambaOfItsAuthors() {
        double first = 64 * mamba(2560, 5120, 16, 160, 4) + 50280 * 2560.0;
        new Known("Mamba-2.8B (original)", """
                {'d_model': 2560, 'n_layer': 64, 'vocab_size': 50277, 'ssm_cfg': {}, 'rms_norm': true,
                 'residual_in_fp32': true, 'fused_add_norm': true, 'pad_vocab_size_multiple': 8}
                """, first, first, 2.77e9).check(0.01);
        double second = 64 * (2560 * (2 * 5120 + 2 * 128 + 80.0) + 5120 * 2560.0 + 5 * (5120 + 256)) + 50288 * 2560.0;
        new Known("Mamba-2 2.7B (original)", """
                {'d_model': 2560, 'd_intermediate': 0, 'n_layer': 64, 'vocab_size': 50277,
                 'ssm_cfg': {'layer': 'Mamba2'}, 'attn_layer_idx': [], 'attn_cfg': {}, 'rms_norm': true,
                 'pad_vocab_size_multiple': 16, 'tie_embeddings': true}
                """, second, second, 2.7e9).check(0.01);
    }
}
