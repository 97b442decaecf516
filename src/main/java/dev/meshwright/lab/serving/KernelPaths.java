package dev.meshwright.lab.serving;

import dev.meshwright.facts.problem.Assumptions.Engine;
import java.util.Locale;

/**
 * Kernels that releases of engines ran instead of those that the operator tables measured: facts of their sources, and nothing
 * fitted.
 */
final class KernelPaths {

    /** DeepGEMM's block of rows: each expert may leave all of a block but one row unused. */
    private static final int BLOCK_ROWS = 128;

    /**
     * Small kernels of OpenAI's Triton experts: six of the routing, gathering, the activation, scattering and two that quantize;
     * 1.5 ms in the 36 layers of gpt-oss-120b.
     */
    private static final int TRITON_KERNELS = 11;

    private KernelPaths() {}

    /**
     * vLLM 0.12 gives all rows that blocks might need to DeepGEMM, and Hopper multiplies them all: T k + experts x (block - 1)
     * ({@code deep_gemm_moe.py}; pull requests 26197 and 29346).
     */
    static int paddedExpertRows(ServingRow row) {
        boolean padded = row.engine() == Engine.VLLM && row.release().startsWith("0.12") && hopper(row);
        return padded ? BLOCK_ROWS - 1 : 0;
    }

    /** TensorRT-LLM runs gpt-oss on Hopper with {@code moe_config.backend: TRITON} (InferenceX, {@code gptoss_fp4_h200_trt.sh}). */
    static int moreExpertKernels(ServingRow row) {
        boolean triton = row.engine() == Engine.TENSORRT_LLM
                && row.modelPath().toLowerCase(Locale.ROOT).contains("gpt-oss")
                && hopper(row);
        return triton ? TRITON_KERNELS : 0;
    }

    private static boolean hopper(ServingRow row) {
        return row.system().toLowerCase(Locale.ROOT).matches("g?h(100|200|20|800).*");
    }
}
