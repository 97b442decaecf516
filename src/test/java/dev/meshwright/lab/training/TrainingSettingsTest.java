package dev.meshwright.lab.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.facts.model.FlopCount.AttentionCounting;
import dev.meshwright.facts.problem.Assumptions.Exchange;
import dev.meshwright.facts.workload.TrainingRecipe;
import dev.meshwright.facts.workload.TrainingRecipe.Execution;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** What is read into rows that leave settings out: an invented row of every framework. */
class TrainingSettingsTest {

    private static Map<String, String> row(String framework, String model, String gpu, String precision) {
        Map<String, String> row = new HashMap<>();
        row.put("id", "invented");
        row.put("model", model);
        row.put("gpu", gpu);
        row.put("gpus_per_node", gpu.startsWith("GB") ? "4" : "8");
        row.put("n_gpus", "64");
        row.put("ep", "8");
        row.put("mbs", "1");
        row.put("gbs", "512");
        row.put("seq_len", "4096");
        row.put("precision", precision);
        row.put("framework", framework);
        row.put("step_s", "3");
        return row;
    }

    private static TrainingCase read(Map<String, String> row) {
        return TrainingCase.of(TrainingRow.of(row), TrainingMeasurements::model, TrainingMeasurements::gpu);
    }

    private static TrainingRecipe recipe(TrainingCase ran) {
        return ((Training) ran.problem().workload()).recipe();
    }

    @Test
    void bridgeRecipesAddWhatItsTableLeavesOut() {
        assertThat(PublishedRecipes.words("Megatron-Bridge 26.02 NeMo Container", "", "Qwen3-30B-A3B", "B200", "mxfp8"))
                .contains("alltoall dispatcher");
        assertThat(PublishedRecipes.words(
                        "Megatron-Bridge 26.02.01 NeMo Container", "", "Qwen3-30B-A3B", "B200", "mxfp8"))
                .doesNotContain("dispatcher");
        assertThat(PublishedRecipes.words("Megatron-LM", "", "Qwen3-30B-A3B", "B200", "mxfp8"))
                .isEmpty();
    }

    @Test
    void wholeIterationsAreCapturedInMxfp8OnBlackwellSinceJune2026() {
        TrainingRecipe captured = recipe(read(row("Megatron-Bridge 26.06 NeMo", "gpt-oss-120b", "GB300", "MXFP8")));
        assertThat(captured.execution()).isEqualTo(Execution.CAPTURED);
        assertThat(captured.expertOverlap()).isTrue();
        assertThat(captured.wideGradients()).isFalse();
        assertThat(captured.gradientOverlap()).isTrue();
        for (TrainingCase other : new TrainingCase[] {
            read(row("Megatron-Bridge 26.04 NeMo", "gpt-oss-120b", "GB300", "MXFP8")),
            read(row("Megatron-Bridge 26.06 NeMo", "gpt-oss-120b", "B300", "MXFP8")),
            read(row("Megatron-Bridge 26.06 NeMo", "Nemotron-3-Nano-30B-A3B", "GB300", "MXFP8")),
            read(row("Megatron-Bridge 26.06 NeMo", "Kimi-K2", "GB300", "MXFP8"))
        }) {
            assertThat(recipe(other).execution()).isEqualTo(Execution.FUSED);
        }
        assertThat(recipe(read(row("Megatron-Bridge 26.06 NeMo", "Kimi-K2", "GB300", "MXFP8")))
                        .wideGradients())
                .isTrue();
    }

    @Test
    void gptOssRecomputesActivationsWhereMemoryIsShort() {
        assertThat(read(row("Megatron-Bridge 26.04 NeMo", "gpt-oss-120b", "H100-SXM-80", "BF16"))
                        .layout()
                        .degrees()
                        .recomputation())
                .isEqualTo(Recomputation.SELECTIVE);
        assertThat(read(row("Megatron-Bridge 26.04 NeMo", "gpt-oss-120b", "GB300", "BF16"))
                        .layout()
                        .degrees()
                        .recomputation())
                .isEqualTo(Recomputation.NONE);
    }

    @Test
    void theDefaultDispatcherSendsACopyPerExpert() {
        assertThat(read(row("MCore+Folding", "Mixtral-8x22B", "H100-SXM-80", "bf16"))
                        .problem()
                        .assumptions()
                        .expertExchange())
                .contains(Exchange.FLAT);
        assertThat(read(row("NeMo AutoModel", "Qwen3-30B-A3B", "H100-SXM-80", "bf16"))
                        .problem()
                        .assumptions()
                        .expertExchange())
                .isEmpty();
    }

    @Test
    void autoModelKeepsWeightsAndSharesExpertsOverAllRanks() {
        Map<String, String> row = row("NeMo AutoModel", "gpt-oss-120b", "H100-SXM-80", "bf16");
        row.put("ep", "1");
        row.put("zero", "FSDP2 shard 64");
        TrainingCase ran = read(row);
        assertThat(((Training) ran.problem().workload()).zeroStage()).isEqualTo(2);
        assertThat(ran.layout().degrees().expert()).isEqualTo(64);
    }

    @Test
    void unstatedInterleavingIsOfSingleLayersWhereMicroBatchesDivide() {
        Map<String, String> row = row("MCore", "Mixtral-8x22B", "H100-SXM-80", "bf16");
        row.put("pp", "8");
        // 56 layers on 8 stages; 64 micro-batches on each of 8 copies.
        Degrees degrees = read(row).layout().degrees();
        assertThat(degrees.microBatches()).isEqualTo(64);
        assertThat(degrees.virtualStages()).isEqualTo(7);
        row.put("gbs", "480");
        assertThat(read(row).layout().degrees().virtualStages()).isEqualTo(1);
        row.put("gbs", "512");
        row.put("vpp", "1");
        assertThat(read(row).layout().degrees().virtualStages()).isEqualTo(1);
        row.remove("vpp");
        row.put("framework", "Megatron-Bridge 26.04 NeMo");
        assertThat(read(row).layout().degrees().virtualStages()).isEqualTo(1);
    }

    @Test
    void megatronHalvesAttentionSince2025() {
        assertThat(TrainingSettings.attentionCounting(
                        TrainingRow.of(row("Megatron-Core (MoE ModelZoo)", "Qwen3-235B-A22B", "GB200", "bf16"))))
                .isEqualTo(AttentionCounting.CAUSAL_HALF);
        assertThat(TrainingSettings.attentionCounting(
                        TrainingRow.of(row("Megatron-LM 2021", "GPT-145B (SC21)", "A100-80", "fp16"))))
                .isEqualTo(AttentionCounting.FULL);
    }

    @Test
    void capturedGraphsAreReadFromTheRowsOwnWords() {
        for (String words : List.of("full-iteration CUDA graph", "CUDA graph, FP8 attention", "CUDA graphs")) {
            assertThat(stated(words).execution()).isEqualTo(Execution.CAPTURED);
        }
        for (String words : List.of("no CUDA graph stated", "synthetic data", "")) {
            assertThat(stated(words).execution()).isEqualTo(Execution.FUSED);
        }
        assertThat(stated("1F1B EP overlap, real data").expertOverlap()).isTrue();
        assertThat(stated("real data").expertOverlap()).isFalse();
    }

    private static TrainingRecipe stated(String settings) {
        Map<String, String> row = row("NeMo/Megatron", "gpt-oss-120b", "GB300", "MXFP8");
        row.put("settings", settings);
        return recipe(read(row));
    }

    @Test
    void rowsSayWhatTheirNetworkCarries() {
        for (String words : List.of(
                "NVLink5 900GB/s/dir + 400G IB per GPU", "NVLink4 450GB/s/dir + 400Gb/s IB per GPU (DGX-H100)")) {
            assertThat(networkBandwidth(words)).hasValue(50e9);
        }
        assertThat(networkBandwidth("NVL72 NVLink5 900GB/s/dir")).isEmpty();
    }

    private static OptionalDouble networkBandwidth(String interconnect) {
        Map<String, String> row = row("Megatron-LM", "Llama-3-8B", "B200", "FP8");
        row.put("interconnect", interconnect);
        return read(row).problem().cluster().interNode().bandwidth();
    }
}
