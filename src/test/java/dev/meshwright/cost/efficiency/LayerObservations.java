package dev.meshwright.cost.efficiency;

import dev.meshwright.SharedData;
import dev.meshwright.cost.efficiency.surface.GemmSurface;
import dev.meshwright.cost.efficiency.surface.MemorySurface;
import dev.meshwright.facts.model.Precision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Single operators of Llama-2 layers in fp16, timed by Vidur on A100 and H100, whole and split over 1 to 8 GPUs. */
final class LayerObservations {

    private static final double BYTES = Precision.FP16.bytesPerElement();

    private LayerObservations() {}

    /** Projections of attention and FFN; those of the A100 are fitted, those of the H100 only shown. */
    static List<Observation<GemmSurface>> products() {
        List<Observation<GemmSurface>> result = new ArrayList<>();
        visit((gpu, row) -> {
            double hidden = row.number("n_embd");
            double width = row.number("n_expanded_embd");
            double split = row.number("num_tensor_parallel_workers");
            double keys = hidden * (1 + 2 * row.number("n_kv_head") / row.number("n_head"));
            product(result, gpu, row, "attn_pre_proj", keys / split, hidden);
            product(result, gpu, row, "attn_post_proj", hidden, hidden / split);
            product(result, gpu, row, "mlp_up_proj", 2 * width / split, hidden);
            product(result, gpu, row, "mlp_down_proj", hidden, width / split);
        });
        return result;
    }

    /** Norms (read and write the hidden states), residual (two reads, one write), gated activation (two reads, one write). */
    static List<Observation<MemorySurface>> elementwise() {
        List<Observation<MemorySurface>> result = new ArrayList<>();
        visit((gpu, row) -> {
            double hidden = row.number("n_embd");
            double width = row.number("n_expanded_embd") / row.number("num_tensor_parallel_workers");
            streamed(result, gpu, row, "input_layernorm", 2 * hidden);
            streamed(result, gpu, row, "add", 3 * hidden);
            streamed(result, gpu, row, "mlp_act", 3 * width);
        });
        return result;
    }

    private static void product(
            List<Observation<GemmSurface>> result,
            String gpu,
            MeasuredTable.Row row,
            String name,
            double columns,
            double depth) {
        DataSheet sheet = DataSheet.of(gpu);
        double tokens = row.number("num_tokens");
        double seconds = row.number("time_stats." + name + ".median") * 1e-3;
        String size = tokens <= 128 ? "M<=128" : tokens <= 1024 ? "M<=1024" : "M>1024";
        if (seconds > 0) {
            result.add(new Observation<>(
                    gpu + " fp16 Llama-2 " + size,
                    row.forFit() && gpu.equals("a100_sxm"),
                    seconds,
                    surface -> surface.seconds(tokens, columns, depth, sheet.flops16(), sheet.memory(), BYTES, BYTES)));
        }
    }

    private static void streamed(
            List<Observation<MemorySurface>> result,
            String gpu,
            MeasuredTable.Row row,
            String name,
            double elementsPerToken) {
        double bytes = row.number("num_tokens") * elementsPerToken * BYTES;
        double seconds = row.number("time_stats." + name + ".median") * 1e-3;
        DataSheet sheet = DataSheet.of(gpu);
        if (seconds > 0) {
            result.add(new Observation<>(
                    gpu + " " + name, row.forFit(), seconds, surface -> surface.seconds(bytes, sheet.memory())));
        }
    }

    private static void visit(BiConsumer<String, MeasuredTable.Row> visitor) {
        for (String gpu : List.of("a100", "h100")) {
            for (String model : List.of("Llama-2-7b-hf", "Llama-2-70b-hf")) {
                Path file =
                        SharedData.require("data/kernels/vidur/compute/" + gpu + "/meta-llama/" + model + "/mlp.csv");
                MeasuredTable.read(file).rows().forEach(row -> visitor.accept(gpu + "_sxm", row));
            }
        }
    }
}
