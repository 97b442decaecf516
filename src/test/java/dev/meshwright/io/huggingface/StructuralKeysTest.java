package dev.meshwright.io.huggingface;

import static dev.meshwright.io.huggingface.Known.gated;
import static dev.meshwright.io.huggingface.Known.grouped;
import static dev.meshwright.io.huggingface.Known.latent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.facts.model.CacheSize;
import dev.meshwright.facts.model.FeedForward.Mixture;
import dev.meshwright.facts.model.GroupedQueryAttention;
import dev.meshwright.facts.model.LatentAttention;
import dev.meshwright.facts.model.LinearAttention;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.ParameterCount;
import dev.meshwright.facts.model.TokenMixer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Keys that say which layers there are, how wide they are and what is held beside them. */
class StructuralKeysTest {

    private static HuggingFaceModel read(String quoted) {
        return HuggingFaceConfig.read(SmallConfigs.json(quoted), "config.json", "small");
    }

    private static List<Integer> attending(Model model) {
        return IntStream.range(0, model.depth())
                .filter(layer -> !(model.layers().get(layer).mixer() instanceof LinearAttention))
                .boxed()
                .toList();
    }

    /**
     * Ling 3: of every four layers the last attends, and a token keeps 512 + 64 elements of two bytes in each of those 6 of
     * 24. The others keep a state. (Layers and sizes: the makers' configuration of the small model.)
     */
    @Test
    void groupsOfLayersEndInAttention() {
        HuggingFaceModel read = read("""
                {'model_type': 'bailing_hybrid', 'vocab_size': 157184, 'hidden_size': 1536, 'num_hidden_layers': 24,
                 'num_attention_heads': 16, 'num_key_value_heads': 16, 'head_dim': 128, 'q_lora_rank': 256,
                 'kv_lora_rank': 512, 'qk_head_dim': 192, 'qk_nope_head_dim': 128, 'qk_rope_head_dim': 64,
                 'v_head_dim': 128, 'intermediate_size': 4608, 'num_experts': 128, 'num_experts_per_tok': 8,
                 'moe_intermediate_size': 512, 'num_shared_experts': 1, 'first_k_dense_replace': 1,
                 'layer_group_size': 4, 'short_conv_kernel_size': 4, 'no_kda_lora': true,
                 'gated_attention_proj_granularity_type': 'head_wise', 'torch_dtype': 'bfloat16'}
                """);
        assertThat(attending(read.model())).containsExactly(3, 7, 11, 15, 19, 23);
        assertThat(CacheSize.of(read.model()).bytesPerToken()).isEqualTo(6 * (512 + 64) * 2.0);
        // Queries, keys, values, decays and gate are each 16 x 128 wide, from whole matrices; one step for each head.
        LinearAttention delta =
                (LinearAttention) read.model().layers().getFirst().mixer();
        assertThat(delta.inputWidth()).isEqualTo(5 * 16 * 128 + 16);
        assertThat(delta.stateElements()).isEqualTo(16 * 128 * 128);
        assertThat(read.notes()).isEmpty();
    }

    /** Hunyuan-A13B writes what it does not have as false: no groups of experts, no scaling. A size must be a number. */
    @Test
    void numbersThatAreFalseAreNotThere() {
        String hunyuan = """
                {'model_type': 'hunyuan_v1_moe', 'vocab_size': 128167, 'hidden_size': %s, 'num_hidden_layers': 4,
                 'num_attention_heads': 32, 'num_key_value_heads': 8, 'attention_head_dim': 128,
                 'intermediate_size': 3072, 'num_experts': 64, 'moe_topk': [8, 8, 8, 8],
                 'moe_intermediate_size': [3072, 3072, 3072, 3072], 'num_shared_expert': [1, 1, 1, 1],
                 'tie_word_embeddings': true, 'torch_dtype': 'bfloat16'%s}
                """;
        String off = ", 'n_group': false, 'topk_group': false, 'routed_scaling_factor': false, 'sliding_window': false,"
                + " 'first_k_dense_replace': false";
        assertThat(read(hunyuan.formatted("4096", off)).model())
                .isEqualTo(read(hunyuan.formatted("4096", "")).model());
        assertThatThrownBy(() -> read(hunyuan.formatted("false", "")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("/hidden_size");
    }

    /** 26 layers in groups of four: after the last whole group every layer attends. */
    @Test
    void layersAfterTheLastWholeGroupAttend() {
        Model model = read("""
                {'model_type': 'bailing_hybrid', 'vocab_size': 1000, 'hidden_size': 64, 'num_hidden_layers': 10,
                 'num_attention_heads': 4, 'head_dim': 16, 'kv_lora_rank': 32, 'qk_nope_head_dim': 16,
                 'qk_rope_head_dim': 8, 'v_head_dim': 16, 'intermediate_size': 128, 'layer_group_size': 4,
                 'no_kda_lora': true}
                """).model();
        assertThat(attending(model)).containsExactly(3, 7, 8, 9);
    }

    /** Solar Open 2 names its attending layers from zero, or one and then so many recurrences. */
    @Test
    void groupedQueryLayersAreListedOrPeriodic() {
        String sizes = """
                {'model_type': 'solar_open2', 'vocab_size': 1000, 'hidden_size': 64, 'num_hidden_layers': 8,
                 'num_attention_heads': 4, 'num_key_value_heads': 2, 'head_dim': 16, 'intermediate_size': 128,
                 'linear_attn_config': {'num_heads': 4, 'head_dim': 16, 'short_conv_kernel_size': 4}, %s}
                """;
        Model listed = read(sizes.formatted("'gqa_layers': [0, 4]")).model();
        Model periodic = read(sizes.formatted("'gqa_interval': 3")).model();
        assertThat(attending(listed)).containsExactly(0, 4);
        assertThat(periodic.layers()).isEqualTo(listed.layers());
    }

    /**
     * Mistral-Large-3 in its makers' own file: 675 B parameters, 41 B active (model card): 58 routed layers of 128 experts
     * of width 4,096 and a shared one behind three dense layers of 16,384.
     */
    @Test
    void nestedMixturesOfMistralsOwnFile() {
        double other = 61 * latent(7168, 128, 1536, 512, 128, 64, 128)
                + 3 * gated(7168, 16384)
                + 58 * (gated(7168, 4096) + 128 * 7168.0)
                + 2 * 131072 * 7168.0;
        double expert = 58 * gated(7168, 4096);
        Model model =
                new Known("Mistral-Large-3 (params)", """
                {'dim': 7168, 'n_layers': 61, 'head_dim': 128, 'hidden_dim': 16384, 'n_heads': 128, 'n_kv_heads': 128,
                 'norm_eps': 1e-06, 'vocab_size': 131072, 'tied_embeddings': false, 'q_lora_rank': 1536,
                 'qk_rope_head_dim': 64, 'qk_nope_head_dim': 128, 'kv_lora_rank': 512, 'v_head_dim': 128,
                 'moe': {'num_experts': 128, 'num_experts_per_tok': 4, 'expert_hidden_dim': 4096,
                 'num_shared_experts': 1, 'first_k_dense_replace': 3, 'route_every_n': 1, 'num_expert_groups': 1,
                 'num_expert_groups_per_tok': 1, 'routed_scale': 1.0, 'expert_parallel': 1}}
                """, 128 * expert + other, 4 * expert + other, 675e9).check(0.01);
        assertThat(ParameterCount.of(model).active() / 41e9).isBetween(0.97, 1.03);
    }

    /**
     * ERNIE-4.5-VL-28B: beside 64 experts of width 1,536 for text 64 of width 512 for images, in all layers but the first.
     * A token of text leaves the second family idle.
     */
    @Test
    void twoFamiliesOfExperts() {
        double other = 28 * grouped(2560, 20, 4, 128)
                + gated(2560, 12288)
                + 27 * (gated(2560, 2 * 1536) + 2 * 64 * 2560.0)
                + 103424 * 2560.0;
        double text = 27 * gated(2560, 1536);
        double image = 27 * gated(2560, 512);
        Model model = new Known("ERNIE-4.5-VL-28B-A3B", """
                {'model_type': 'ernie4_5_moe_vl', 'hidden_size': 2560, 'intermediate_size': 12288,
                 'num_hidden_layers': 28, 'num_attention_heads': 20, 'num_key_value_heads': 4, 'vocab_size': 103424,
                 'moe_num_experts': [64, 64], 'moe_intermediate_size': [1536, 512], 'moe_k': 6,
                 'moe_layer_start_index': [1, 1], 'moe_layer_end_index': [29, 28], 'moe_layer_interval': 1,
                 'moe_num_shared_experts': 2, 'tie_word_embeddings': true}
                """, 64 * text + 64 * image + other, 6 * text + other, 28e9)
                .check(0.03);
        assertThat(model.layers().get(1).feedForward()).isInstanceOfSatisfying(Mixture.class, mixture -> {
            assertThat(mixture.experts()).isEqualTo(64);
            assertThat(mixture.otherExperts()).isEqualTo(64);
            assertThat(mixture.otherWidth()).isEqualTo(512);
        });
    }

    /**
     * LongCat-Flash-Lite: tables of 2-, 3- and 4-grams, four each, of 78 x 131,072 rows of 3,072 / 12; its makers count
     * them as 31.4 of 68.5 B parameters (LongCat-Flash-Lite report), and a token reads twelve rows.
     */
    @Test
    void embeddingsOfNgrams() {
        String sizes = """
                {'model_type': 'longcat_flash_ngram', 'hidden_size': 3072, 'ffn_hidden_size': 6144, 'num_layers': 14,
                 'expert_ffn_hidden_size': 1024, 'num_attention_heads': 32, 'q_lora_rank': 1536, 'kv_lora_rank': 512,
                 'qk_nope_head_dim': 128, 'qk_rope_head_dim': 64, 'v_head_dim': 128, 'n_routed_experts': 256,
                 'zero_expert_num': 128, 'moe_topk': 12, 'vocab_size': 131072%s}
                """;
        ParameterCount with = ParameterCount.of(
                read(sizes.formatted(", 'ngram_vocab_size_ratio': 78, 'emb_neighbor_num': 4, 'emb_split_num': 4"))
                        .model());
        ParameterCount without = ParameterCount.of(read(sizes.formatted("")).model());
        // Rows 78 V + 1, + 3, ... + 23 make 12 x 78 V + 144; the projections are as large as one matrix of the hidden
        // size.
        long rows = 12L * 78 * 131072 + 144;
        assertThat(with.tables()).isEqualTo(rows * 256 + 12L * 256 * 3072);
        assertThat(with.tables() / 31.4e9).isBetween(0.99, 1.01);
        assertThat(with.total() - without.total()).isEqualTo(with.tables());
        assertThat(with.active()).as("looked up, not multiplied").isEqualTo(without.active());
    }

    /** Gemma 3n: 256 numbers for each of 30 layers and 262,144 tokens. */
    @Test
    void embeddingsOfLayers() {
        Model model = read("""
                {'model_type': 'gemma3n_text', 'hidden_size': 2048, 'intermediate_size': 8192, 'num_hidden_layers': 30,
                 'num_attention_heads': 8, 'num_key_value_heads': 2, 'head_dim': 256, 'vocab_size': 262400,
                 'hidden_size_per_layer_input': 256, 'vocab_size_per_layer_input': 262144, 'hidden_activation': 'silu'}
                """).model();
        assertThat(model.tableParameters()).isEqualTo(30L * (262144 * 256 + 3 * 2048 * 256));
    }

    /** DeepSeek-OCR uses DeepSeek's class with plain attention and says so by sizes of zero. */
    @Test
    void sizesOfZeroMeanNoLatentAttention() {
        String sizes = """
                {'model_type': 'deepseek_v2', 'hidden_size': 1280, 'intermediate_size': 6848, 'num_hidden_layers': 2,
                 'num_attention_heads': 10, 'num_key_value_heads': 10, 'vocab_size': 129280, %s}
                """;
        for (String zero : List.of(
                "'kv_lora_rank': 512, 'qk_nope_head_dim': 128, 'v_head_dim': 0",
                "'kv_lora_rank': 512, 'qk_nope_head_dim': 0, 'qk_rope_head_dim': 0, 'v_head_dim': 128",
                "'kv_lora_rank': null, 'qk_nope_head_dim': 0, 'qk_rope_head_dim': 0, 'v_head_dim': 0",
                "'kv_lora_rank': 512, 'qk_nope_head_dim': 128, 'qk_rope_head_dim': 64, 'v_head_dim': 128, 'use_mla': false")) {
            TokenMixer mixer =
                    read(sizes.formatted(zero)).model().layers().getFirst().mixer();
            assertThat(mixer).as(zero).isEqualTo(new GroupedQueryAttention(10, 10, 128));
        }
        TokenMixer latent = read(sizes.formatted("'kv_lora_rank': 512, 'qk_head_dim': 192, 'qk_rope_head_dim': 64"))
                .model()
                .layers()
                .getFirst()
                .mixer();
        assertThat(((LatentAttention) latent).nopeHeadSize())
                .as("the rest of the whole head")
                .isEqualTo(192 - 64);
    }

    /** GLM-5.2: one layer in four chooses for the three after it; the list and the period say the same. */
    @Test
    void layersThatShareAChoice() {
        String sizes = """
                {'model_type': 'glm_moe_dsa', 'hidden_size': 512, 'intermediate_size': 1024, 'num_hidden_layers': 8,
                 'num_attention_heads': 8, 'kv_lora_rank': 64, 'q_lora_rank': 128, 'qk_nope_head_dim': 32,
                 'qk_rope_head_dim': 16, 'v_head_dim': 32, 'index_n_heads': 4, 'index_head_dim': 32,
                 'index_topk': 64, 'vocab_size': 1000, %s}
                """;
        Model listed = read(sizes.formatted("'indexer_types': ['full', 'full', 'full', 'shared', 'shared', 'shared',"
                        + " 'full', 'shared']"))
                .model();
        Model periodic = read(sizes.formatted("'index_topk_freq': 4, 'index_skip_topk_offset': 3"))
                .model();
        assertThat(periodic.layers()).isEqualTo(listed.layers());
        assertThat(IntStream.range(0, 8).filter(layer -> ((LatentAttention)
                                listed.layers().get(layer).mixer())
                        .indexer()
                        .present()))
                .containsExactly(0, 1, 2, 6);
    }

    /** MiniCPM4 attends to the 64 best blocks of 64, the first one and a window of 2,048. */
    @Test
    void budgetsOfBlocks() {
        Model model = read("""
                {'model_type': 'minicpm4', 'hidden_size': 512, 'intermediate_size': 1024, 'num_hidden_layers': 2,
                 'num_attention_heads': 8, 'num_key_value_heads': 2, 'vocab_size': 1000,
                 'sparse_config': {'topk': 64, 'block_size': 64, 'init_blocks': 1, 'window_size': 2048,
                 'dense_len': 4096}}
                """).model();
        GroupedQueryAttention attention =
                (GroupedQueryAttention) model.layers().getFirst().mixer();
        assertThat(attention.indexer().topPositions()).isEqualTo(64 * 64 + 64 + 2048);
    }

    /** Transformers leaves out of a file what its class takes anyway, and says null where there is none. */
    @Test
    void defaultsOfKnownClasses() {
        HuggingFaceModel mixtral = read("""
                {'model_type': 'mixtral', 'hidden_size': 4096, 'intermediate_size': 14336, 'num_hidden_layers': 32,
                 'num_attention_heads': 32, 'vocab_size': 32000, 'torch_dtype': 'bfloat16'}
                """);
        assertThat(ParameterCount.of(mixtral.model()).total() / 46.7e9).isBetween(0.99, 1.01);
        assertThat(mixtral.notes()).anyMatch(note -> note.contains("num_local_experts is not stated; 8"));
        TokenMixer mixer = read("""
                {'model_type': 'deepseek_v3', 'hidden_size': 2048, 'intermediate_size': 11264, 'num_hidden_layers': 2,
                 'num_attention_heads': 16, 'q_lora_rank': null, 'vocab_size': 1000}
                """).model().layers().getFirst().mixer();
        assertThat(((LatentAttention) mixer).queryRank())
                .as("null is a statement")
                .isZero();
        assertThat(((LatentAttention) mixer).keyValueRank()).isEqualTo(512);
    }

    @Test
    void whatIsSaidTwiceAndDiffersIsNoted() {
        HuggingFaceModel read = read("""
                {'model_type': 'qwen3_moe', 'hidden_size': 512, 'num_hidden_layers': 4, 'n_layers': 6,
                 'num_attention_heads': 8, 'num_key_value_heads': 2, 'head_dim': 64, 'num_experts': 16,
                 'n_routed_experts': 16, 'num_experts_per_tok': 2, 'moe_intermediate_size': 128, 'vocab_size': 1000,
                 'torch_dtype': 'bfloat16'}
                """);
        assertThat(read.model().depth()).isEqualTo(4);
        assertThat(read.notes())
                .containsExactly("num_hidden_layers 4 and n_layers 6 contradict each other; num_hidden_layers is used");
    }

    @Test
    void anUnknownTypeSaysSo() {
        String sizes = """
                {'model_type': '%s', 'hidden_size': 512, 'intermediate_size': 1024, 'num_hidden_layers': 4,
                 'num_attention_heads': 8, 'vocab_size': 1000, 'torch_dtype': 'bfloat16'}
                """;
        assertThat(read(sizes.formatted("qwen9_ultra")).notes())
                .containsExactly("model_type qwen9_ultra is not known; read as a decoder of the Llama family");
        assertThat(read(sizes.formatted("llama")).notes()).isEmpty();
    }
}
