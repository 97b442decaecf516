package dev.meshwright.cost.efficiency;

import dev.meshwright.cost.efficiency.surface.CollectiveSurface;
import dev.meshwright.cost.efficiency.surface.CustomAllReduceSurface;
import java.util.ArrayList;
import java.util.List;

/** Library collectives and the engines' all-reduce kernels inside one node; the tables count elements, not bytes. */
final class CollectiveObservations {

    /** Engines hand larger messages to the library. */
    private static final double LARGEST_CUSTOM_BYTES = 8 << 20;

    private static final double LARGEST_FUSED_BYTES = 64 << 20;

    private CollectiveObservations() {}

    /** @param operation {@code all_reduce}, {@code all_gather}, {@code reduce_scatter} or {@code alltoall} */
    static List<Observation<CollectiveSurface>> library(String operation) {
        List<Observation<CollectiveSurface>> result = new ArrayList<>();
        int passes = operation.equals("all_reduce") ? 2 : 1;
        KernelTables.operators("nccl_perf", (gpu, row) -> {
            if (!row.text("op_name").equals(operation)) {
                return;
            }
            double link = DataSheet.of(gpu).link();
            int ranks = (int) row.number("num_gpus");
            double bytes = row.number("message_size") * (row.text("nccl_dtype").equals("half") ? 2 : 1);
            double sent = passes * bytes * (ranks - 1) / ranks;
            result.add(new Observation<>(
                    gpu + " " + operation + size(bytes),
                    row.forFit(),
                    row.number("latency") * 1e-3,
                    surface -> surface.seconds(bytes, sent, ranks, link)));
        });
        return result;
    }

    /** The engines' kernels inside a captured graph. */
    static List<Observation<CustomAllReduceSurface>> custom() {
        return custom("", LARGEST_CUSTOM_BYTES);
    }

    /** TensorRT-LLM's kernel, which FlashInfer brings to the other engines. */
    static List<Observation<CustomAllReduceSurface>> fused() {
        return custom("TRTLLM", LARGEST_FUSED_BYTES);
    }

    private static List<Observation<CustomAllReduceSurface>> custom(String framework, double largestBytes) {
        List<Observation<CustomAllReduceSurface>> result = new ArrayList<>();
        KernelTables.operators("custom_allreduce", (gpu, row) -> {
            double bytes = row.number("message_size") * 2;
            if (!row.text("framework").contains(framework)
                    || bytes > largestBytes
                    || row.text("kernel_source").contains("eager")) {
                return;
            }
            double link = DataSheet.of(gpu).link();
            int ranks = (int) row.number("num_gpus");
            result.add(new Observation<>(
                    gpu + " " + row.text("framework") + size(bytes),
                    row.forFit(),
                    row.number("latency") * 1e-3,
                    surface -> surface.seconds(bytes, ranks, link)));
        });
        return result;
    }

    private static String size(double bytes) {
        return bytes <= 1 << 20 ? " <=1MB" : bytes <= 1 << 26 ? " <=64MB" : " >64MB";
    }
}
