package dev.meshwright.lab.inference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Seconds of whole batches on eight MI300X, TP 8, FP8 weights, 2,048 output tokens, vLLM 0.10.0, as AMD publishes them with its
 * fork: ROCm/vllm at commit 040de12, docs/dev-docker/README.md, Latency Measurements.
 *
 * @param model catalogue name
 * @param inputTokens tokens of each prompt
 * @param seconds of batches of 1, 2, 4, ... sequences, prompts included
 */
record AmdBatches(String model, int inputTokens, List<Double> seconds) {

    private static final int OUTPUT_TOKENS = 2048;

    static final List<AmdBatches> ALL = List.of(
            new AmdBatches(
                    "llama-3.1-70b", 128, List.of(17.236, 18.057, 18.450, 19.677, 22.072, 24.932, 33.287, 46.484)),
            new AmdBatches(
                    "llama-3.1-70b", 2048, List.of(17.500, 18.055, 18.858, 20.161, 22.347, 25.966, 35.324, 52.394)),
            new AmdBatches(
                    "llama-3.1-405b", 128, List.of(48.453, 49.268, 51.136, 54.226, 57.274, 68.901, 88.631, 117.027)),
            new AmdBatches(
                    "llama-3.1-405b", 2048, List.of(48.362, 49.121, 52.347, 54.471, 57.841, 70.538, 91.452, 125.471)));

    /** As rows of published measurements: output tokens per second of the eight GPUs. */
    List<Map<String, String>> rows() {
        List<Map<String, String>> rows = new ArrayList<>();
        for (int i = 0; i < seconds.size(); i++) {
            int sequences = 1 << i;
            Map<String, String> row = new LinkedHashMap<>();
            row.put("id", model + "-" + inputTokens + "-" + sequences);
            row.put("model", model);
            row.put("phase", "mixed (static batch)");
            row.put("gpu", "MI300X");
            row.put("n_gpus", "8");
            row.put("gpus_per_node", "8");
            row.put("nodes", "1");
            row.put("tp", "8");
            row.put("ep", "1");
            row.put("pp", "1");
            row.put("dp", "1");
            row.put("isl", Integer.toString(inputTokens));
            row.put("osl", Integer.toString(OUTPUT_TOKENS));
            row.put("precision", "fp8");
            row.put("concurrency", Integer.toString(sequences));
            row.put("framework", "vLLM (ROCm)");
            row.put("settings", "latency benchmark, end-to-end batch latency");
            row.put("metric", "output throughput");
            row.put("value", Double.toString(sequences * OUTPUT_TOKENS / seconds.get(i)));
            row.put("unit", "output tokens/s (8 GPUs)");
            row.put("scope", "node");
            row.put("quality", "complete");
            row.put("notes", "");
            rows.add(row);
        }
        return rows;
    }
}
