package dev.meshwright.io.huggingface;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.model.Precisions;
import dev.meshwright.facts.model.Precisions.Block;
import dev.meshwright.facts.model.Precisions.Blocks;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Methods that say their format by a name, and what scales add to the bits of a weight. */
class ScaledFormatsTest {

    private static HuggingFaceModel read(String quantization) {
        return HuggingFaceConfig.read(
                SmallConfigs.json(CheckpointFormatsTest.MIXTURE.formatted(", 'quantization_config': " + quantization)),
                "config.json",
                "small");
    }

    private static Precisions formats(String quantization) {
        return read(quantization).model().precisions();
    }

    /** Methods whose name is their format, as SGLang and vLLM have them; experts in another than the rest. */
    @Test
    void methodsThatAreCalledByTheirFormat() {
        CheckpointFormatsTest.assertParts(
                formats("{'quant_method': 'w8a8_int8'}"),
                Precision.INT8,
                Precision.INT8,
                Precision.INT8,
                Precision.INT8);
        CheckpointFormatsTest.assertParts(
                formats("{'quant_method': 'w8a8_fp8'}"), Precision.FP8, Precision.FP8, Precision.FP8, Precision.FP8);
        Precisions blocks = formats("{'quant_method': 'blockwise_int8', 'weight_block_size': [128, 128]}");
        CheckpointFormatsTest.assertParts(blocks, Precision.INT8, Precision.INT8, Precision.INT8, Precision.INT8);
        assertThat(blocks.blocks()).isEqualTo(Blocks.uniform(Block.square(128)));
        HuggingFaceModel mixed = read("{'quant_method': 'w4afp8', 'weight_block_size': [128, 128], 'group_size': 128}");
        Precisions formats = mixed.model().precisions();
        CheckpointFormatsTest.assertParts(formats, Precision.FP8, Precision.FP8, Precision.FP8, Precision.INT4);
        assertThat(formats.blocks().attention()).isEqualTo(Block.square(128));
        assertThat(formats.blocks().experts()).isEqualTo(new Block(1, 128));
        assertThat(mixed.notes()).anyMatch(note -> note.startsWith("w4afp8: experts of 4 bits are multiplied in fp8"));
        CheckpointFormatsTest.assertParts(
                formats("{'quant_method': 'experts_int8'}"),
                Precision.BF16,
                Precision.BF16,
                Precision.BF16,
                Precision.INT8);
    }

    /** Bits of a weight with its share of the scales: 16 bits of scale for each group of integers, 8 for 32 of MXFP8. */
    @Test
    void scalesAreStoredWithTheWeights() {
        for (int group : List.of(32, 64, 128)) {
            assertThat(8
                            * formats("{'quant_method': 'gptq', 'bits': 4, 'group_size': " + group + "}")
                                    .expertBytes())
                    .isEqualTo(4 + 16.0 / group);
        }
        assertThat(8
                        * formats("{'quant_method': 'awq', 'bits': 4, 'group_size': 128}")
                                .attentionBytes())
                .isEqualTo(4.125);
        assertThat(8
                        * formats("{'quant_method': 'gptq', 'bits': 8, 'group_size': 128}")
                                .denseBytes())
                .isEqualTo(8.125);
        assertThat(8 * formats("{'quant_method': 'mxfp8'}").sharedBytes()).isEqualTo(8.25);
        assertThat(8
                        * formats("{'quant_method': 'fp8', 'weight_block_size': [128, 128]}")
                                .expertBytes())
                .isEqualTo(8);
        assertThat(8 * formats("{'quant_method': 'nvfp4'}").expertBytes()).isEqualTo(4 + 8.0 / 16);
        // Parts in one format have their own groups; what no part is in has the usual ones.
        Precisions mixed = formats("{'quant_method': 'gptq', 'bits': 4, 'group_size': 128, 'dynamic': {"
                + "'+:.*self_attn.*': {'bits': 4, 'group_size': 32}}}");
        assertThat(8 * mixed.attentionBytes()).isEqualTo(4.5);
        assertThat(8 * mixed.expertBytes()).isEqualTo(4.125);
        assertThat(8 * mixed.bytesOf(Precision.INT4)).isEqualTo(4.125);
        assertThat(8 * mixed.bytesOf(Precision.MXFP4)).isEqualTo(4.25);
    }
}
