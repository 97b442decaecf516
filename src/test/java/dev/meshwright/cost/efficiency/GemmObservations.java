package dev.meshwright.cost.efficiency;

import dev.meshwright.cost.efficiency.surface.GemmSurface;
import dev.meshwright.facts.model.Precision;
import java.util.ArrayList;
import java.util.List;

/** Dense products: tables of TensorRT-LLM (H100, B200, GB200) and of DeepGEMM (H800, H20). */
final class GemmObservations {

    private GemmObservations() {}

    /**
     * @param kind {@code bfloat16}, {@code fp8_block}, {@code fp8} (one scale per tensor) or {@code nvfp4}
     */
    static List<Observation<GemmSurface>> of(String kind) {
        Precision precision =
                switch (kind) {
                    case "bfloat16" -> Precision.BF16;
                    case "nvfp4" -> Precision.NVFP4;
                    default -> Precision.FP8;
                };
        List<Observation<GemmSurface>> result = new ArrayList<>();
        KernelTables.operators("gemm_perf", (gpu, row) -> {
            if (row.text("gemm_dtype").equals(kind)) {
                boolean fitted = row.forFit() && !slower(gpu, kind, row);
                add(result, gpu, kind, precision, row, fitted, row.number("latency") * 1e-3);
            }
        });
        if (kind.equals("fp8_block")) {
            KernelTables.perGpu(
                    "gemm",
                    (gpu, row) -> add(
                            result,
                            gpu,
                            kind + " DeepGEMM",
                            precision,
                            row,
                            row.forFit(),
                            row.number("latency_us") * 1e-6));
        }
        return result;
    }

    /**
     * TensorRT-LLM's own block-scaled kernel on Hopper takes up to half as long again as DeepGEMM, which vLLM and SGLang use,
     * once products are large; those rows are shown, not fitted.
     */
    private static boolean slower(String gpu, String kind, MeasuredTable.Row row) {
        return gpu.equals("h100_sxm") && kind.equals("fp8_block") && row.number("m") > 128;
    }

    private static void add(
            List<Observation<GemmSurface>> result,
            String gpu,
            String kind,
            Precision precision,
            MeasuredTable.Row row,
            boolean fitted,
            double seconds) {
        DataSheet sheet = DataSheet.of(gpu);
        double rows = row.number("m");
        double columns = row.number("n");
        double depth = row.number("k");
        double bytes = precision.bytesPerElement();
        // DeepGEMM's times are those of the product alone.
        boolean alone = kind.endsWith("DeepGEMM");
        String size = rows <= 16 ? "M<=16" : rows <= 128 ? "M<=128" : rows <= 1024 ? "M<=1024" : "M>1024";
        result.add(new Observation<>(gpu + " " + kind + " " + size, fitted, seconds, surface -> (alone
                        ? withoutQuantization(surface)
                        : surface)
                .powered(sheet.watts(), sheet.flops(precision))
                .seconds(rows, columns, depth, sheet.flops(precision), sheet.memory(), bytes, bytes)));
    }

    /** {@code surface} for times of the product alone. */
    static GemmSurface withoutQuantization(GemmSurface surface) {
        return new GemmSurface(
                surface.computeFraction(),
                surface.flopsPerJoule(),
                surface.tileRows(),
                surface.depthSeconds(),
                surface.memoryFraction(),
                surface.launchSeconds(),
                surface.exposedFraction(),
                0);
    }
}
