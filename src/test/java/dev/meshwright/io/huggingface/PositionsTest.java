package dev.meshwright.io.huggingface;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.facts.model.Model;
import dev.meshwright.io.catalogue.ModelCatalogue;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How many tokens a sequence can have, as engines derive them from a configuration. */
class PositionsTest {

    private static final String SIZES = "'vocab_size': 1000, 'hidden_size': 64, 'num_hidden_layers': 2, "
            + "'num_attention_heads': 4, 'intermediate_size': 128, 'torch_dtype': 'bfloat16'";

    private static HuggingFaceModel read(String type, String more) {
        return HuggingFaceConfig.read(
                SmallConfigs.json("{'model_type': '" + type + "', " + SIZES + more + "}"), "config.json", "small");
    }

    private static int positions(String more) {
        HuggingFaceModel read = read("llama", more);
        assertThat(read.notes()).isEmpty();
        return read.model().positions();
    }

    @Test
    void statedPositionsCount() {
        for (String key : List.of(
                "max_position_embeddings",
                "n_positions",
                "max_seq_len",
                "seq_length",
                "model_max_length",
                "max_sequence_length",
                "max_seq_length",
                "seq_len",
                "max_target_positions")) {
            assertThat(positions(", '" + key + "': 40960")).as(key).isEqualTo(40_960);
        }
        assertThat(positions("")).as("nothing is stated").isZero();
    }

    @Test
    void theSmallestCountsUnlessTheModelsMaximumLengthIsStated() {
        assertThat(positions(", 'max_position_embeddings': 8192, 'seq_length': 4096"))
                .isEqualTo(4096);
        assertThat(positions(", 'max_position_embeddings': 8192, 'model_max_length': 131072"))
                .isEqualTo(131_072);
        assertThat(positions(", 'max_position_embeddings': 8192, 'model_max_length': 1e30"))
                .as("no limit")
                .isEqualTo(8192);
    }

    /** YaRN stretches the positions before it; what is stated beside them may be either. */
    @Test
    void yarnTimesThePositionsBeforeIt() {
        String yarn = "'factor': 4.0, 'original_max_position_embeddings': 32768}";
        for (String key : List.of("rope_scaling", "rope_parameters")) {
            for (String kind : List.of("'rope_type': 'yarn', ", "'type': 'yarn', ")) {
                String scaling = ", '" + key + "': {" + kind + yarn;
                assertThat(positions(", 'max_position_embeddings': 32768" + scaling))
                        .isEqualTo(4 * 32_768);
                assertThat(positions(", 'max_position_embeddings': 131072" + scaling))
                        .isEqualTo(4 * 32_768);
            }
        }
    }

    @Test
    void linearAndDynamicStretchWhatIsStated() {
        for (String kind : List.of("linear", "dynamic")) {
            assertThat(positions(", 'max_position_embeddings': 16384, 'rope_scaling': {'type': '" + kind
                            + "', 'factor': 4.0}"))
                    .as(kind)
                    .isEqualTo(4 * 16_384);
        }
    }

    @Test
    void otherScalingsStateWhatTheyReach() {
        for (String kind : List.of("llama3", "longrope", "su", "mrope", "default")) {
            assertThat(positions(", 'max_position_embeddings': 131072, 'rope_scaling': {'rope_type': '" + kind
                            + "', 'factor': 8.0, 'original_max_position_embeddings': 8192}"))
                    .as(kind)
                    .isEqualTo(131_072);
        }
        assertThat(read(
                                "gemma3_text",
                                ", 'max_position_embeddings': 131072, 'sliding_window': 64, 'rope_scaling': "
                                        + "{'rope_type': 'linear', 'factor': 8.0}")
                        .model()
                        .positions())
                .isEqualTo(131_072);
    }

    /** Each kind of layer has its scaling; all have the same factor. */
    @Test
    void scalingsByKindOfLayer() {
        assertThat(positions(", 'max_position_embeddings': 8192, 'rope_parameters': {"
                        + "'full_attention': {'rope_type': 'yarn', 'factor': 16, 'original_max_position_embeddings': 4096}, "
                        + "'sliding_attention': {'rope_type': 'default', 'rope_theta': 10000.0}}"))
                .isEqualTo(16 * 4096);
    }

    /** What stands in the language model's part counts, not what stands around it. */
    @Test
    void theLanguageModelsPartCounts() {
        String part = "'text_config': {'model_type': 'llama', " + SIZES;
        String nested = "{'model_type': 'llava', 'max_position_embeddings': 77, " + part;
        HuggingFaceModel inside = HuggingFaceConfig.read(
                SmallConfigs.json(nested + ", 'max_position_embeddings': 4096, 'rope_scaling': {'rope_type': 'yarn', "
                        + "'factor': 64, 'original_max_position_embeddings': 4096}}}"),
                "config.json",
                "small");
        assertThat(inside.model().positions()).isEqualTo(64 * 4096);
        assertThat(inside.notes()).noneMatch(note -> note.contains("not read"));
        HuggingFaceModel around = HuggingFaceConfig.read(SmallConfigs.json(nested + "}}"), "config.json", "small");
        assertThat(around.model().positions()).isEqualTo(77);
    }

    /** Mistral's own params.json. */
    @Test
    void parametersOfMistral() {
        String sizes = "{'dim': 64, 'n_layers': 2, 'head_dim': 16, 'hidden_dim': 128, 'n_heads': 4, 'n_kv_heads': 2, "
                + "'norm_eps': 1e-05, 'vocab_size': 1000, 'max_seq_len': 131072";
        assertThat(HuggingFaceConfig.read(SmallConfigs.json(sizes + "}"), "params.json", "small")
                        .model()
                        .positions())
                .isEqualTo(131_072);
        assertThat(HuggingFaceConfig.read(
                                SmallConfigs.json(sizes + ", 'yarn': {'original_max_position_embeddings': 8192, "
                                        + "'factor': 32, 'apply_scale': false, 'beta': 32, 'alpha': 1}}"),
                                "params.json",
                                "small")
                        .model()
                        .positions())
                .isEqualTo(32 * 8192);
    }

    /** One architecture is published for sequences of several lengths. */
    @Test
    void checkpointsOfOneArchitectureHavePositionsOfTheirOwn() {
        assertThat(of("qwen3-30b-a3b").positions()).isEqualTo(40_960);
        assertThat(of("Qwen/Qwen3-Coder-30B-A3B").positions()).isEqualTo(262_144);
        assertThat(of("glm-4.6").positions()).isEqualTo(202_752);
        assertThat(of("glm-4.6").withPositions(0)).isEqualTo(of("glm-4.5").withPositions(0));
        assertThat(of("gpt-175b").positions())
                .as("learned embeddings")
                .isEqualTo(of("gpt-175b").learnedPositions());
    }

    private static Model of(String name) {
        return ModelCatalogue.standard().find(name).orElseThrow().model();
    }
}
