package dev.meshwright.io.huggingface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.model.Precisions;
import dev.meshwright.facts.model.Precisions.Blocks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints of which a file beside the configuration, or a folder, says more. */
class CheckpointFoldersTest {

    @TempDir
    Path folder;

    private Path write(String name, String quoted) throws IOException {
        return Files.writeString(folder.resolve(name), SmallConfigs.json(quoted));
    }

    /** NVIDIA's checkpoints leave config.json as it was and state formats in a file beside it (ModelOpt's layout). */
    @Test
    void settingsBesideTheConfiguration() throws IOException {
        Path config = write("config.json", CheckpointFormatsTest.MIXTURE.formatted(""));
        write("hf_quant_config.json", """
                {'producer': {'name': 'modelopt', 'version': '0.33.0'}, 'quantization': {'quant_algo': 'NVFP4',
                 'kv_cache_quant_algo': 'FP8', 'group_size': 16,
                 'exclude_modules': ['lm_head', 'model.layers.1.mlp.gate', 'model.layers.2.mlp.gate']}}
                """);
        for (Path asked : List.of(folder, config)) {
            HuggingFaceModel read = HuggingFaceConfig.read(asked);
            Precisions formats = read.model().precisions();
            CheckpointFormatsTest.assertParts(
                    formats, Precision.NVFP4, Precision.NVFP4, Precision.NVFP4, Precision.NVFP4);
            assertThat(formats.keyValueCache()).isEqualTo(Precision.FP8);
            assertThat(formats.blocks()).isEqualTo(Blocks.uniform(new Precisions.Block(1, 16)));
            assertThat(read.notes()).isEmpty();
        }
    }

    /** A folder of several models: the settings of another one are not taken. */
    @Test
    void settingsBelongToTheConfigurationOfTheirName() throws IOException {
        write("hf_quant_config.json", "{'quantization': {'quant_algo': 'FP8'}}");
        write("small_hf_quant_config.json", "{'quantization': {'quant_algo': 'NVFP4', 'group_size': 16}}");
        Path small = write("small_config.json", CheckpointFormatsTest.MIXTURE.formatted(""));
        Path other = write("other.config.json", CheckpointFormatsTest.MIXTURE.formatted(""));
        assertThat(HuggingFaceConfig.read(small).model().precisions().experts()).isEqualTo(Precision.NVFP4);
        assertThat(HuggingFaceConfig.read(other).model().precisions().experts()).isEqualTo(Precision.BF16);
    }

    @Test
    void theConfigurationCountsWhereTheFileBesideItDiffers() throws IOException {
        write(
                "config.json",
                CheckpointFormatsTest.MIXTURE.formatted(", 'quantization_config': {'quant_method': 'fp8'}"));
        write("hf_quant_config.json", "{'quantization': {'quant_algo': 'NVFP4', 'kv_cache_quant_algo': 'FP8'}}");
        HuggingFaceModel read = HuggingFaceConfig.read(folder);
        assertThat(read.model().precisions().experts()).isEqualTo(Precision.FP8);
        assertThat(read.model().precisions().keyValueCache()).isEqualTo(Precision.FP8);
        assertThat(read.notes())
                .containsExactly(
                        "the configuration says fp8 and hf_quant_config.json NVFP4; the configuration is used");
    }

    @Test
    void mistralsOwnFileOfAFolder() throws IOException {
        write("params.json", """
                {'dim': 512, 'n_layers': 2, 'head_dim': 64, 'hidden_dim': 1024, 'n_heads': 8, 'n_kv_heads': 2,
                 'vocab_size': 1000, 'quantization': {'qformat_weight': 'fp8_e4m3', 'qscheme_act': 'TENSOR'}}
                """);
        HuggingFaceModel read = HuggingFaceConfig.read(folder);
        assertThat(read.model().depth()).isEqualTo(2);
        assertThat(read.model().precisions().dense()).isEqualTo(Precision.FP8);
        assertThat(read.notes()).noneMatch(note -> note.startsWith("not read"));
    }

    @Test
    void damageOfTheFileBesideIsItsOwn() throws IOException {
        write("config.json", CheckpointFormatsTest.MIXTURE.formatted(""));
        for (String damaged : List.of("{'quantization': {'quant_algo': 'NVF", "[1, 2]", "")) {
            write("hf_quant_config.json", damaged);
            assertThatThrownBy(() -> HuggingFaceConfig.read(folder))
                    .as(damaged)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("hf_quant_config.json");
        }
        write("hf_quant_config.json", "{'quantization': {'quant_algo': 'FP8', 'weight_block_size': 3}, 'x': 1}");
        write(
                "config.json",
                CheckpointFormatsTest.MIXTURE.formatted("").replace("'hidden_size': 512", "'hidden_size': -1"));
        assertThatThrownBy(() -> HuggingFaceConfig.read(folder))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("/hidden_size")
                .hasMessageContaining("hf_quant_config.json")
                .hasMessageContaining("/quantization/weight_block_size");
    }
}
