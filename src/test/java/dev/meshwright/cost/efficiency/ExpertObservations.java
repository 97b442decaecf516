package dev.meshwright.cost.efficiency;

import dev.meshwright.cost.efficiency.surface.ExpertSurface;
import dev.meshwright.facts.model.Precision;
import java.util.ArrayList;
import java.util.List;

/**
 * Routed experts on one rank: TensorRT-LLM's tables with balanced routing, SGLang's DeepEP kernels with uniform routing,
 * TensorRT-LLM's wide-EP tables with balanced placement, and DeepGEMM's grouped products alone on H800 and H20.
 */
final class ExpertObservations {

    /**
     * Milliseconds that SGLang's prefill tables, taken outside a graph, show for any small number of tokens: the processor's
     * time, not the GPU's. Rows under twice that are left out.
     */
    private static final double EAGER_HOPPER = 0.9;

    private static final double EAGER_BLACKWELL = 0.32;

    /** Tokens per expert from which the grouped benchmarks touch every expert. */
    private static final double SURELY_TOUCHED = 4;

    private final List<Observation<ExpertSurface>> result = new ArrayList<>();

    private ExpertObservations() {}

    /**
     * @param kind {@code bfloat16}, {@code fp8_block}, {@code fp8}, {@code nvfp4}, {@code w4a16_mxfp4},
     *     {@code w4a8_mxfp4_mxfp8}
     */
    static List<Observation<ExpertSurface>> of(String kind) {
        ExpertObservations observations = new ExpertObservations();
        observations.balanced(kind);
        if (kind.equals("fp8_block")) {
            observations.deepEp("generation_moe");
            observations.deepEp("context_moe");
            observations.products("decode");
            observations.products("prefill");
        }
        if (kind.equals("nvfp4")) {
            observations.wide(kind);
        }
        return observations.result;
    }

    private void balanced(String kind) {
        KernelTables.operators("__moe_perf", (gpu, row) -> {
            if (!row.text("moe_dtype").equals(kind) || !row.text("distribution").equals("balanced")) {
                return;
            }
            double experts = row.number("num_experts") / row.number("moe_ep_size");
            double tokens = row.number("num_tokens");
            double assignments = tokens * row.number("topk") / row.number("moe_ep_size");
            boolean gated = !row.text("kernel_source").contains("nongated");
            add(
                    gpu + " " + kind + (gated ? "" : " plain"),
                    row,
                    row.forFit() && !slower(kind, assignments / experts),
                    tokens,
                    assignments,
                    Math.min(experts, assignments),
                    gated);
        });
    }

    /** As with dense products, TensorRT-LLM's block-scaled kernel on Hopper falls behind DeepGEMM when groups are large. */
    private static boolean slower(String kind, double rowsPerExpert) {
        return kind.equals("fp8_block") && rowsPerExpert > 64;
    }

    /** Generation tables count the tokens of the whole group; prefill rows only up to 4 ranks, where all tokens arrive. */
    private void deepEp(String part) {
        KernelTables.operators(part, (gpu, row) -> {
            double ranks = row.number("moe_ep_size");
            boolean context = part.startsWith("context");
            double eager = DataSheet.of(gpu).family().equals("hopper") ? EAGER_HOPPER : EAGER_BLACKWELL;
            if (!row.text("distribution").equals("uniform")
                    || (context && (ranks > 4 || row.number("latency") < 2 * eager))) {
                return;
            }
            double experts = row.number("num_experts") / ranks;
            double assignments = row.number("num_tokens") * row.number("topk") / ranks;
            double touched = Math.min(experts, assignments);
            add(
                    gpu + " fp8_block DeepEP " + (context ? "prefill" : "decode"),
                    row,
                    row.forFit(),
                    assignments,
                    assignments,
                    touched,
                    true);
        });
    }

    /**
     * Wide-EP rows with balanced placement state how many tokens have an expert on the rank; the share p of a token's
     * choices that falls on the rank follows from {@code local = tokens x (1 - (1 - p)^k)}.
     */
    private void wide(String kind) {
        KernelTables.operators("wideep_moe_perf", (gpu, row) -> {
            if (!row.text("moe_dtype").equals(kind) || !row.text("op_name").equals("wideep_moe_eplb")) {
                return;
            }
            double tokens = row.number("num_tokens");
            double choices = row.number("topk");
            double experts = row.number("num_slots") / row.number("moe_ep_size");
            double local = row.number("rank0_num_tokens");
            double share =
                    local >= tokens ? 1 / row.number("moe_ep_size") : 1 - Math.pow(1 - local / tokens, 1 / choices);
            double assignments = Math.max(local, tokens * choices * share);
            double touched = experts * (1 - Math.pow(1 - Math.min(1, choices * share / experts), tokens));
            add(
                    gpu + " " + kind + " wide EP",
                    row,
                    row.forFit(),
                    local,
                    assignments,
                    Math.max(1, Math.min(touched, assignments)),
                    true);
        });
    }

    /** Both grouped products, nothing else; rows in which not all experts are sure to be touched are left out. */
    private void products(String phase) {
        KernelTables.perGpu("grouped_gemm/" + phase, (gpu, row) -> {
            double experts = row.number("num_local_experts");
            double rowsPerExpert = row.number("tokens_per_expert");
            if (rowsPerExpert < SURELY_TOUCHED) {
                return;
            }
            DataSheet sheet = DataSheet.of(gpu);
            double weights = 3 * row.number("hidden_size") * row.number("intermediate_size");
            result.add(new Observation<>(
                    gpu + " fp8_block DeepGEMM grouped " + phase,
                    row.forFit(),
                    (row.number("up_proj_us") + row.number("down_proj_us")) * 1e-6,
                    surface -> surface.powered(sheet.watts(), sheet.flops8())
                            .productSeconds(
                                    rowsPerExpert * experts, experts, weights, 1, sheet.flops8(), sheet.memory())));
        });
    }

    private void add(
            String group,
            MeasuredTable.Row row,
            boolean fitted,
            double tokens,
            double assignments,
            double touched,
            boolean gated) {
        DataSheet sheet = DataSheet.of(group.split(" ")[0]);
        String kind = row.text("moe_dtype");
        Precision arithmetic = arithmetic(kind);
        double bytes = kind.contains("mxfp4") ? Precision.MXFP4.bytesPerElement() : arithmetic.bytesPerElement();
        double hidden = row.number("hidden_size");
        double width = row.number("inter_size") / row.number("moe_tp_size");
        double rowsPerExpert = assignments / touched;
        String regime = rowsPerExpert <= 4 ? "rows/expert<=4" : rowsPerExpert <= 64 ? "<=64" : ">64";
        result.add(new Observation<>(
                group + " " + regime, fitted, row.number("latency") * 1e-3, surface -> surface.powered(
                                sheet.watts(), sheet.flops(arithmetic))
                        .seconds(
                                tokens,
                                assignments,
                                touched,
                                hidden,
                                width,
                                gated,
                                bytes,
                                sheet.flops(arithmetic),
                                sheet.memory())));
    }

    private static Precision arithmetic(String kind) {
        return switch (kind) {
            case "bfloat16", "w4a16_mxfp4" -> Precision.BF16;
            case "nvfp4" -> Precision.NVFP4;
            default -> Precision.FP8;
        };
    }
}
