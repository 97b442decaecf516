package dev.meshwright.cost.efficiency;

import dev.meshwright.SharedData;
import dev.meshwright.cost.efficiency.surface.ExpertSurface;
import dev.meshwright.cost.efficiency.surface.GemmSurface;
import dev.meshwright.facts.model.Precision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Kernel times that AMD publishes with its operator library (ROCm/aiter at commit e404860, {@code aiter/configs}, MIT): for
 * each shape the fastest kernel that tuning found and its time, in files {@code *_tuned_gemm*.csv} and {@code
 * *_tuned_fmoe*.csv}, which the tests look for in {@code data/kernels/aiter} of the shared folder. A GPU is named by its
 * compute units: 304 are an MI300X or an MI325X (taken as MI300X), 80 an MI308X, 256 an MI350X or an MI355X (taken as
 * MI355X). Operands rotate over 32 GiB, so no cache holds them; times are the GPU's, without launches and without
 * quantization of the input.
 */
final class AiterObservations {

    private AiterObservations() {}

    /**
     * @param kind {@code bfloat16}, {@code fp8_block}, {@code fp8} (a scale per row or tensor) or {@code mxfp4}
     */
    static List<Observation<GemmSurface>> products(String kind) {
        Precision precision =
                switch (kind) {
                    case "bfloat16" -> Precision.BF16;
                    case "mxfp4" -> Precision.MXFP4;
                    default -> Precision.FP8;
                };
        List<Observation<GemmSurface>> result = new ArrayList<>();
        files("_tuned_gemm", file -> {
            if (kindOf(file).equals(kind)) {
                MeasuredTable.read(file).rows().forEach(row -> product(result, kind, precision, row));
            }
        });
        return result;
    }

    private static String kindOf(Path file) {
        String name = file.getFileName().toString();
        if (name.contains("bf16")) {
            return "bfloat16";
        }
        if (name.contains("a4w4")) {
            return "mxfp4";
        }
        return name.contains("blockscale") ? "fp8_block" : "fp8";
    }

    private static void product(
            List<Observation<GemmSurface>> result, String kind, Precision precision, MeasuredTable.Row row) {
        String gpu = gpu(row);
        boolean wide = row.has("outdtype") && row.text("outdtype").contains("float32");
        if (gpu.isEmpty() || wide || !timed(row)) {
            return;
        }
        DataSheet sheet = DataSheet.of(gpu);
        double rows = row.number("M");
        double columns = row.number("N");
        double depth = row.number("K");
        double seconds = row.number("us") * 1e-6;
        double bytes = precision.bytesPerElement();
        double moved = bytes * depth * (rows + columns) + 2 * rows * columns;
        // Faster than the data sheet allows: a fault of the file.
        if (seconds < 2 * rows * columns * depth / sheet.flops(precision) || seconds < moved / sheet.memory()) {
            return;
        }
        String size = rows <= 16 ? "M<=16" : rows <= 128 ? "M<=128" : rows <= 1024 ? "M<=1024" : "M>1024";
        result.add(new Observation<>(
                gpu + " " + kind + " " + size, row.forFit(), seconds, surface -> GemmObservations.withoutQuantization(
                                surface)
                        .powered(sheet.watts(), sheet.flops(precision))
                        .seconds(rows, columns, depth, sheet.flops(precision), sheet.memory(), bytes, bytes)));
    }

    /**
     * Routed experts of one rank, both grouped products; choices of experts are independent and even there. MI308X's, of
     * several kernels that differ by half, are shown and not fitted.
     *
     * @param kind {@code bfloat16}, {@code fp8_block}, {@code mxfp4} or {@code weightOnly} (4-bit weights, 16-bit arithmetic)
     */
    static List<Observation<ExpertSurface>> experts(String kind) {
        List<Observation<ExpertSurface>> result = new ArrayList<>();
        files("_tuned_fmoe", file -> MeasuredTable.read(file).rows().forEach(row -> {
            if (kindOf(row).equals(kind)) {
                experts(result, kind, row);
            }
        }));
        return result;
    }

    private static String kindOf(MeasuredTable.Row row) {
        String inputs = row.text("q_dtype_a");
        String weights = row.text("q_dtype_w");
        if (inputs.contains("bfloat16")) {
            return weights.contains("bfloat16") ? "bfloat16" : "weightOnly";
        }
        if (inputs.contains("float4") && weights.contains("float4")) {
            return "mxfp4";
        }
        return inputs.contains("float8")
                        && weights.contains("float8")
                        && row.text("q_type").contains("128")
                ? "fp8_block"
                : "";
    }

    private static void experts(List<Observation<ExpertSurface>> result, String kind, MeasuredTable.Row row) {
        String gpu = gpu(row);
        if (gpu.isEmpty() || !timed(row) || !row.text("use_g1u1").equals("1")) {
            return;
        }
        DataSheet sheet = DataSheet.of(gpu);
        double tokens = row.number("token");
        double experts = row.number("expert");
        double chosen = row.number("topk");
        double hidden = row.number("model_dim");
        double width = row.number("inter_dim");
        double seconds = row.number("us") * 1e-6;
        double assignments = tokens * chosen;
        double touched = experts * (1 - Math.pow(1 - chosen / experts, tokens));
        Precision arithmetic =
                switch (kind) {
                    case "fp8_block" -> Precision.FP8;
                    case "mxfp4" -> Precision.MXFP4;
                    default -> Precision.BF16;
                };
        double bytes = kind.equals("weightOnly") ? Precision.MXFP4.bytesPerElement() : arithmetic.bytesPerElement();
        double weights = 3 * hidden * width;
        // Faster than the data sheet allows: a fault of the file.
        if (seconds < 2 * assignments * weights / sheet.flops(arithmetic)
                || seconds < touched * weights * bytes / sheet.memory()) {
            return;
        }
        double rowsPerExpert = assignments / touched;
        String regime = rowsPerExpert <= 4 ? "rows/expert<=4" : rowsPerExpert <= 64 ? "<=64" : ">64";
        result.add(new Observation<>(
                gpu + " " + kind + " " + regime,
                row.forFit() && !gpu.equals("mi308x"),
                seconds,
                surface -> surface.powered(sheet.watts(), sheet.flops(arithmetic))
                        .seconds(
                                tokens,
                                assignments,
                                touched,
                                hidden,
                                width,
                                true,
                                bytes,
                                sheet.flops(arithmetic),
                                sheet.memory())));
    }

    private static void files(String part, Consumer<Path> visitor) {
        Path folder = SharedData.require("data/kernels/aiter");
        MeasuredTable.files(folder, part).forEach(visitor);
    }

    private static boolean timed(MeasuredTable.Row row) {
        return row.has("us") && row.text("us").matches("[0-9.]+");
    }

    /** Empty for GPUs without a data sheet (gfx1250). */
    private static String gpu(MeasuredTable.Row row) {
        if (row.has("gfx") && !row.text("gfx").toLowerCase(Locale.ROOT).matches("gfx942|gfx950")) {
            return "";
        }
        return switch (row.text("cu_num")) {
            case "304" -> "mi300x";
            case "80" -> "mi308x";
            case "256" -> "mi355x";
            default -> "";
        };
    }
}
