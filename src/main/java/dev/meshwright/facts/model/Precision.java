package dev.meshwright.facts.model;

import dev.meshwright.facts.model.Precisions.Block;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A number format of weights, activations or the KV cache.
 *
 * <p>{@link #bitsPerElement()} includes the block scales that the format stores next to its elements: they are read
 * and held with the weights, and leaving them out makes a 4-bit model 6 to 12 % too small.
 */
public enum Precision {
    FP32(32),
    BF16(16),
    FP16(16),
    /** 8 bits; block scales of the usual 128 x 128 layout (4 bytes per 16,384 elements) are below 0.1 % and left out. */
    FP8(8),
    INT8(8),
    /** 4 bits and one 16-bit scale per group of 32 elements, unless another group is known ({@link #bitsPerElement(Block)}). */
    INT4(4.5),
    /** 4 bits and one 8-bit scale per 16 elements (NVIDIA NVFP4). */
    NVFP4(4.5),
    /** 4 bits and one 8-bit scale per 32 elements (OCP microscaling MXFP4). */
    MXFP4(4.25);

    private static final double INTEGER_SCALE_BITS = 16;
    private static final double MICROSCALE_BITS = 8;

    private final double bitsPerElement;

    Precision(double bitsPerElement) {
        this.bitsPerElement = bitsPerElement;
    }

    /** Storage in bits per element, block scales included. */
    public double bitsPerElement() {
        return bitsPerElement;
    }

    /** Storage in bytes per element, block scales included. */
    public double bytesPerElement() {
        return bitsPerElement / 8;
    }

    /**
     * Storage in bits per element where the weights of {@code block} share a scale: integers have 16 bits of scale per group
     * (GPTQ, AWQ, compressed-tensors: 4.125 bits in groups of 128, 4.5 in groups of 32), MXFP8 8 bits per 32. Zero points of
     * AWQ, another 4 bits per group, are left out. The groups of 4-bit floats are part of the format; square blocks of FP8 add
     * nothing worth counting.
     */
    public double bitsPerElement(Block block) {
        if (block.equals(Block.NONE)) {
            return bitsPerElement;
        }
        double weights = (double) block.outputs() * block.inputs();
        return switch (this) {
            case INT4 -> 4 + INTEGER_SCALE_BITS / weights;
            case INT8 -> bitsPerElement + INTEGER_SCALE_BITS / weights;
            case FP8 -> block.outputs() == 1 ? bitsPerElement + MICROSCALE_BITS / weights : bitsPerElement;
            case FP32, BF16, FP16, NVFP4, MXFP4 -> bitsPerElement;
        };
    }

    /**
     * The format whose elements take that many bytes, scales included: {@code like} itself where it does, else the first that
     * does; empty where none does.
     */
    public static Optional<Precision> ofBytes(double bytes, Precision like) {
        return Stream.concat(Stream.of(like), Stream.of(values()))
                .filter(format -> format.bytesPerElement() == bytes)
                .findFirst();
    }

    /** The name as problem files spell it: {@code bf16}, {@code nvfp4}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
