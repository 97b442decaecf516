package dev.meshwright.io.huggingface;

import static dev.meshwright.io.huggingface.Known.gated;
import static dev.meshwright.io.huggingface.Known.grouped;
import static dev.meshwright.io.huggingface.Known.plain;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.facts.model.CacheSize;
import dev.meshwright.facts.model.GroupedQueryAttention;
import dev.meshwright.facts.model.Model;
import org.junit.jupiter.api.Test;

/** Dense models of many families: counts by arithmetic and as published. */
class HuggingFaceDenseConfigTest {

    private static Model dense(String name, double total, double published, String config) {
        return new Known(name, config, total, total, published).check(0.01);
    }

    @Test
    void gemma2() {
        double total = 42 * (grouped(3584, 16, 8, 256) + gated(3584, 14336)) + 256000 * 3584.0;
        Model model = dense("Gemma-2-9B", total, 9.24e9, """
                {'model_type': 'gemma2', 'hidden_size': 3584, 'intermediate_size': 14336, 'num_hidden_layers': 42,
                 'num_attention_heads': 16, 'num_key_value_heads': 8, 'head_dim': 256, 'sliding_window': 4096,
                 'vocab_size': 256000, 'hidden_activation': 'gelu_pytorch_tanh', 'rms_norm_eps': 1e-06}
                """);
        assertThat(windows(model)).isEqualTo(21);
    }

    private static long windows(Model model) {
        return model.layers().stream()
                .filter(layer -> layer.mixer() instanceof GroupedQueryAttention attention && attention.window() > 0)
                .count();
    }

    /** The text part leaves out what its configuration class takes anyway: vocabulary, heads, head size. */
    @Test
    void gemma3() {
        double four = 34 * (grouped(2560, 8, 4, 256) + gated(2560, 10240)) + 262208 * 2560.0;
        Model model = dense("Gemma-3-4B (text)", four, 3.88e9, """
                {'model_type': 'gemma3', 'mm_tokens_per_image': 256, 'vision_config': {'hidden_size': 1152,
                 'num_hidden_layers': 27, 'num_attention_heads': 16, 'model_type': 'siglip_vision_model'},
                 'text_config': {'model_type': 'gemma3_text', 'hidden_size': 2560, 'intermediate_size': 10240,
                 'num_hidden_layers': 34, 'sliding_window': 1024}}
                """);
        assertThat(windows(model)).isEqualTo(34 - 5);
        double twentySeven = 62 * (grouped(5376, 32, 16, 128) + gated(5376, 21504)) + 262208 * 5376.0;
        dense("Gemma-3-27B (text)", twentySeven, 27.0e9, """
                {'model_type': 'gemma3', 'text_config': {'model_type': 'gemma3_text', 'hidden_size': 5376,
                 'intermediate_size': 21504, 'num_attention_heads': 32, 'num_hidden_layers': 62,
                 'num_key_value_heads': 16, 'head_dim': 128, 'sliding_window': 1024}}
                """);
    }

    @Test
    void mistral() {
        double total = 32 * (grouped(4096, 32, 8, 128) + gated(4096, 14336)) + 2 * 32000 * 4096.0;
        Model model = dense("Mistral-7B", total, 7.24e9, """
                {'model_type': 'mistral', 'hidden_size': 4096, 'intermediate_size': 14336, 'num_hidden_layers': 32,
                 'num_attention_heads': 32, 'num_key_value_heads': 8, 'sliding_window': 4096, 'vocab_size': 32000,
                 'hidden_act': 'silu', 'tie_word_embeddings': false}
                """);
        assertThat(windows(model)).isEqualTo(32);
        assertThat(CacheSize.of(model).bytesPerTokenPastWindows()).isZero();
    }

    /** LLaVA names only the family of its language model, whose class knows the rest. */
    @Test
    void llavaOnVicuna() {
        double total = 32 * (4 * 4096 * 4096.0 + gated(4096, 11008)) + 2 * 32064 * 4096.0;
        dense("LLaVA-1.5-7B (text)", total, 6.74e9, """
                {'model_type': 'llava', 'text_config': {'model_type': 'llama', 'vocab_size': 32064,
                 'max_position_embeddings': 4096, 'rms_norm_eps': 1e-05},
                 'vision_config': {'hidden_size': 1024, 'num_hidden_layers': 24, 'num_attention_heads': 16}}
                """);
    }

    /** One key-value head in 7B, eight in 40B; both share embedding and head. */
    @Test
    void falcon() {
        double seven = 32 * (grouped(4544, 71, 1, 64) + plain(4544, 4 * 4544)) + 65024 * 4544.0;
        Model model = dense("Falcon-7B", seven, 6.92e9, """
                {'model_type': 'falcon', 'hidden_size': 4544, 'num_hidden_layers': 32, 'num_attention_heads': 71,
                 'multi_query': true, 'new_decoder_architecture': false, 'parallel_attn': true, 'alibi': false,
                 'bias': false, 'vocab_size': 65024}
                """);
        assertThat(CacheSize.of(model).bytesPerToken()).isEqualTo(32 * 2 * 64 * 2.0);
        double forty = 60 * (grouped(8192, 128, 8, 64) + plain(8192, 4 * 8192)) + 65024 * 8192.0;
        dense("Falcon-40B", forty, 41.3e9, """
                {'model_type': 'falcon', 'hidden_size': 8192, 'num_hidden_layers': 60, 'num_attention_heads': 128,
                 'num_kv_heads': 8, 'multi_query': true, 'new_decoder_architecture': true, 'parallel_attn': true,
                 'alibi': false, 'bias': false, 'vocab_size': 65024}
                """);
        dense("Falcon-40B (RefinedWeb)", forty, 41.3e9, """
                {'model_type': 'RefinedWeb', 'hidden_size': 8192, 'n_layer': 60, 'n_head': 128, 'n_head_kv': 8,
                 'parallel_attn': true, 'alibi': false, 'bias': false, 'vocab_size': 65024}
                """);
        dense("Falcon-7B (RefinedWeb)", seven, 6.92e9, """
                {'model_type': 'RefinedWebModel', 'hidden_size': 4544, 'n_layer': 32, 'n_head': 71,
                 'multi_query': true, 'parallel_attn': true, 'alibi': false, 'bias': false, 'vocab_size': 65024}
                """);
    }

    @Test
    void gptNeoX() {
        double total = 44 * (4 * 6144 * 6144.0 + plain(6144, 24576)) + 2 * 50432 * 6144.0;
        dense("GPT-NeoX-20B", total, 20.55e9, """
                {'model_type': 'gpt_neox', 'hidden_size': 6144, 'intermediate_size': 24576, 'num_hidden_layers': 44,
                 'num_attention_heads': 64, 'vocab_size': 50432, 'hidden_act': 'gelu_fast',
                 'tie_word_embeddings': false, 'max_position_embeddings': 2048}
                """);
    }

    @Test
    void gptFamily() {
        double j = 28 * (4 * 4096 * 4096.0 + plain(4096, 16384)) + 2 * 50400 * 4096.0;
        dense("GPT-J-6B", j, 6.05e9, """
                {'model_type': 'gptj', 'n_embd': 4096, 'n_head': 16, 'n_layer': 28, 'n_inner': null,
                 'n_positions': 2048, 'vocab_size': 50400, 'activation_function': 'gelu_new',
                 'tie_word_embeddings': false}
                """);
        double two = 48 * (4 * 1600 * 1600.0 + plain(1600, 6400)) + (50257 + 1024) * 1600.0;
        dense("GPT-2 XL", two, 1.5576e9, """
                {'model_type': 'gpt2', 'n_embd': 1600, 'n_head': 25, 'n_layer': 48, 'n_positions': 1024,
                 'n_ctx': 1024, 'vocab_size': 50257, 'activation_function': 'gelu_new'}
                """);
        double neo = 32 * (4 * 2560 * 2560.0 + plain(2560, 10240)) + (50257 + 2048) * 2560.0;
        Model model = dense("GPT-Neo-2.7B", neo, 2.65e9, """
                {'model_type': 'gpt_neo', 'hidden_size': 2560, 'num_heads': 20, 'num_layers': 32,
                 'intermediate_size': null, 'max_position_embeddings': 2048, 'window_size': 256,
                 'attention_types': [[['global', 'local'], 16]], 'vocab_size': 50257,
                 'activation_function': 'gelu_new'}
                """);
        assertThat(windows(model)).isEqualTo(16);
    }

    /** The smallest OPT embeds in fewer dimensions than it computes in. */
    @Test
    void opt() {
        double total = 32 * (4 * 4096 * 4096.0 + plain(4096, 16384)) + (50272 + 2050) * 4096.0;
        dense("OPT-6.7B", total, 6.66e9, """
                {'model_type': 'opt', 'hidden_size': 4096, 'ffn_dim': 16384, 'num_hidden_layers': 32,
                 'num_attention_heads': 32, 'word_embed_proj_dim': 4096, 'max_position_embeddings': 2048,
                 'vocab_size': 50272, 'activation_function': 'relu'}
                """);
    }

    @Test
    void bloom() {
        double total = 70 * (4 * 14336 * 14336.0 + plain(14336, 4 * 14336)) + 250880 * 14336.0;
        dense("BLOOM-176B", total, 176.25e9, """
                {'model_type': 'bloom', 'n_embed': 14336, 'n_layer': 70, 'num_attention_heads': 112,
                 'vocab_size': 250880, 'seq_length': 2048}
                """);
    }

    @Test
    void mpt() {
        double seven = 32 * (4 * 4096 * 4096.0 + plain(4096, 16384)) + 50432 * 4096.0;
        dense("MPT-7B", seven, 6658859008.0, """
                {'model_type': 'mpt', 'd_model': 4096, 'n_heads': 32, 'n_layers': 32, 'expansion_ratio': 4,
                 'max_seq_len': 2048, 'vocab_size': 50432, 'no_bias': true, 'learned_pos_emb': true,
                 'attn_config': {'alibi': true, 'attn_type': 'multihead_attention', 'clip_qkv': null}}
                """);
        double thirty = 48 * (4 * 7168 * 7168.0 + plain(7168, 28672)) + 50432 * 7168.0;
        dense("MPT-30B", thirty, 29975214080.0, """
                {'model_type': 'mpt', 'd_model': 7168, 'n_heads': 64, 'n_layers': 48, 'expansion_ratio': 4,
                 'max_seq_len': 8192, 'vocab_size': 50432, 'no_bias': true, 'learned_pos_emb': true,
                 'attn_config': {'alibi': true, 'attn_type': 'multihead_attention'}}
                """);
    }

    @Test
    void phi2() {
        double total = 32 * (4 * 2560 * 2560.0 + plain(2560, 10240)) + 2 * 51200 * 2560.0;
        dense("Phi-2", total, 2.78e9, """
                {'model_type': 'phi', 'hidden_size': 2560, 'intermediate_size': 10240, 'num_hidden_layers': 32,
                 'num_attention_heads': 32, 'num_key_value_heads': null, 'qk_layernorm': false,
                 'partial_rotary_factor': 0.4, 'vocab_size': 51200, 'hidden_act': 'gelu_new',
                 'tie_word_embeddings': false}
                """);
    }

    @Test
    void starCoder2() {
        double total = 30 * (grouped(3072, 24, 2, 128) + plain(3072, 12288)) + 49152 * 3072.0;
        dense("StarCoder2-3B", total, 3.03e9, """
                {'model_type': 'starcoder2', 'hidden_size': 3072, 'intermediate_size': 12288, 'num_hidden_layers': 30,
                 'num_attention_heads': 24, 'num_key_value_heads': 2, 'use_bias': true, 'sliding_window': 4096,
                 'vocab_size': 49152, 'hidden_act': 'gelu_pytorch_tanh', 'norm_epsilon': 1e-05,
                 'norm_type': 'layer_norm', 'mlp_type': 'default'}
                """);
    }

    @Test
    void starCoder() {
        double total = 40 * (grouped(6144, 48, 1, 128) + plain(6144, 24576)) + (49152 + 8192) * 6144.0;
        dense("StarCoder-15.5B", total, 15.5e9, """
                {'model_type': 'gpt_bigcode', 'n_embd': 6144, 'n_head': 48, 'n_layer': 40, 'n_inner': 24576,
                 'n_positions': 8192, 'multi_query': true, 'vocab_size': 49152, 'activation_function': 'gelu'}
                """);
    }

    @Test
    void commandR() {
        double total = 40 * (4 * 8192 * 8192.0 + gated(8192, 22528)) + 256000 * 8192.0;
        dense("Command-R", total, 35e9, """
                {'model_type': 'cohere', 'hidden_size': 8192, 'intermediate_size': 22528, 'num_hidden_layers': 40,
                 'num_attention_heads': 64, 'num_key_value_heads': 64, 'vocab_size': 256000, 'hidden_act': 'silu',
                 'layer_norm_eps': 1e-05, 'use_qk_norm': false, 'logit_scale': 0.0625}
                """);
    }

    @Test
    void llamaLike() {
        dense("Yi-34B", 60 * (grouped(7168, 56, 8, 128) + gated(7168, 20480)) + 2 * 64000 * 7168.0, 34.4e9, """
                {'model_type': 'llama', 'hidden_size': 7168, 'intermediate_size': 20480, 'num_hidden_layers': 60,
                 'num_attention_heads': 56, 'num_key_value_heads': 8, 'vocab_size': 64000, 'hidden_act': 'silu',
                 'tie_word_embeddings': false}
                """);
        dense("InternLM2-7B", 32 * (grouped(4096, 32, 8, 128) + gated(4096, 14336)) + 2 * 92544 * 4096.0, 7.74e9, """
                {'model_type': 'internlm2', 'hidden_size': 4096, 'intermediate_size': 14336, 'num_hidden_layers': 32,
                 'num_attention_heads': 32, 'num_key_value_heads': 8, 'bias': false, 'vocab_size': 92544,
                 'hidden_act': 'silu', 'tie_word_embeddings': false}
                """);
        dense("OLMo-2-7B", 32 * (4 * 4096 * 4096.0 + gated(4096, 11008)) + 2 * 100352 * 4096.0, 7.3e9, """
                {'model_type': 'olmo2', 'hidden_size': 4096, 'intermediate_size': 11008, 'num_hidden_layers': 32,
                 'num_attention_heads': 32, 'num_key_value_heads': 32, 'vocab_size': 100352, 'hidden_act': 'silu',
                 'tie_word_embeddings': false}
                """);
        dense("SmolLM-135M", 30 * (grouped(576, 9, 3, 64) + gated(576, 1536)) + 49152 * 576.0, 134.5e6, """
                {'model_type': 'llama', 'hidden_size': 576, 'intermediate_size': 1536, 'num_hidden_layers': 30,
                 'num_attention_heads': 9, 'num_key_value_heads': 3, 'vocab_size': 49152, 'hidden_act': 'silu',
                 'tie_word_embeddings': true}
                """);
        dense("Baichuan2-7B", 32 * (4 * 4096 * 4096.0 + gated(4096, 11008)) + 2 * 125696 * 4096.0, 7.5e9, """
                {'model_type': 'baichuan', 'hidden_size': 4096, 'intermediate_size': 11008, 'num_hidden_layers': 32,
                 'num_attention_heads': 32, 'vocab_size': 125696, 'hidden_act': 'silu', 'z_loss_weight': 0,
                 'tie_word_embeddings': false}
                """);
    }

    @Test
    void chatGlm3() {
        double total = 28 * (grouped(4096, 32, 2, 128) + gated(4096, 13696)) + 2 * 65024 * 4096.0;
        Model model = dense("ChatGLM3-6B", total, 6.24e9, """
                {'model_type': 'chatglm', 'hidden_size': 4096, 'ffn_hidden_size': 13696, 'num_layers': 28,
                 'num_attention_heads': 32, 'kv_channels': 128, 'multi_query_attention': true,
                 'multi_query_group_num': 2, 'padded_vocab_size': 65024, 'add_bias_linear': false,
                 'add_qkv_bias': true, 'rmsnorm': true, 'seq_length': 8192, 'tie_word_embeddings': false}
                """);
        assertThat(CacheSize.of(model).bytesPerToken()).isEqualTo(28 * 2 * 2 * 128 * 2.0);
    }

    @Test
    void qwenOfTheFirstGeneration() {
        double total = 32 * (4 * 4096 * 4096.0 + gated(4096, 11008)) + 2 * 151936 * 4096.0;
        dense("Qwen-7B", total, 7.72e9, """
                {'model_type': 'qwen', 'hidden_size': 4096, 'intermediate_size': 22016, 'num_hidden_layers': 32,
                 'num_attention_heads': 32, 'kv_channels': 128, 'no_bias': true, 'vocab_size': 151936,
                 'seq_length': 8192, 'tie_word_embeddings': false}
                """);
    }

    /** Two matrices with a squared ReLU. */
    @Test
    void nemotron4() {
        double total = 96 * (grouped(18432, 96, 8, 192) + plain(18432, 73728)) + 2 * 256000 * 18432.0;
        dense("Nemotron-4-340B", total, 340e9, """
                {'model_type': 'nemotron', 'hidden_size': 18432, 'intermediate_size': 73728, 'num_hidden_layers': 96,
                 'num_attention_heads': 96, 'num_key_value_heads': 8, 'vocab_size': 256000, 'hidden_act': 'relu2',
                 'norm_eps': 1e-05, 'tie_word_embeddings': false}
                """);
    }
}
