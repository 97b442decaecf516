package dev.meshwright.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * A random problem file, reproducible by seed: any phase and objective, dense models and mixtures, one to three groups of
 * nodes of odd sizes, engines, percentiles, arrivals, lengths that differ, uneven loads.
 */
final class WildProblem {

    private static final List<String> ENGINES = List.of("vllm", "sglang", "tensorrt-llm");
    private static final List<String> FORMATS = List.of("bf16", "fp8");

    final Random random;
    final boolean training;
    final boolean decode;
    final boolean dense;
    final int experts;
    final boolean engine;
    final boolean latent;
    private final String model;
    private final String workload;
    private final String aims;
    final List<String> nodes = new ArrayList<>();
    int gpus;

    WildProblem(long seed) {
        random = new Random(seed);
        int phase = random.nextInt(8);
        training = phase < 2;
        decode = phase == 2 || phase == 3;
        boolean prefill = phase == 4;
        experts = List.of(0, 4, 6, 8, 12).get(random.nextInt(5));
        dense = experts == 0;
        latent = random.nextInt(4) == 0;
        model = model();
        int groups = 1 + random.nextInt(5) / 3 + random.nextInt(5) / 4;
        for (int group = 0; group < groups; group++) {
            int count = 1 + random.nextInt(3);
            int each = List.of(1, 2, 3, 4, 5, 7).get(random.nextInt(groups > 1 ? 4 : 6));
            gpus += count * each;
            nodes.add(nodes(count, each, random.nextDouble(), random.nextDouble(), random.nextDouble(), "g" + group));
        }
        workload = training ? trainingWork() : inference(decode ? "decode" : prefill ? "prefill" : "serving");
        engine = !training && random.nextInt(2) == 0;
        StringBuilder wanted = new StringBuilder();
        wanted.append("objective: ")
                .append(List.of("throughput", "throughput", "gpus", "latency").get(random.nextInt(4)))
                .append('\n');
        wanted.append(targets(decode, prefill));
        if (engine) {
            wanted.append("assumptions: {engine: ")
                    .append(ENGINES.get(random.nextInt(3)))
                    .append("}\n");
        }
        aims = wanted.toString();
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private String model() {
        int heads = any(List.of(8, 12, 16));
        int depth = 1 + random.nextInt(7);
        String attention = latent
                ? "{kind: latent, heads: " + heads
                        + ", queryRank: 384, keyValueRank: 128, nopeHeadSize: 64, ropeHeadSize: 32, valueHeadSize: 64}"
                : "{heads: " + heads + ", keyValueHeads: " + any(List.of(1, 2, 4)) + ", headSize: 64}";
        String layers = dense
                ? "{count: " + depth + ", attention: " + attention + ", feedForward: {width: 3840, gated: true}}"
                : "{count: " + depth + ", attention: " + attention + ", feedForward: {experts: " + experts
                        + ", expertsPerToken: " + (1 + random.nextInt(2)) + ", width: 1920, gated: true}}";
        if (!dense && random.nextInt(3) == 0) {
            layers = "{count: 1, attention: " + attention + ", feedForward: {width: 7680, gated: true}}, " + layers;
        }
        return "model: {architecture: {name: m, hidden: 1024, vocabulary: 32000, layers: [" + layers + "]}, weights: "
                + any(FORMATS) + "}\n";
    }

    static String nodes(int count, int gpus, double speed, double memory, double links, String name) {
        return String.format(
                Locale.ROOT,
                "{count: %d, gpus: %d, gpu: {name: %s, family: hopper, peak: %.4f TFLOP/s, memory: %.4f GB, memoryBandwidth: %.5f TB/s, "
                        + "linkBandwidth: %.3f GB/s, linkDomain: 8, networkBandwidth: %.3f GB/s, hostBandwidth: 32 GB/s, source: made up}}",
                count,
                gpus,
                name,
                100 + 900 * speed,
                5 + 30 * memory * memory,
                0.5 + 3 * speed * (0.5 + links / 2),
                30 + 400 * links,
                5 + 50 * links);
    }

    private String trainingWork() {
        return "workload: {phase: training, sequenceLength: " + any(List.of(256, 1024, 4096, 16384)) + ", globalBatch: "
                + any(List.of(4, 6, 8, 12, 16, 24, 30)) + load() + ", zeroStage: " + random.nextInt(4) + "}\n";
    }

    private String load() {
        if (dense) {
            return "";
        }
        return switch (random.nextInt(4)) {
            case 0 -> ", expertLoad: {zipf: 0.6, seed: 1}";
            case 1 -> ", expertLoad: unmeasured";
            default -> ", expertLoad: uniform";
        };
    }

    private String inference(String phase) {
        StringBuilder work = new StringBuilder(
                "workload: {phase: " + phase + ", inputTokens: " + any(List.of(100, 500, 1000, 4000)));
        if (!phase.equals("prefill")) {
            work.append(", outputTokens: ").append(any(List.of(2, 30, 100, 400)));
        }
        switch (random.nextInt(4)) {
            case 0 -> work.append(", concurrency: ").append(1 + random.nextInt(60));
            case 1 -> {
                if (phase.equals("serving")) {
                    work.append(", arrivals: {rate: ")
                            .append(any(List.of(1, 5, 20, 80)))
                            .append("}");
                }
            }
            default -> {}
        }
        return work.append(load()).append("}\n").toString();
    }

    private String targets(boolean decode, boolean prefill) {
        List<String> targets = new ArrayList<>();
        if (!training && !decode && random.nextInt(3) == 0) {
            double seconds = 0.02 * Math.pow(10, 2 * random.nextDouble());
            targets.add(String.format(
                    Locale.ROOT,
                    random.nextInt(3) > 0 || prefill ? "timeToFirstToken: %.4f s" : "timeToFirstToken: {p90: %.4f s}",
                    seconds));
        }
        if (!training && !prefill && random.nextInt(2) == 0) {
            double seconds = 0.004 * Math.pow(10, 1.2 * random.nextDouble());
            targets.add(String.format(
                    Locale.ROOT,
                    random.nextInt(3) > 0 || decode
                            ? "timePerOutputToken: %.4f s"
                            : "timePerOutputToken: {p99: %.4f s}",
                    seconds));
        }
        if (random.nextInt(4) == 0) {
            targets.add(String.format(
                    Locale.ROOT,
                    "throughput: {value: %.1f tokens/s, scope: %s}",
                    100 * Math.pow(10, 3 * random.nextDouble()),
                    random.nextBoolean() ? "system" : "per-gpu"));
        }
        return targets.isEmpty() ? "" : "targets: {" + String.join(", ", targets) + "}\n";
    }

    /** The file on other nodes. */
    String on(List<String> others) {
        return "name: wild\n" + model + "cluster: {nodes: [" + String.join(", ", others) + "]}\n" + workload + aims;
    }

    String text() {
        return on(nodes);
    }

    boolean serving() {
        return workload.contains("phase: serving");
    }

    boolean arrivals() {
        return workload.contains("arrivals");
    }

    String objective() {
        return aims.contains("objective: gpus")
                ? "gpus"
                : aims.contains("objective: latency") ? "latency" : "throughput";
    }
}
