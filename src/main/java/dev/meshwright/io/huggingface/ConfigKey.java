package dev.meshwright.io.huggingface;

import java.util.List;

/**
 * What a configuration can say, each with the spellings seen on Hugging Face, in Megatron-LM, Calculon, llm-analysis and
 * Mistral's own files; the first spelling present wins. A dot descends into a nested object.
 */
enum ConfigKey {
    MODEL_TYPE("model_type"),
    HIDDEN("hidden_size", "d_model", "n_embd", "n_embed", "model_dim", "dim", "hidden_dim", "hidden"),
    LAYERS("num_hidden_layers", "n_layers", "n_layer", "num_layers", "num_blocks", "num_transformer_layers"),
    SHORTCUT_LAYERS("num_layers"),
    VOCABULARY("vocab_size", "padded_vocab_size", "embedding_size", "n_vocab"),
    VOCABULARY_MULTIPLE("pad_vocab_size_multiple"),
    LAYER_EMBEDDING("hidden_size_per_layer_input"),
    TIED("tie_word_embeddings", "tie_embeddings", "weight_tying"),
    POSITIONS("max_position_embeddings", "n_positions", "max_seq_len", "seq_length"),
    LEARNED_POSITIONS("learned_pos_emb"),
    ALIBI("alibi", "attn_config.alibi"),
    ENCODER_DECODER("is_encoder_decoder"),
    NORM_EPSILON("rms_norm_eps", "norm_eps"),
    RMS_NORM("rmsnorm", "use_rms_norm"),

    HEADS("num_attention_heads", "n_heads", "n_head", "attn_heads", "num_heads", "attention_heads"),
    HEADS_PER_LAYER("num_attention_heads_per_layer", "num_query_heads"),
    KEY_VALUE_HEADS(
            "num_key_value_heads",
            "n_kv_heads",
            "n_head_kv",
            "num_kv_heads",
            "kv_n_heads",
            "attn_config.kv_n_heads",
            "num_query_groups",
            "num_attention_groups",
            "multi_query_group_num"),
    KEY_VALUE_HEADS_PER_LAYER("num_key_value_heads_per_layer"),
    MULTI_QUERY("multi_query", "multi_query_attention"),
    NEW_DECODER("new_decoder_architecture"),
    HEAD_SIZE(
            "head_dim", "attention_head_dim", "attn_size", "kv_channels", "attention_head_size", "head_size", "d_head"),
    VALUE_HEAD_SIZE("v_head_dim", "value_head_dim"),
    ATTENTION_BIAS("attention_bias", "use_qkv_bias", "qkv_bias", "add_qkv_bias", "add_bias_linear", "use_bias", "bias"),
    QUERY_KEY_NORM("use_qk_norm", "qk_norm", "qk_layernorm", "use_query_key_norm", "attn_config.qk_ln"),
    QUERY_KEY_NORM_TYPE("qk_norm_type"),
    SHARED_QUERY_RANK("share_q_dim"),
    CROSS_LAYER_ATTENTION("use_cla"),
    CROSS_LAYER_FACTOR("cla_share_factor"),
    CACHE_SHARING_LAYERS("num_kv_shared_layers"),
    OUTPUT_GATE("attn_output_gate", "use_attention_output_gate", "mla_use_output_gate", "attention_output_gate"),
    SINKS("add_full_attention_sink_bias", "attention_sink_bias", "use_sinks"),
    WINDOW_SINKS("add_swa_attention_sink_bias"),
    KEYS_ARE_VALUES("attention_k_eq_v"),

    WINDOW(
            "sliding_window",
            "sliding_window_size",
            "window_size",
            "attn_config.sliding_window_size",
            "local_attention"),
    USE_WINDOW("use_sliding_window"),
    MAX_WINDOW_LAYERS("max_window_layers"),
    WINDOW_PATTERN("sliding_window_pattern", "_sliding_window_pattern", "global_attn_every_n_layers"),
    CHUNK("attention_chunk_size"),
    NO_ROPE_LAYERS("no_rope_layers"),
    NO_ROPE_INTERVAL("no_rope_layer_interval"),
    WINDOW_HEADS("swa_num_attention_heads", "attention_other_setting.num_attention_heads"),
    WINDOW_KEY_VALUE_HEADS("swa_num_key_value_heads", "attention_other_setting.num_attention_groups"),
    WINDOW_HEAD_SIZE("swa_head_dim", "attention_other_setting.head_dim"),
    WINDOW_VALUE_HEAD_SIZE("swa_v_head_dim"),
    GLOBAL_HEAD_SIZE("global_head_dim"),
    GLOBAL_KEY_VALUE_HEADS("num_global_key_value_heads"),

    KEY_VALUE_RANK("kv_lora_rank"),
    QUERY_RANK("q_lora_rank"),
    NOPE_HEAD_SIZE("qk_nope_head_dim"),
    ROPE_HEAD_SIZE("qk_rope_head_dim"),
    INDEX_HEADS("index_n_heads", "sparse_attention_config.sparse_num_index_heads"),
    INDEX_HEAD_SIZE("index_head_dim", "sparse_attention_config.sparse_index_dim"),
    INDEX_TOP("index_topk"),
    INDEX_TYPES("indexer_types"),
    SPARSE_TOP_BLOCKS("sparse_attention_config.sparse_topk_blocks"),
    SPARSE_BLOCK("sparse_attention_config.sparse_block_size"),
    SPARSE_LAYERS("sparse_attention_config.sparse_attention_freq"),
    COMPRESSION("compress_ratios"),
    COMPRESSION_RATES("compress_rates"),
    OUTPUT_GROUPS("o_groups"),
    OUTPUT_RANK("o_lora_rank"),
    RESIDUAL_STREAMS("hc_mult"),

    LAYER_TYPES("layer_types", "layers_block_type", "block_types", "attention_layers"),
    REPEATED_TYPES("attention_types"),
    HYBRID_PATTERN("hybrid_override_pattern", "hybrid_layer_pattern"),
    ATTENTION_TYPES("attn_type_list"),
    FULL_ATTENTION_INTERVAL("full_attention_interval", "linear_attention_freq"),
    FULL_ATTENTION_LAYERS("linear_attn_config.full_attn_layers"),
    ATTENTION_LAYER_INDICES("attn_layer_indices", "full_attn_idxs"),
    ATTENTION_PERIOD("attn_layer_period"),
    ATTENTION_OFFSET("attn_layer_offset"),
    BLOCK_CONFIGS("block_configs"),

    LINEAR_KEY_HEADS("linear_num_key_heads"),
    LINEAR_VALUE_HEADS("linear_num_value_heads"),
    LINEAR_KEY_HEAD_SIZE("linear_key_head_dim"),
    LINEAR_VALUE_HEAD_SIZE("linear_value_head_dim"),
    LINEAR_CONVOLUTION("linear_conv_kernel_dim"),
    DELTA_HEADS("linear_attn_config.num_heads"),
    DELTA_HEAD_SIZE("linear_attn_config.head_dim"),
    DELTA_CONVOLUTION("linear_attn_config.short_conv_kernel_size"),
    DELTA_FULL_RANK_GATE("linear_attn_config.use_full_rank_gate"),
    SHORT_CONVOLUTION("conv_L_cache"),
    MAMBA_HEADS("mamba_num_heads", "mamba_n_heads"),
    MAMBA_HEAD_SIZE("mamba_head_dim", "mamba_d_head", "ssm_cfg.headdim"),
    MAMBA_STATE("ssm_state_size", "mamba_d_state", "state_size", "d_state", "ssm_cfg.d_state"),
    MAMBA_GROUPS("mamba_n_groups", "mamba_ngroups", "n_groups", "ssm_cfg.ngroups"),
    MAMBA_CONVOLUTION("conv_kernel", "mamba_d_conv", "d_conv", "ssm_cfg.d_conv"),
    MAMBA_EXPAND("expand", "mamba_expand", "ssm_cfg.expand"),
    MAMBA_INNER("mamba_d_ssm", "mamba_intermediate_size"),
    MAMBA_RANK("time_step_rank", "mamba_dt_rank"),
    STATE_SPACE_SETTINGS("ssm_cfg"),
    STATE_SPACE_LAYER("ssm_cfg.layer"),
    STATE_TYPE("mamba_ssm_cache_dtype", "mamba_ssm_dtype"),

    FEED_FORWARD(
            "intermediate_size",
            "ffn_hidden_size",
            "ff_intermediate_size",
            "ffn_dim",
            "n_inner",
            "feedforward",
            "ffn_embed_dim",
            "ffn_config.ffn_hidden_size",
            "d_ff",
            "mlp_hidden_size",
            "inner_dim",
            "block_ff_dim"),
    FEED_FORWARD_OF_DIM("hidden_dim"),
    DENSE_FEED_FORWARD("intermediate_size_mlp", "dense_intermediate_size"),
    EXPANSION("expansion_ratio", "mlp_ratio", "ffn_mult"),
    ACTIVATION(
            "hidden_act",
            "hidden_activation",
            "mlp_hidden_act",
            "activation_function",
            "activation",
            "hidden_activation_function",
            "activation_type",
            "ffn_config.ffn_act_fn.name"),
    GATED("gated_ffn", "mlp_gated_linear_units", "gated_linear_unit", "use_gated_mlp", "swiglu"),
    FEED_FORWARD_BIAS("mlp_bias", "add_bias_linear", "use_mlp_bias"),

    EXPERTS(
            "num_local_experts",
            "n_routed_experts",
            "num_experts",
            "moe_num_experts",
            "num_routed_experts",
            "ffn_config.moe_num_experts",
            "num_moe_experts",
            "n_experts",
            "moe.num_experts"),
    EXPERTS_PER_TOKEN(
            "num_experts_per_tok",
            "num_experts_per_token",
            "experts_per_token",
            "moe_topk",
            "moe_top_k",
            "moe_k",
            "top_k_experts",
            "ffn_config.moe_top_k",
            "moe_router_topk",
            "num_selected_experts",
            "router_topk",
            "moe.num_experts_per_tok"),
    EXPERT_FEED_FORWARD(
            "moe_intermediate_size",
            "expert_ffn_hidden_size",
            "moe_ffn_hidden_size",
            "expert_intermediate_size",
            "expert_hidden_size",
            "expert_ffn_dim"),
    SHARED_EXPERTS("n_shared_experts", "num_shared_experts", "num_shared_expert", "moe_num_shared_experts"),
    SHARED_FEED_FORWARD(
            "shared_expert_intermediate_size",
            "moe_shared_expert_intermediate_size",
            "shared_intermediate_size",
            "share_expert_dim",
            "shared_expert_ffn_hidden_size"),
    RESIDUAL_DENSE("use_residual", "residual_moe"),
    PARALLEL_DENSE("enable_moe_block"),
    LATENT("moe_latent_size", "routed_expert_hidden_size"),
    GROUPS("n_group", "num_expert_group"),
    GROUPS_PER_TOKEN("topk_group"),
    IDENTITY_EXPERTS("zero_expert_num"),
    DENSE_FIRST("first_k_dense_replace", "num_dense_layers", "moe_layer_num_skipped", "n_dense_layers"),
    EXPERT_LAYER_FREQUENCY("moe_layer_freq", "moe_layer_frequency", "moe_every_n_layers"),
    SPARSE_STEP("decoder_sparse_step", "interleave_moe_layer_step"),
    DENSE_ONLY_LAYERS("mlp_only_layers"),
    EXPERT_LAYERS("moe_layers_enum", "moe_layers", "moe_layers_idx"),
    FEED_FORWARD_TYPES("mlp_layer_types", "ffn_layer_types"),
    EXPERT_PERIOD("expert_layer_period"),
    EXPERT_OFFSET("expert_layer_offset"),
    EXPERT_START("moe_layer_start_index"),
    EXPERT_END("moe_layer_end_index"),
    EXPERT_INTERVAL("moe_layer_interval"),

    PREDICTION_LAYERS(
            "num_nextn_predict_layers", "mtp_num_hidden_layers", "num_mtp_modules", "mtp_num_layers", "num_mtp_layers"),
    PREDICTION_BLOCKS("mtp_layers_block_type", "mtp_hybrid_override_pattern"),

    TYPE("torch_dtype", "dtype"),
    EXPERT_TYPE("expert_dtype"),
    QUANTIZATION("quantization_config", "compression_config");

    private final List<String> spellings;

    ConfigKey(String... spellings) {
        this.spellings = List.of(spellings);
    }

    /** Spellings in order of preference. */
    List<String> spellings() {
        return spellings;
    }

    /** The usual spelling, for messages. */
    String usual() {
        return spellings.getFirst();
    }
}
