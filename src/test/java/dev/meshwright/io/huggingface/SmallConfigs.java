package dev.meshwright.io.huggingface;

import java.util.List;

/** Configurations of small invented models, of every architecture whose parts are read in a way of their own. */
final class SmallConfigs {

    private SmallConfigs() {}

    /** Every reader of a part takes part in at least one of them. */
    private static final List<String> QUOTED = List.of("""
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

    /** All of them, as JSON. */
    static final List<String> ALL = QUOTED.stream().map(SmallConfigs::json).toList();

    /** JSON of text that is quoted like {@code 'this'}. */
    static String json(String quoted) {
        return quoted.replace('\'', '"');
    }
}
