package dev.meshwright.cost.efficiency;

import dev.meshwright.cost.efficiency.surface.DecodeAttentionSurface;
import dev.meshwright.cost.efficiency.surface.GemmSurface;
import dev.meshwright.cost.efficiency.surface.PrefillAttentionSurface;
import dev.meshwright.io.catalogue.EfficiencyFiles;
import java.util.ArrayList;
import java.util.List;

/**
 * Multi-head latent attention of DeepSeek-V3: cores alone (FlashMLA on H800 and H20) and SGLang's whole attention modules,
 * from which the predicted projections are not subtracted but added to the prediction.
 */
final class LatentObservations {

    private static final double HIDDEN = 7168;
    private static final double QUERY_RANK = 1536;
    private static final double LATENT = 512;
    private static final double ROTARY = 64;
    private static final double HEAD = 128;

    /** SGLang's prefill tables were taken outside a graph and show 0.5 to 0.7 ms for any small prompt. */
    private static final double EAGER_PREFILL_MILLISECONDS = 2;

    private LatentObservations() {}

    static List<Observation<DecodeAttentionSurface>> decode(String cache) {
        List<Observation<DecodeAttentionSurface>> result = new ArrayList<>();
        if (cache.equals("fp8")) {
            KernelTables.operators("generation_mla", (gpu, row) -> {
                DataSheet sheet = DataSheet.of(gpu);
                double sequences = row.number("batch_size");
                double heads = row.number("num_heads");
                double context = row.number("isl") + row.number("step");
                double around = projections(sheet, sequences, heads) + absorbed(sheet, sequences, heads);
                result.add(new Observation<>(
                        gpu + " module " + row.text("kernel_source") + (context <= 512 ? " S<=512" : " S>512"),
                        row.forFit(),
                        row.number("latency") * 1e-3,
                        surface -> around
                                + surface.latentSeconds(
                                        sequences,
                                        context,
                                        heads,
                                        LATENT,
                                        ROTARY,
                                        1,
                                        sheet.flops16(),
                                        sheet.memory())));
            });
            return result;
        }
        KernelTables.perGpu("mla/decode", (gpu, row) -> {
            DataSheet sheet = DataSheet.of(gpu);
            double sequences = row.number("batch_size");
            double context = row.number("kv_len");
            result.add(new Observation<>(
                    gpu + " core bf16 cache",
                    row.forFit(),
                    row.number("latency_us") * 1e-6,
                    surface -> surface.latentSeconds(
                            sequences, context, 128, LATENT, ROTARY, 2, sheet.flops16(), sheet.memory())));
        });
        return result;
    }

    static List<Observation<PrefillAttentionSurface>> prefill() {
        List<Observation<PrefillAttentionSurface>> result = new ArrayList<>();
        KernelTables.operators("context_mla", (gpu, row) -> {
            if (row.number("latency") < EAGER_PREFILL_MILLISECONDS) {
                return;
            }
            DataSheet sheet = DataSheet.of(gpu);
            double length = row.number("isl");
            double tokens = row.number("batch_size") * length;
            double heads = row.number("num_heads");
            double around = projections(sheet, tokens, heads) + keysAndValues(sheet, tokens, heads);
            result.add(new Observation<>(
                    gpu + " module " + row.text("kernel_source") + (length <= 2048 ? " S<=2048" : " S>2048"),
                    row.forFit(),
                    row.number("latency") * 1e-3,
                    surface -> around + core(surface, sheet, tokens, length, heads)));
        });
        KernelTables.perGpu("mla/prefill", (gpu, row) -> {
            DataSheet sheet = DataSheet.of(gpu);
            double length = row.number("seq_len");
            result.add(new Observation<>(
                    gpu + " core",
                    true,
                    row.number("latency_us") * 1e-6,
                    surface -> core(surface, sheet, length, length, 128)));
        });
        return result;
    }

    private static double core(
            PrefillAttentionSurface surface, DataSheet sheet, double tokens, double length, double heads) {
        return surface.seconds(
                tokens, length / 2, heads, heads, HEAD + ROTARY, HEAD, 1, sheet.flops16(), sheet.memory());
    }

    private static double projections(DataSheet sheet, double tokens, double heads) {
        return eightBit(sheet, tokens, QUERY_RANK + LATENT + ROTARY, HIDDEN)
                + eightBit(sheet, tokens, heads * (HEAD + ROTARY), QUERY_RANK)
                + eightBit(sheet, tokens, HIDDEN, heads * HEAD);
    }

    private static double keysAndValues(DataSheet sheet, double tokens, double heads) {
        return eightBit(sheet, tokens, heads * 2 * HEAD, LATENT);
    }

    private static double eightBit(DataSheet sheet, double tokens, double columns, double depth) {
        return EfficiencyFilesCache.of(sheet.family())
                .gemm()
                .eightBit()
                .powered(sheet.watts(), sheet.flops8())
                .seconds(tokens, columns, depth, sheet.flops8(), sheet.memory(), 1, 1);
    }

    /** Queries into and outputs out of the latent space: two batched 16-bit products over the heads. */
    private static double absorbed(DataSheet sheet, double tokens, double heads) {
        GemmSurface gemm =
                EfficiencyFilesCache.of(sheet.family()).gemm().sixteenBit().powered(sheet.watts(), sheet.flops16());
        return gemm.seconds(tokens, heads * LATENT, HEAD, sheet.flops16(), sheet.memory(), 2, 2)
                + gemm.seconds(tokens, heads * HEAD, LATENT, sheet.flops16(), sheet.memory(), 2, 2);
    }

    private static final class EfficiencyFilesCache {
        private static final java.util.Map<String, KernelEfficiency> BY_FAMILY = new java.util.HashMap<>();

        static KernelEfficiency of(String family) {
            return BY_FAMILY.computeIfAbsent(family, EfficiencyFiles::read);
        }
    }
}
