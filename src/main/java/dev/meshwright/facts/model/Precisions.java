package dev.meshwright.facts.model;

/**
 * Number formats of a model's parts. Checkpoints seldom have one: a label such as {@code fp4} often means 4-bit routed
 * experts with everything else in BF16.
 *
 * @param attention weights of the mixers
 * @param dense weights of dense feed-forward parts
 * @param shared weights of shared experts
 * @param experts weights of routed experts
 * @param embedding embedding and LM head weights
 * @param keyValueCache elements of the KV cache
 * @param activation elements of the hidden state between kernels
 * @param blocks what is quantized together in each part
 */
public record Precisions(
        Precision attention,
        Precision dense,
        Precision shared,
        Precision experts,
        Precision embedding,
        Precision keyValueCache,
        Precision activation,
        Blocks blocks) {

    /**
     * Weights of a matrix that share a scale: {@code outputs x inputs} of them. A rank holds whole blocks, so that a matrix
     * is cut at multiples of them alone: of {@code outputs} where output columns are divided, of {@code inputs} where
     * input rows are.
     *
     * @param outputs 128 in block-quantized FP8 (DeepSeek-V3, section 3.3), 1 in formats with groups along the inputs
     * @param inputs 128 there; 16 in NVFP4, 32 in MXFP8, the group size of AWQ and GPTQ
     */
    public record Block(int outputs, int inputs) {

        /** Scales of single weights, columns or whole matrices: cut anywhere. */
        public static final Block NONE = new Block(1, 1);

        /** A square block. */
        public static Block square(int size) {
            return new Block(size, size);
        }
    }

    /**
     * What is quantized together in each part of a model.
     *
     * @param attention weights of the mixers
     * @param dense weights of dense feed-forward parts
     * @param shared weights of shared experts
     * @param experts weights of routed experts
     */
    public record Blocks(Block attention, Block dense, Block shared, Block experts) {

        /** No blocks in any part. */
        public static final Blocks NONE = uniform(Block.NONE);

        /** The same in all parts. */
        public static Blocks uniform(Block block) {
            return new Blocks(block, block, block, block);
        }
    }

    /** Formats without blocks. */
    public Precisions(
            Precision attention,
            Precision dense,
            Precision shared,
            Precision experts,
            Precision embedding,
            Precision keyValueCache,
            Precision activation) {
        this(attention, dense, shared, experts, embedding, keyValueCache, activation, Blocks.NONE);
    }

    /** Bytes of a weight of the mixers, scales included. */
    public double attentionBytes() {
        return attention.bitsPerElement(blocks.attention) / Byte.SIZE;
    }

    /** Bytes of a weight of dense feed-forward parts, scales included. */
    public double denseBytes() {
        return dense.bitsPerElement(blocks.dense) / Byte.SIZE;
    }

    /** Bytes of a weight of shared experts, scales included. */
    public double sharedBytes() {
        return shared.bitsPerElement(blocks.shared) / Byte.SIZE;
    }

    /** Bytes of a weight of routed experts, scales included. */
    public double expertBytes() {
        return experts.bitsPerElement(blocks.experts) / Byte.SIZE;
    }

    /**
     * Bytes of a weight in {@code format}, scales included: of the part that is in it and has most weights (experts before
     * attention before dense parts before shared experts), which kernels read most.
     */
    public double bytesOf(Precision format) {
        return format.bitsPerElement(blockOf(format)) / Byte.SIZE;
    }

    /** Weights of a part in {@code format} that share a scale: of the one that {@link #bytesOf} speaks of; none where no part is in it. */
    public Block blockOf(Precision format) {
        if (format == experts) {
            return blocks.experts;
        }
        if (format == attention) {
            return blocks.attention;
        }
        if (format == dense) {
            return blocks.dense;
        }
        return format == shared ? blocks.shared : Block.NONE;
    }

    /**
     * Whether products of dense weights in {@code format} have a scale per tensor or channel, which is applied to what has been summed,
     * and none per block, which is applied on the way.
     */
    public boolean scaledAtTheEnd(Precision format) {
        return (format != attention || blocks.attention.equals(Block.NONE))
                && (format != dense || blocks.dense.equals(Block.NONE))
                && (format != shared || blocks.shared.equals(Block.NONE));
    }

    /** The same formats with other blocks. */
    public Precisions withBlocks(Blocks others) {
        return new Precisions(attention, dense, shared, experts, embedding, keyValueCache, activation, others);
    }

    /** The same formats with another KV cache. */
    public Precisions withKeyValueCache(Precision other) {
        return new Precisions(attention, dense, shared, experts, embedding, other, activation, blocks);
    }

    /** The same with weights that are in {@code format} in another one; blocks of a format chosen anew are not known. */
    public Precisions withWeights(Precision format, Precision other) {
        return new Precisions(
                        attention == format ? other : attention,
                        dense == format ? other : dense,
                        shared == format ? other : shared,
                        experts == format ? other : experts,
                        embedding == format ? other : embedding,
                        keyValueCache,
                        activation)
                .keepingBlocksOf(this);
    }

    /**
     * These formats with the blocks of {@code before} where a part keeps its format; a format chosen anew says nothing of
     * blocks. Formats that have blocks of their own keep them.
     */
    Precisions keepingBlocksOf(Precisions before) {
        if (!blocks.equals(Blocks.NONE)) {
            return this;
        }
        Blocks old = before.blocks;
        return withBlocks(new Blocks(
                attention == before.attention ? old.attention : Block.NONE,
                dense == before.dense ? old.dense : Block.NONE,
                shared == before.shared ? old.shared : Block.NONE,
                experts == before.experts ? old.experts : Block.NONE));
    }

    /** Everything in 16-bit brain floating point, as trained. */
    public static final Precisions BF16 = uniform(Precision.BF16);

    /** One format for all weights and activations. */
    public static Precisions uniform(Precision precision) {
        return new Precisions(precision, precision, precision, precision, precision, precision, precision);
    }
}
