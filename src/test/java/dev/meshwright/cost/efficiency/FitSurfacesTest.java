package dev.meshwright.cost.efficiency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.cost.efficiency.surface.CollectiveSurface;
import dev.meshwright.cost.efficiency.surface.GemmSurface;
import dev.meshwright.io.catalogue.EfficiencyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Fits every surface to the tables and writes the families' files to {@code target/efficiency}; from there they are copied
 * to the resources by hand. The start is what is bundled, so run it until nothing changes:
 *
 * <pre>mvn -q test -Dtest=FitSurfacesTest -Dmeshwright.fit=true</pre>
 *
 * <p>{@code -Dmeshwright.surfaces=decodeAttention} fits those alone whose names start so.
 */
@EnabledIfSystemProperty(named = "meshwright.fit", matches = "true")
class FitSurfacesTest {

    private static final String TRTLLM = "aiconfigurator tables, TensorRT-LLM 1.3.0rc20";

    /** Whole modules cannot tell these apart from the projections around the core; guesses of the usual size. */
    private static final Set<String> FIXED_LATENT_PREFILL =
            Set.of("softmaxSeconds", "halfRows", "memoryFraction", "launchSeconds");

    /** Experts in 16 bits: 0.85 of an H100's peak as FLOP per joule, the most that the fit was let; no row could tell more. */
    private static final Set<String> ENERGY = Set.of("computeFraction", "flopsPerJoule");

    private final Map<String, StringBuilder> files = new LinkedHashMap<>();

    @Test
    void fitAll() throws IOException {
        for (String family : EfficiencyFiles.FAMILIES) {
            files.put(family, new StringBuilder());
            KernelEfficiency start = EfficiencyFiles.read(family);
            fitProducts(family, start);
            fitExperts(family, start);
            fitAttention(family, start);
            fitLatentAttention(family, start);
            fitCollectives(family, start);
            fitExchange(family, start);
        }
        Path folder = Files.createDirectories(Path.of("target/efficiency"));
        for (Map.Entry<String, StringBuilder> file : files.entrySet()) {
            Files.writeString(folder.resolve(file.getKey() + ".fitted.yaml"), file.getValue());
        }
        assertThat(folder).isNotEmptyDirectory();
    }

    private void fitProducts(String family, KernelEfficiency start) {
        List<Observation<GemmSurface>> sixteen = new ArrayList<>(GemmObservations.of("bfloat16"));
        sixteen.addAll(LayerObservations.products());
        fit(
                family,
                "gemm.sixteenBit",
                start.gemm().sixteenBit(),
                sixteen,
                HeldConstants.uncapped(family),
                TRTLLM + " gemm; Vidur (A100)",
                "M 1 to 32768, N and K 32 to 65536");
        fit(
                family,
                "gemm.eightBit",
                start.gemm().eightBit(),
                GemmObservations.of("fp8_block"),
                family.equals("hopper") ? Set.of("tileRows", "quantizationMemoryFraction") : HeldConstants.TILE,
                TRTLLM + " gemm fp8_block; InferSim gemm H800 and H20 (DeepGEMM)",
                "M 1 to 32768, N and K 128 to 65536");
        fit(
                family,
                "gemm.fourBit",
                start.gemm().fourBit(),
                GemmObservations.of("nvfp4"),
                TRTLLM + " gemm nvfp4",
                "M 1 to 32768, N and K 128 to 65536");
        fit(
                family,
                "gemm.tensorScaled",
                start.gemmTensorScaled(),
                GemmObservations.of("fp8"),
                HeldConstants.uncapped(family),
                TRTLLM + " gemm fp8",
                "M 1 to 32768, N and K 32 to 65536");
        fit(
                family,
                "elementwise",
                start.elementwise(),
                LayerObservations.elementwise(),
                "Vidur norms, residuals and activations of Llama-2",
                "1 to 4096 tokens");
    }

    private void fitExperts(String family, KernelEfficiency start) {
        fit(
                family,
                "experts.sixteenBit",
                start.experts().sixteenBit(),
                ExpertObservations.of("bfloat16"),
                ENERGY,
                TRTLLM + " moe bfloat16, balanced routing",
                "1 to 16384 tokens, 8 to 512 experts");
        fit(
                family,
                "experts.eightBit",
                start.experts().eightBit(),
                ExpertObservations.of("fp8_block"),
                TRTLLM
                        + " moe fp8_block, balanced; SGLang 0.5.6 to 0.5.10 DeepEP experts, uniform; InferSim grouped gemm",
                "1 to 32768 tokens, 8 to 512 experts");
        fit(
                family,
                "experts.fourBit",
                start.experts().fourBit(),
                ExpertObservations.of("nvfp4"),
                "aiconfigurator tables, TensorRT-LLM 1.3.0rc10 wide EP nvfp4 with balanced placement",
                "1 to 16384 tokens, EP 2 to 256");
        fit(
                family,
                "experts.weightOnly",
                start.expertsWeightOnly(),
                ExpertObservations.of("w4a16_mxfp4"),
                Set.of("movementFraction"),
                TRTLLM + " moe w4a16_mxfp4, balanced",
                "gpt-oss shapes, 1 to 16384 tokens");
    }

    private void fitAttention(String family, KernelEfficiency start) {
        fit(
                family,
                "prefillAttention.sixteenBit",
                start.prefillAttention().sixteenBit(),
                AttentionObservations.prefill("bfloat16"),
                TRTLLM + " context_attention; InferSim mha H20 (FlashAttention)",
                "S 1 to 16384, heads of 64 to 256, up to 32 queries per key");
        fit(
                family,
                "prefillAttention.eightBit",
                start.prefillAttention().eightBit(),
                AttentionObservations.prefill("fp8"),
                TRTLLM + " context_attention fp8",
                "S 1 to 16384, heads of 64 to 256, up to 32 queries per key");
        fit(
                family,
                "decodeAttention.sixteenBit",
                start.decodeAttention().sixteenBit(),
                AttentionObservations.decode("bfloat16"),
                HeldConstants.TILE,
                TRTLLM
                        + " generation_attention, bf16 cache (small caches lie in the L2 cache there); InferSim mha H800 and H20 (FlashAttention)",
                "context 1 to 131072, up to 32 queries per key");
        fit(
                family,
                "decodeAttention.eightBit",
                start.decodeAttention().eightBit(),
                AttentionObservations.decode("fp8"),
                HeldConstants.TILE,
                TRTLLM
                        + " generation_attention, fp8 cache (small caches lie in the L2 cache there); InferSim mha H800 and H20 (FlashAttention)",
                "context 1 to 131072, up to 32 queries per key");
    }

    private void fitLatentAttention(String family, KernelEfficiency start) {
        fit(
                family,
                "latentPrefill",
                start.latentPrefill(),
                LatentObservations.prefill(),
                FIXED_LATENT_PREFILL,
                "aiconfigurator tables, SGLang 0.5.6 to 0.5.10 context_mla over 2 ms; InferSim mla prefill H800",
                "S 1024 to 32768, 8 to 128 heads");
        fit(
                family,
                "latentDecode.sixteenBit",
                start.latentDecode().sixteenBit(),
                LatentObservations.decode("bfloat16"),
                HeldConstants.TILE,
                "InferSim mla decode, H800 and H20 (FlashMLA)",
                "context 1024 to 131072, 128 heads");
        fit(
                family,
                "latentDecode.eightBit",
                start.latentDecode().eightBit(),
                LatentObservations.decode("fp8"),
                HeldConstants.TILE,
                "aiconfigurator tables, SGLang 0.5.6 to 0.5.10 generation_mla",
                "context 1 to 16384, 8 to 128 heads");
    }

    private void fitCollectives(String family, KernelEfficiency start) {
        fitLibrary(family, "allReduce", start.collectives().allReduce(), "all_reduce");
        fitLibrary(family, "allGather", start.collectives().allGather(), "all_gather");
        fitLibrary(family, "reduceScatter", start.collectives().reduceScatter(), "reduce_scatter");
        fitLibrary(family, "allToAll", start.collectives().allToAll(), "alltoall");
        fit(
                family,
                "collectives.customAllReduce",
                start.collectives().customAllReduce(),
                CollectiveObservations.custom(),
                "aiconfigurator tables, vLLM, SGLang and TensorRT-LLM kernels inside a graph",
                "256 B to 8 MiB, 2 to 8 ranks");
        fit(
                family,
                "collectives.fusedAllReduce",
                start.collectives().fusedAllReduce(),
                CollectiveObservations.fused(),
                "aiconfigurator tables, TensorRT-LLM kernels",
                "256 B to 64 MiB, 2 to 8 ranks");
    }

    private void fitLibrary(String family, String name, CollectiveSurface start, String operation) {
        fit(
                family,
                "collectives." + name,
                start,
                CollectiveObservations.library(operation),
                "aiconfigurator tables, NCCL 2.27 to 2.29",
                "256 B to 1 GiB, 2 to 8 ranks");
    }

    private void fitExchange(String family, KernelEfficiency start) {
        fit(
                family,
                "exchange.dispatch",
                start.exchange().dispatch(),
                ExchangeObservations.throughput(true),
                HeldConstants.network(family),
                "aiconfigurator tables, DeepEP in SGLang 0.5.6 and 0.5.12, 20 to 24 SMs",
                "1 to 65536 tokens, 1 to 4 nodes");
        fit(
                family,
                "exchange.combine",
                start.exchange().combine(),
                ExchangeObservations.throughput(false),
                HeldConstants.network(family),
                "aiconfigurator tables, DeepEP in SGLang 0.5.6 and 0.5.12, 20 to 24 SMs",
                "1 to 65536 tokens, 1 to 4 nodes");
        fit(
                family,
                "exchange.lowLatencyDispatch",
                start.exchange().lowLatencyDispatch(),
                ExchangeObservations.lowLatency(true),
                HeldConstants.network(family),
                "aiconfigurator tables, DeepEP low latency in SGLang 0.5.6 and 0.5.12",
                "1 to 512 tokens, 1 to 8 nodes");
        fit(
                family,
                "exchange.lowLatencyCombine",
                start.exchange().lowLatencyCombine(),
                ExchangeObservations.lowLatency(false),
                HeldConstants.network(family),
                "aiconfigurator tables, DeepEP low latency in SGLang 0.5.6 and 0.5.12",
                "1 to 512 tokens, 1 to 8 nodes");
    }

    /** Fits to the rows of the family; the generic family to all rows there are. Without rows the surface is inherited. */
    private <S extends Record> void fit(
            String family,
            String name,
            S start,
            List<Observation<S>> all,
            Set<String> held,
            String source,
            String range) {
        List<Observation<S>> rows =
                family.equals("generic") ? HeldConstants.capped(start, all) : KernelTables.ofFamily(family, all);
        if (!name.startsWith(System.getProperty("meshwright.surfaces", ""))
                || rows.stream().noneMatch(Observation::fitted)) {
            return;
        }
        S fitted = new SurfaceFitter<>(start, rows, held).fit();
        double error = ErrorTable.medianError(fitted, rows, row -> !row.fitted());
        double shown = Double.isNaN(error) ? ErrorTable.medianError(fitted, rows, row -> true) : error;
        files.get(family).append(SurfaceText.of(name, fitted, source, range, shown));
        ErrorTable.print(family + " " + name + " " + fitted, fitted, rows);
    }

    private <S extends Record> void fit(
            String family, String name, S start, List<Observation<S>> all, String source, String range) {
        fit(family, name, start, all, Set.of(), source, range);
    }
}
