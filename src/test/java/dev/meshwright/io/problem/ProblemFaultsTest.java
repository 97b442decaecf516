package dev.meshwright.io.problem;

import static dev.meshwright.io.problem.SmallModels.faults;
import static dev.meshwright.io.problem.SmallModels.withWorkload;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is wrong with a problem file is said all at once, each fault with its place and what may be meant. */
class ProblemFaultsTest {

    /** A share above 1 that says per cent already is none that forgot to. */
    @Test
    void sharesAboveOneAreRefused() {
        String problem = """
                name: x
                model: {catalog: small-mixture}
                cluster: {nodes: [{gpus: 8, gpu: h100}]}
                workload: {phase: prefill, inputTokens: 512}
                assumptions: {computeEfficiency: 200 %, memoryFraction: 90}
                """;
        assertThat(faults(problem))
                .containsExactly(
                        "p.yaml: /assumptions/computeEfficiency: must be at most 1 (200 %)",
                        "p.yaml: /assumptions/memoryFraction: must be at most 1 (90). Maybe 90 %.");
    }

    @Test
    void reportsAllFaultsTogether() {
        String text = """
                model: {catalog: smal-mixture, wieghts: fp8, kvCache: fp3}
                cluster:
                  nodes:
                    - {count: 0, gpus: 8, gpu: h10}
                    - gpus: 8.5
                      gpu: {peak: {bf16: 400}, memory: 64, memoryBandwidth: 1.8 TBs, linkDomain: 8}
                  interNode: {bandwidth: 50}
                workload:
                  phase: servng
                objective: fast
                targets: {throughput: 100 tokens/ms, timeToFirstToken: -1 s, timePerOutputToken: .nan}
                assumptions: {computeEfficiency: 60, engine: vlm}
                search: {tensor: [], maxPipeline: many}
                speed: 3
                """;
        assertThat(faults(text))
                .containsExactly(
                        "p.yaml: /speed: unknown field. Maybe one of: name, model, cluster, workload, objective, targets,"
                                + " assumptions, serving, search, prices.",
                        "p.yaml: /name: is missing",
                        "p.yaml: /model/wieghts: unknown field. Maybe weights.",
                        "p.yaml: /model/kvCache: must be one of bf16, fp16, fp8, int8, nvfp4 (fp3). Maybe fp8.",
                        "p.yaml: /model/catalog: no model of that name in the catalogue (smal-mixture)."
                                + " Maybe small-mixture.",
                        "p.yaml: /cluster/nodes/0/count: must be at least 1 (0)",
                        "p.yaml: /cluster/nodes/0/gpu: no GPU of that name in the catalogue (h10)."
                                + " Maybe a10 or h100-sxm or h20.",
                        "p.yaml: /cluster/nodes/1/gpus: must be a whole number (8.5)",
                        "p.yaml: /cluster/nodes/1/gpu/peak/bf16: has no unit and must be floating-point operations per"
                                + " second such as 400 TFLOP/s (400). Maybe 400 TFLOP/s or 400 PFLOP/s.",
                        "p.yaml: /cluster/nodes/1/gpu/memory: has no unit and must be bytes such as 64 GB or 8 GiB (64)."
                                + " Maybe 64 GB or 64 GiB.",
                        "p.yaml: /cluster/nodes/1/gpu/memoryBandwidth: has an unknown unit and must be bytes per second"
                                + " such as 50 GB/s or 400 Gbit/s (1.8 TBs). Maybe 1.8 TB/s or 1.8 TBps.",
                        "p.yaml: /cluster/interNode/bandwidth: has no unit and must be bytes per second such as 50 GB/s"
                                + " or 400 Gbit/s (50). Maybe 50 GB/s, or 50 Gbit/s if bits are meant.",
                        "p.yaml: /workload/phase: must be one of prefill, decode, serving, training (servng)."
                                + " Maybe serving.",
                        "p.yaml: /objective: must be one of throughput, latency, gpus, cost (fast)",
                        "p.yaml: /targets/throughput: must say whose throughput it is (100 tokens/ms)."
                                + " Maybe {value: 100 tokens/ms, scope: system} or scope: per-gpu.",
                        "p.yaml: /targets/timeToFirstToken: must be at least 1.0e-9 (-1 s)",
                        "p.yaml: /targets/timePerOutputToken: must be a finite number (NaN)",
                        "p.yaml: /assumptions/computeEfficiency: must be at most 1 (60). Maybe 60 %.",
                        "p.yaml: /assumptions/engine: must be one of vllm, sglang, tensorrt-llm, megatron (vlm). Maybe vllm.",
                        "p.yaml: /search/tensor: must not be an empty list",
                        "p.yaml: /search/maxPipeline: must be a number such as 4096 or 671e9 (many)");
    }

    @Test
    void checksAcrossSections() {
        assertThat(faults(withWorkload("small-dense", "{phase: prefill, inputTokens: 1, expertLoad: {zipf: 1}}")))
                .containsExactly(
                        "p.yaml: /workload/expertLoad: has no meaning: model small-dense has no routed experts");
        assertThat(faults(withWorkload("small-mixture", "{phase: decode}")))
                .containsExactly("p.yaml: /workload/inputTokens: is missing");
        assertThat(faults(withWorkload("small-mixture", "{phase: serving, inputTokens: 5, globalBatch: 7}")))
                .containsExactly(
                        "p.yaml: /workload/globalBatch: has no meaning in this phase (7)",
                        "p.yaml: /workload/outputTokens: is missing");
        assertThat(faults(withWorkload(
                        "small-mixture", "{phase: training, sequenceLength: 9, globalBatch: 4, microBatch: 8}")))
                .containsExactly("p.yaml: /workload/microBatch: must be at most globalBatch, 4 (8)");
        assertThat(faults(withWorkload("small-mixture", "{phase: prefill, inputTokens: 1, expertLoad: unifrom}")))
                .containsExactly(
                        "p.yaml: /workload/expertLoad: must be one of uniform, unmeasured (unifrom). Maybe uniform.");
    }
}
