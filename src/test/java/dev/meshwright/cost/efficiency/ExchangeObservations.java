package dev.meshwright.cost.efficiency;

import dev.meshwright.cost.efficiency.surface.ExchangeSurface;
import dev.meshwright.facts.model.Precision;
import java.util.ArrayList;
import java.util.List;

/**
 * DeepEP dispatch and combine. A token travels to each distinct node once over the network and to each distinct rank of a
 * node once over NVLink (throughput mode), or once per assigned expert (low-latency mode); routing is uniform.
 */
final class ExchangeObservations {

    /** Multiprocessors lent to the exchange: the engines' defaults. */
    private static final int FEWEST_PROCESSORS = 20;

    private static final int MOST_PROCESSORS = 24;

    private ExchangeObservations() {}

    /** Throughput mode. Eight nodes are shown and not fitted: on that cluster they took 2 to 4 times as long as any bound. */
    static List<Observation<ExchangeSurface>> throughput(boolean dispatch) {
        List<Observation<ExchangeSurface>> result = new ArrayList<>();
        String phase = dispatch ? "dispatch" : "combine";
        KernelTables.operators("deepep_normal", (gpu, row) -> {
            double processors = row.number(phase + "_sms");
            if (processors < FEWEST_PROCESSORS || processors > MOST_PROCESSORS) {
                return;
            }
            int nodes = (int) row.number("node_num");
            int ranks = ranksPerNode(gpu);
            double bytes = row.number("num_token") * row.number("hidden_size") * bytesPerElement(dispatch);
            double choices = row.number("num_topk");
            double otherNodes = distinct(nodes, choices) * (nodes - 1) / nodes;
            // Every received copy is handed on to the ranks of its node that hold one of the token's experts.
            double ranksReached = distinct(nodes * ranks, choices);
            double link = ranksReached * (ranks - 1) / ranks;
            DataSheet sheet = DataSheet.of(gpu);
            double tokens = row.number("num_token");
            result.add(new Observation<>(
                    gpu + " " + nodes + " nodes " + (tokens <= 256 ? "tokens<=256" : "tokens>256"),
                    row.forFit() && nodes < 8,
                    (row.number(phase + "_transmit_us") + row.number(phase + "_notify_us")) * 1e-6,
                    surface -> surface.seconds(bytes * link, bytes * otherNodes, sheet.link(), sheet.network())));
        });
        return result;
    }

    static List<Observation<ExchangeSurface>> lowLatency(boolean dispatch) {
        List<Observation<ExchangeSurface>> result = new ArrayList<>();
        KernelTables.operators("deepep_ll", (gpu, row) -> {
            // The one-node tables of SGLang 0.5.12 have no column for the nodes.
            int nodes = row.has("node_num") ? (int) row.number("node_num") : 1;
            int ranks = ranksPerNode(gpu);
            double bytes = row.number("num_token")
                    * row.number("num_topk")
                    * row.number("hidden_size")
                    * bytesPerElement(dispatch);
            double all = nodes * ranks;
            double network = bytes * (all - ranks) / all;
            double link = bytes * (ranks - 1) / all;
            DataSheet sheet = DataSheet.of(gpu);
            result.add(new Observation<>(
                    gpu + " " + nodes + " nodes",
                    row.forFit(),
                    row.number((dispatch ? "dispatch" : "combine") + "_avg_t_us") * 1e-6,
                    surface -> surface.seconds(link, network, sheet.link(), sheet.network())));
        });
        return result;
    }

    /**
     * TensorRT-LLM's all-to-all over one NVLink domain of a GB200 rack (2 to 64 ranks): a token travels once to each distinct
     * rank. Never fitted: shown against the low-latency surfaces, whose fabric and size of messages it shares.
     */
    static List<Observation<ExchangeSurface>> rack(boolean dispatch) {
        List<Observation<ExchangeSurface>> result = new ArrayList<>();
        String operation = dispatch ? "alltoall_dispatch" : "alltoall_combine";
        KernelTables.operators("trtllm_alltoall", (gpu, row) -> {
            if (!row.text("op_name").equals(operation)) {
                return;
            }
            double ranks = row.number("moe_ep_size");
            double copies = distinct(ranks, row.number("topk")) * (ranks - 1) / ranks;
            double element = dispatch ? element(row.text("moe_dtype")) : 2;
            double bytes = row.number("num_tokens") * row.number("hidden_size") * element * copies;
            DataSheet sheet = DataSheet.of(gpu);
            result.add(new Observation<>(
                    gpu + " " + row.text("kernel_source") + " " + row.text("moe_dtype"),
                    false,
                    row.number("latency") * 1e-3,
                    surface -> surface.seconds(bytes, 0, sheet.link(), sheet.network())));
        });
        return result;
    }

    private static double element(String kind) {
        return switch (kind) {
            case "bfloat16" -> 2;
            case "nvfp4" -> Precision.NVFP4.bytesPerElement();
            default -> 1 + 4.0 / 128;
        };
    }

    /** Dispatch in 8 bits with one 4-byte scale per 128 elements, combine in 16 bits. */
    private static double bytesPerElement(boolean dispatch) {
        return dispatch ? 1 + 4.0 / 128 : 2;
    }

    private static int ranksPerNode(String gpu) {
        return gpu.startsWith("gb") ? 4 : 8;
    }

    /** Expected number of distinct places among {@code places} that {@code choices} uniform choices reach. */
    private static double distinct(double places, double choices) {
        return places * (1 - Math.pow(1 - 1 / places, choices));
    }
}
