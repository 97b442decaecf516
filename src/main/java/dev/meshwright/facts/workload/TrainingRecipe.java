package dev.meshwright.facts.workload;

/**
 * How a training framework runs a step, where frameworks and their settings differ in physics: what is kept in which
 * format, what runs beside what, and what the host has to launch.
 *
 * @param sequenceParallel whether tensor ranks split norms and residuals over positions (Korthikanti et al. 2022)
 * @param flashAttention whether scores stay on chip; before 2022 they were written to memory and read back
 * @param tensorOverlap whether tensor-parallel messages run beside the products they belong to (Transformer Engine's
 *     user buffers)
 * @param expertOverlap whether expert traffic of one micro-batch runs beside the computation of another (DualPipe,
 *     Megatron-Core's merged forward and backward)
 * @param gradientOverlap whether gradients are reduced beside the last backward pass, and weights gathered beside the next
 *     forward pass
 * @param narrowDispatch whether tokens travel to their experts in 8 bits (DeepSeek-V3); else in 16
 * @param wideGradients whether gradients are summed and reduced in 32 bits; else in 16
 * @param narrowWeights whether updated weights of 8- and 4-bit products are gathered in 8 bits (Transformer Engine's FP8
 *     parameters); else in 16
 * @param stagesInside whether the stages of an instance lie side by side, so that copies of the same weights are instances apart
 *     (Megatron's order tp-pp-dp); else copies lie side by side and stages apart (tp-dp-pp, its default)
 * @param fixedCapacity whether experts take a fixed number of tokens and drop the others, so that nobody waits for counts
 * @param scaling block structure of the scales of 8- and 4-bit products
 * @param execution how kernels reach the GPU
 */
public record TrainingRecipe(
        boolean sequenceParallel,
        boolean flashAttention,
        boolean tensorOverlap,
        boolean expertOverlap,
        boolean gradientOverlap,
        boolean narrowDispatch,
        boolean wideGradients,
        boolean narrowWeights,
        boolean stagesInside,
        boolean fixedCapacity,
        Scaling scaling,
        Execution execution) {

    /** The same with experts that take a fixed number of tokens. */
    public TrainingRecipe withFixedCapacity() {
        return new TrainingRecipe(
                sequenceParallel,
                flashAttention,
                tensorOverlap,
                expertOverlap,
                gradientOverlap,
                narrowDispatch,
                wideGradients,
                narrowWeights,
                stagesInside,
                true,
                scaling,
                execution);
    }

    /** Bytes of a gradient, summed over micro-batches and reduced over data-parallel ranks. */
    public double gradientBytes() {
        return wideGradients ? 4 : 2;
    }

    /** What shares one scale. */
    public enum Scaling {
        /** One scale per tensor, delayed or current. */
        TENSOR,
        /** Blocks of 128 x 128 weights and 1 x 128 activations (DeepSeek-V3). */
        BLOCK,
        /** Blocks of 16 or 32 elements that the tensor cores apply themselves (MXFP8, NVFP4 on Blackwell). */
        MICRO
    }

    /** How kernels reach the GPU. */
    public enum Execution {
        /** Modules of a general framework, one kernel per operation (PyTorch FSDP without a compiler). */
        EAGER,
        /** Fused kernels launched one by one; dropless routing waits for the host to learn how many tokens came. */
        FUSED,
        /** Fused kernels replayed from captured graphs, routing decided on the GPU. */
        CAPTURED
    }

    /** Megatron-Core's defaults of 2025: fused kernels, nothing overlapped, 16-bit dispatch, 32-bit gradients. */
    public static final TrainingRecipe STANDARD = new TrainingRecipe(
            true, true, false, false, false, false, true, false, false, false, Scaling.BLOCK, Execution.FUSED);
}
