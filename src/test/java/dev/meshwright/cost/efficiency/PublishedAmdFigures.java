package dev.meshwright.cost.efficiency;

import dev.meshwright.cost.efficiency.surface.CustomAllReduceSurface;
import dev.meshwright.cost.efficiency.surface.GemmSurface;
import dev.meshwright.cost.efficiency.surface.PrefillAttentionSurface;
import dev.meshwright.facts.cluster.LinkTopology;
import java.util.ArrayList;
import java.util.List;

/**
 * Figures of AMD GPUs that are published one by one, in pull requests and documents: large products, attention cores,
 * all-reduces. Each list names where it was read.
 */
final class PublishedAmdFigures {

    private static final int GPUS_OF_MESH = 8;

    /**
     * PyTorch's 16-bit products with hipBLASLt: GPU, M, N, K, TFLOP/s. MI300X: facebookexperimental/triton pull request 2891
     * (column aten, August 2026; its product of 1024 is bound by the host and left out); the largest found on each GPU: stas00/ml-engineering at commit 744d01e,
     * compute/accelerator, best of all shapes tried (ROCm 6.2 to 7.0), and therefore not of a usual shape.
     */
    private static final Object[][] PRODUCTS = {
        {"mi300x", 2048, 2048, 2048, 330.4},
        {"mi300x", 4096, 4096, 4096, 612.3},
        {"mi300x", 8192, 8192, 8192, 635.3},
        {"mi300x", 1024, 8192, 8192, 568.6},
        {"mi300x", 8192, 1024, 8192, 564.4},
        {"mi300x", 10240, 15360, 8192, 668.4},
        {"mi325x", 13312, 10240, 8192, 784.9},
        {"mi355x", 12288, 8192, 8192, 1565.0},
    };

    /**
     * Attention over new tokens in TFLOP/s of the visible scores, by length: ROCm/aiter at commit e404860,
     * op_tests/cpp/mha/images, batch 8, 64 query heads, 8 key-value heads of 128, bf16.
     */
    private static final double[][] CAUSAL = {
        {1024, 321.865, 626.57},
        {2048, 452.03, 963.165},
        {4096, 509.255, 1190.295},
        {8192, 550.67, 1311.955},
        {10240, 547.05, 1313.695},
        {16384, 538.425, 1392.485},
    };

    private static final double[][] NOT_CAUSAL = {
        {1024, 466.21, 979.93},
        {2048, 556.35, 1250.96},
        {4096, 578.99, 1361.66},
        {8192, 577.45, 1322.77},
        {10240, 571.39, 1326.91},
        {16384, 562.47, 1437.62},
    };

    /**
     * Engines' own all-reduce of 16-bit elements: KiB and microseconds. Two and four MI300X: ROCm/aiter pull request 801
     * (column vllm cr) and vllm-project/vllm pull request 19744 (column baseline, up to 8 MiB); eight MI355X: pull request 39080
     * (column vllm).
     */
    private static final double[][] TWO_MI300X = {
        {4, 7.07},
        {8, 7.58},
        {16, 7.53},
        {32, 7.30},
        {64, 7.66},
        {128, 8.70},
        {256, 11.45},
        {512, 17.13},
        {1024, 28.15},
        {2048, 49.67},
        {4096, 93.79},
        {8192, 181.43},
        {16384, 355.91},
        {32768, 703.69},
        {65536, 1398.17},
    };

    private static final double[][] FOUR_MI300X = {
        {2, 7.18},
        {16, 7.26},
        {32, 7.58},
        {256, 14.39},
        {512, 14.65},
        {1024, 22.91},
        {2048, 36.64},
        {4096, 63.86},
        {8192, 118.31},
    };

    private static final double[][] EIGHT_MI355X = {
        {24, 6.3}, {48, 6.7}, {96, 7.6}, {192, 10.0}, {384, 13.1}, {768, 16.0}, {1536, 24.2},
    };

    private PublishedAmdFigures() {}

    static List<Observation<GemmSurface>> products() {
        List<Observation<GemmSurface>> result = new ArrayList<>();
        for (Object[] line : PRODUCTS) {
            String gpu = (String) line[0];
            DataSheet sheet = DataSheet.of(gpu);
            int rows = (int) line[1];
            int columns = (int) line[2];
            int depth = (int) line[3];
            double seconds = 2.0 * rows * columns * depth / ((double) line[4] * 1e12);
            result.add(new Observation<>(gpu + " bfloat16 published", true, seconds, surface -> surface.powered(
                            sheet.watts(), sheet.flops16())
                    .seconds(rows, columns, depth, sheet.flops16(), sheet.memory(), 2, 2)));
        }
        return result;
    }

    /** @param gpu {@code mi300x} or {@code mi355x} */
    static List<Observation<PrefillAttentionSurface>> attention(String gpu) {
        List<Observation<PrefillAttentionSurface>> result = new ArrayList<>();
        int column = gpu.equals("mi300x") ? 1 : 2;
        for (double[] line : CAUSAL) {
            result.add(attention(gpu + " causal", gpu, line[0], line[0] / 2, line[column]));
        }
        for (double[] line : NOT_CAUSAL) {
            result.add(attention(gpu + " all visible", gpu, line[0], line[0], line[column]));
        }
        return result;
    }

    private static Observation<PrefillAttentionSurface> attention(
            String group, String gpu, double length, double context, double teraflops) {
        DataSheet sheet = DataSheet.of(gpu);
        double tokens = 8 * length;
        double seconds = 4 * tokens * context * 64 * 128 / (teraflops * 1e12);
        return new Observation<>(
                group,
                true,
                seconds,
                surface -> surface.seconds(tokens, context, 64, 8, 128, 128, 2, sheet.flops16(), sheet.memory()));
    }

    static List<Observation<CustomAllReduceSurface>> allReduces() {
        List<Observation<CustomAllReduceSurface>> result = new ArrayList<>();
        allReduces(result, "mi300x", 2, TWO_MI300X);
        allReduces(result, "mi300x", 4, FOUR_MI300X);
        allReduces(result, "mi355x", 8, EIGHT_MI355X);
        return result;
    }

    private static void allReduces(
            List<Observation<CustomAllReduceSurface>> result, String gpu, int ranks, double[][] lines) {
        double bandwidth = LinkTopology.MESH.bandwidth(DataSheet.of(gpu).link(), GPUS_OF_MESH, ranks);
        for (double[] line : lines) {
            double bytes = line[0] * 1024;
            result.add(new Observation<>(
                    gpu + " " + ranks + " ranks",
                    true,
                    line[1] * 1e-6,
                    surface -> surface.seconds(bytes, ranks, bandwidth)));
        }
    }
}
