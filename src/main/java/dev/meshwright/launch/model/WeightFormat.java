package dev.meshwright.launch.model;

import java.util.Optional;

/** Formats that checkpoints are published in, by the parts that share a scale. */
public enum WeightFormat {
    FP32("FP32", "", 0, 0),
    BF16("BF16", "bf16", 0, 0),
    FP16("FP16", "fp16", 0, 0),
    /** DeepSeek-V3's: one scale for 128 x 128 weights, in attention, dense layers and experts. */
    FP8_BLOCKS("FP8 block 128", "fp8", 128, 128),
    FP8("FP8", "fp8", 0, 0),
    INT8("W8A8 INT8", "int8", 0, 0),
    /** DeepSeek-V4's: routed experts in 4 bits, all else in blocks of FP8. */
    FP4_EXPERTS("FP4 experts + FP8", "", 128, 0),
    /** gpt-oss's: routed experts in 4 bits, all else in BF16. */
    MXFP4_EXPERTS("MXFP4 experts", "mxfp4", 0, 0),
    INT4_EXPERTS("INT4 experts", "int4", 0, 0),
    INT4("INT4", "int4", 0, 0),
    NVFP4("NVFP4", "nvfp4", 0, 0),
    /** Training that multiplies in 8 bits from weights of 16 and more. */
    FP8_COMPUTE("FP8 compute", "fp8", 0, 0),
    MXFP8_COMPUTE("MXFP8 compute", "fp8", 0, 0),
    NVFP4_COMPUTE("NVFP4 compute", "nvfp4", 0, 0);

    private final String label;
    private final String problemLabel;
    private final int block;
    private final int expertBlock;

    WeightFormat(String label, String problemLabel, int block, int expertBlock) {
        this.label = label;
        this.problemLabel = problemLabel;
        this.block = block;
        this.expertBlock = expertBlock;
    }

    /** The name in answers. */
    public String label() {
        return label;
    }

    /** The name in problem files; empty for a mixture that they have no one name for. */
    public Optional<String> problemLabel() {
        return problemLabel.isEmpty() ? Optional.empty() : Optional.of(problemLabel);
    }

    /** Columns or rows that share a scale in attention, dense layers and shared experts; 0 where any cut is good. */
    public int block() {
        return block;
    }

    /** The same in routed experts. */
    public int expertBlock() {
        return expertBlock;
    }
}
