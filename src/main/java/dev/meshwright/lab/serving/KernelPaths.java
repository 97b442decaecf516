package dev.meshwright.lab.serving;

import dev.meshwright.facts.engine.EngineVersion;
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

    /** The release of vLLM from which on it plans ahead by default (pull request 27614). */
    private static final EngineVersion PLANNING_AHEAD = new EngineVersion(0, 14, 0);

    private KernelPaths() {}

    /**
     * vLLM 0.12 gives all rows that blocks might need to DeepGEMM, and Hopper multiplies them all: T k + experts x (block - 1)
     * ({@code deep_gemm_moe.py}; pull requests 26197 and 29346).
     */
    static int paddedExpertRows(ServingRow row) {
        boolean padded = row.engine() == Engine.VLLM && row.release().startsWith("0.12") && hopper(row);
        return padded ? BLOCK_ROWS - 1 : 0;
    }

    /**
     * Kernels of a routed layer that runs in Triton although the tables have those of another library: TensorRT-LLM's gpt-oss on
     * Hopper with {@code moe_config.backend: TRITON} (InferenceX, {@code gptoss_fp4_h200_trt.sh}), and what SGLang's {@code
     * moe_runner_backend: auto} leaves to Triton on Blackwell ({@code server_args.py}: all but DeepSeek's architecture and
     * gpt-oss, and but Qwen3 in 8 or 4 bits). InferenceX's scripts choose others.
     */
    static int moreExpertKernels(ServingRow row) {
        boolean triton =
                switch (row.engine()) {
                    case TENSORRT_LLM -> named(row, "gpt-oss") && hopper(row);
                    case SGLANG -> blackwell(row) && asItComes(row.harness().kind()) && leftToTriton(row);
                    case VLLM -> false;
                };
        return triton ? TRITON_KERNELS : 0;
    }

    /**
     * Whether a step is planned while the one before runs: not by vLLM before 0.14, whose {@code --async-scheduling} InferenceX's scripts
     * ask for.
     */
    static boolean plansAhead(ServingRow row) {
        boolean asks = row.harness().kind() == Harness.Kind.INFERENCEX;
        return asks
                || row.engine() != Engine.VLLM
                || EngineVersion.of(row.release())
                        .map(version -> version.compareTo(PLANNING_AHEAD) >= 0)
                        .orElse(true);
    }

    /** Whether the engine chooses its kernels. */
    private static boolean asItComes(Harness.Kind kind) {
        return switch (kind) {
            case INFERENCEX, AICONFIGURATOR -> false;
            case EXPORTED, OTHER -> true;
        };
    }

    private static boolean leftToTriton(ServingRow row) {
        boolean narrow = !row.precision().isEmpty() && !row.precision().equals("bf16");
        return !(named(row, "deepseek") || named(row, "kimi-k2") || named(row, "gpt-oss"))
                && !(named(row, "qwen3") && narrow);
    }

    private static boolean named(ServingRow row, String part) {
        return row.modelPath().toLowerCase(Locale.ROOT).contains(part);
    }

    private static boolean blackwell(ServingRow row) {
        return row.system().toLowerCase(Locale.ROOT).matches("g?b(200|300).*");
    }

    private static boolean hopper(ServingRow row) {
        return row.system().toLowerCase(Locale.ROOT).matches("g?h(100|200|20|800).*");
    }
}
