package dev.meshwright.cost.efficiency;

import dev.meshwright.cost.efficiency.surface.DecodeAttentionSurface;
import dev.meshwright.cost.efficiency.surface.PrefillAttentionSurface;
import dev.meshwright.facts.model.Precision;
import java.util.ArrayList;
import java.util.List;

/** Attention cores with grouped or multi-head attention: TensorRT-LLM's tables (H100, B200, GB200), FlashAttention's (H800, H20). */
final class AttentionObservations {

    /** Above this many query heads per key-value head the tables fall back to a kernel 5 to 10 times slower. */
    private static final double MOST_QUERIES_PER_KEY = 32;

    private AttentionObservations() {}

    /** @param arithmetic {@code bfloat16} or {@code fp8} */
    static List<Observation<PrefillAttentionSurface>> prefill(String arithmetic) {
        List<Observation<PrefillAttentionSurface>> result = new ArrayList<>();
        KernelTables.operators("context_attention", (gpu, row) -> {
            double heads = row.number("num_heads");
            double keyHeads = row.number("num_key_value_heads");
            if (!row.text("attn_dtype").equals(arithmetic)
                    || !row.text("kernel_source").equals("torch_flow")
                    || heads / keyHeads > MOST_QUERIES_PER_KEY) {
                return;
            }
            DataSheet sheet = DataSheet.of(gpu);
            Precision precision = precision(arithmetic);
            double length = row.number("isl");
            double window = row.number("window_size");
            double context = window > 0 && window < length ? window - window * window / (2 * length) : length / 2;
            double tokens = row.number("batch_size") * length;
            double size = row.number("head_dim");
            double cache = precision(row.text("kv_cache_dtype")).bytesPerElement();
            String regime = length <= 128 ? "S<=128" : length <= 1024 ? "S<=1024" : "S>1024";
            result.add(new Observation<>(
                    gpu + " " + arithmetic + " " + regime + (window > 0 ? " window" : ""),
                    row.forFit(),
                    row.number("latency") * 1e-3,
                    surface -> surface.seconds(
                            tokens,
                            context,
                            heads,
                            keyHeads,
                            size,
                            size,
                            cache,
                            sheet.flops(precision),
                            sheet.memory())));
        });
        if (arithmetic.equals("bfloat16")) {
            KernelTables.perShape("mha/prefill", (gpu, shape, row) -> result.add(prefill(gpu, shape, row)));
        }
        return result;
    }

    private static Observation<PrefillAttentionSurface> prefill(String gpu, int[] shape, MeasuredTable.Row row) {
        DataSheet sheet = DataSheet.of(gpu);
        double length = row.number("seq_len");
        return new Observation<>(
                gpu + " bfloat16 FlashAttention",
                row.forFit(),
                row.number("latency_us") * 1e-6,
                surface -> surface.seconds(
                        length,
                        length / 2,
                        shape[0],
                        shape[1],
                        shape[2],
                        shape[2],
                        2,
                        sheet.flops16(),
                        sheet.memory()));
    }

    /** @param cache storage of the KV cache, {@code bfloat16} or {@code fp8} */
    static List<Observation<DecodeAttentionSurface>> decode(String cache) {
        List<Observation<DecodeAttentionSurface>> result = new ArrayList<>();
        KernelTables.operators("generation_attention", (gpu, row) -> {
            double heads = row.number("num_heads");
            double keyHeads = row.number("num_key_value_heads");
            if (!row.text("kv_cache_dtype").equals(cache)
                    || !row.text("kernel_source").equals("torch_flow")
                    || heads / keyHeads > MOST_QUERIES_PER_KEY) {
                return;
            }
            DataSheet sheet = DataSheet.of(gpu);
            double window = row.number("window_size");
            double cached = row.number("isl") + row.number("step");
            double context = window > 0 ? Math.min(window, cached) : cached;
            double sequences = row.number("batch_size");
            double size = row.number("head_dim");
            double bytes = precision(cache).bytesPerElement();
            double total = 2 * sequences * context * keyHeads * size * bytes;
            String regime = total <= 3e6 ? "cache<=3MB" : total <= 1.2e8 ? "<=120MB" : ">120MB";
            result.add(new Observation<>(
                    gpu + " " + cache + " " + regime + (window > 0 ? " window" : ""),
                    row.forFit(),
                    row.number("latency") * 1e-3,
                    surface -> surface.seconds(
                            sequences, context, heads, keyHeads, size, bytes, sheet.flops16(), sheet.memory())));
        });
        KernelTables.perShape("mha/decode", (gpu, shape, row) -> {
            if (row.text("kv_dtype").equals(cache.equals("fp8") ? "fp8" : "bf16")) {
                result.add(decode(gpu, cache, shape, row));
            }
        });
        return result;
    }

    private static Observation<DecodeAttentionSurface> decode(
            String gpu, String cache, int[] shape, MeasuredTable.Row row) {
        DataSheet sheet = DataSheet.of(gpu);
        double sequences = row.number("batch_size");
        double context = row.number("kv_len");
        double bytes = precision(cache).bytesPerElement();
        double total = 2 * sequences * context * shape[1] * shape[2] * bytes;
        return new Observation<>(
                gpu + " " + cache + " FlashAttention " + (total <= 1.2e8 ? "cache<=120MB" : ">120MB"),
                row.forFit(),
                row.number("latency_us") * 1e-6,
                surface -> surface.seconds(
                        sequences, context, shape[0], shape[1], shape[2], bytes, sheet.flops16(), sheet.memory()));
    }

    private static Precision precision(String name) {
        return name.equals("fp8") ? Precision.FP8 : Precision.BF16;
    }
}
