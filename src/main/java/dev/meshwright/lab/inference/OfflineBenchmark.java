package dev.meshwright.lab.inference;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What TensorRT-LLM's benchmark of maximal load ({@code trtllm-bench throughput}) does: it queues a fixed number of
 * requests of equal length at once and divides their output tokens by the time until the last is complete.
 *
 * <p>Source: NVIDIA/TensorRT-LLM, docs/source/performance/perf-overview.md of releases 1.0 and 1.2 (numbers of requests by
 * length; options) and tensorrt_llm/bench/build/tuning.py (largest batch).
 */
final class OfflineBenchmark {

    /** Most sequences of one engine's batch, or of one attention copy. */
    static final int LARGEST_BATCH = 4096;

    /** Requests by lengths of prompt and answer, where the source states them. */
    private static final Map<List<Integer>, Integer> REQUESTS = Map.ofEntries(
            Map.entry(List.of(128, 128), 30_000),
            Map.entry(List.of(128, 2048), 3_000),
            Map.entry(List.of(128, 4096), 1_500),
            Map.entry(List.of(500, 2000), 3_000),
            Map.entry(List.of(1000, 1000), 3_000),
            Map.entry(List.of(1000, 2000), 1_500),
            Map.entry(List.of(1024, 1024), 3_000),
            Map.entry(List.of(1024, 8192), 1_500),
            Map.entry(List.of(1024, 32768), 1_000),
            Map.entry(List.of(2048, 128), 3_000),
            Map.entry(List.of(2048, 2048), 1_500),
            Map.entry(List.of(5000, 500), 1_500),
            Map.entry(List.of(8192, 1024), 1_500),
            Map.entry(List.of(20000, 2000), 1_000),
            Map.entry(List.of(32768, 1024), 1_000));

    private OfflineBenchmark() {}

    /** How many requests a run has; empty where the source does not say. */
    static OptionalInt requests(int inputTokens, int outputTokens) {
        Integer requests = REQUESTS.get(List.of(inputTokens, outputTokens));
        return requests == null ? OptionalInt.empty() : OptionalInt.of(requests);
    }
}
