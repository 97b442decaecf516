package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.SharedData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code search} calls best, {@code check} never refutes: a plan for less hardware is a plan for more, and a plan that
 * somebody else wrote is worth no more than the answer.
 */
@Tag("slow")
class RefutedProofsTest extends CommandRun {

    private static final double ROUNDING = 1e-6;

    private int exit;

    private static final String SERVING = """
            name: serving
            model: {architecture: {name: m, hidden: 2048, vocabulary: 64000, layers: [{count: 10,
              attention: {heads: 16, keyValueHeads: 4, headSize: 128},
              feedForward: {experts: 12, expertsPerToken: 2, width: 4096, gated: true}}]}, weights: fp8}
            cluster: {nodes: [%s]}
            workload: {phase: serving, inputTokens: 700, outputTokens: 300, expertLoad: uniform}
            objective: throughput
            """;

    private static final String TRAINING = """
            name: training
            model: {architecture: {name: m, hidden: 4096, vocabulary: 50000, layers: [{count: %s,
              attention: {heads: 32, keyValueHeads: 4, headSize: 128},
              feedForward: {experts: 8, expertsPerToken: 2, width: 5120, gated: true}}]}, weights: bf16}
            cluster: {nodes: [%s]}
            workload: {phase: training, sequenceLength: 2048, globalBatch: %s, expertLoad: uniform}
            %s
            """;

    private static final String FEWEST = """
            objective: gpus
            targets: {throughput: {value: 3000 tokens/s, scope: system}}""";

    private static String nodes(int count, int gpus, int teraflops, int gigabytes) {
        return "{count: " + count + ", gpus: " + gpus + ", gpu: {name: g" + teraflops + ", family: hopper, peak: "
                + teraflops + " TFLOP/s, memory: " + gigabytes
                + " GB, memoryBandwidth: 1.2 TB/s, linkBandwidth: 60 GB/s, "
                + "networkBandwidth: 20 GB/s, hostBandwidth: 32 GB/s, source: a made-up card}}";
    }

    private JsonNode answer(String... arguments) {
        exit = run(Stream.concat(Stream.of(arguments), Stream.of("--format", "json"))
                .toArray(String[]::new));
        assertThat(err.toString()).doesNotContain("error:");
        return JsonMapper.shared().readTree(out.toString());
    }

    /** What the best layout of a problem is worth, more is better; its plan is written to {@code plan}. */
    private double best(String problem, String plan) {
        JsonNode answer = answer("search", problem, "-o", plan);
        assertThat(exit).isZero();
        return worth(problem, answer);
    }

    /** What a plan is worth under a problem; nothing where it breaks a rule or misses what the problem asks for. */
    private double checked(String problem, String plan) {
        JsonNode answer = answer("check", problem, plan);
        return exit == 0 ? worth(problem, answer) : Double.NEGATIVE_INFINITY;
    }

    private static double worth(String problem, JsonNode answer) {
        JsonNode evaluation = answer.get("evaluation");
        return text(problem).contains("objective: gpus")
                ? -evaluation.get("gpus").asInt()
                : evaluation.get("throughput").get("system").asDouble();
    }

    private static String text(String problem) {
        try {
            return Files.readString(Path.of(problem));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void neverRefuted(String less, String more) {
        double atLeast = best(less, file("less.plan.yaml"));
        double found = best(more, file("more.plan.yaml"));
        double refuting = checked(more, file("less.plan.yaml"));
        double itself = checked(more, file("more.plan.yaml"));
        double allowed = found + ROUNDING * Math.abs(found);
        assertThat(allowed).as("best of less").isGreaterThanOrEqualTo(atLeast);
        assertThat(allowed).as("check of the plan of less").isGreaterThanOrEqualTo(refuting);
        assertThat(itself).as("check of the plan itself").isGreaterThanOrEqualTo(found - ROUNDING * Math.abs(found));
    }

    /**
     * A slower kind, a node or memory more is worth no less, serving and training, at most speed and on fewest GPUs: once the
     * most replicas alone counted, each of these lost.
     */
    @ParameterizedTest
    @CsvSource({
        "SERVING, throughput, 1, 3, 16, a slower kind, 2, 8",
        "TRAINING, throughput, 1, 3, 32, a slower kind, 2, 16",
        "TRAINING, throughput, 3, 2, 24, more memory, 0, 26",
        "TRAINING, throughput, 2, 6, 24, a node, 0, 0",
        "TRAINING, gpus, 2, 6, 24, a node, 0, 0",
        "TRAINING, gpus, 2, 6, 24, a slower kind, 6, 16"
    })
    void moreIsWorthNoLess(
            String phase, String objective, int count, int gpus, int gigabytes, String gain, int others, int memory)
            throws IOException {
        String less = nodes(count, gpus, 500, gigabytes);
        String more =
                switch (gain) {
                    case "a slower kind" -> less + ", " + nodes(1, others, 200, memory);
                    case "a node" -> nodes(count + 1, gpus, 500, gigabytes);
                    default -> nodes(count, gpus, 500, memory);
                };
        String wanted = objective.equals("gpus") ? FEWEST : "objective: throughput";
        String form = phase.equals("SERVING") ? SERVING : TRAINING.formatted(6, "%s", 24, wanted);
        neverRefuted(written("less.yaml", form.formatted(less)), written("more.yaml", form.formatted(more)));
    }

    /** A batch is solved to one sequence: none of those around the answer is better and in time. */
    @Test
    void oneSequenceMoreIsNoBetterOrTooLate() throws IOException {
        String problem = written(
                "problem.yaml", SERVING.formatted(nodes(1, 4, 500, 24)) + "targets: {timePerOutputToken: 21 ms}\n");
        JsonNode found = answer("search", problem, "-o", file("plan.yaml"));
        double best = worth(problem, found);
        JsonNode layout = found.get("layout");
        int size = layout.get("microBatch").asInt();
        List<String> degrees = List.of(
                "tensor", "data", "expert", "expertTensor", "pipeline", "replicas", "microBatches", "slotsPerRank");
        int worse = 0;
        for (int other = Math.max(1, size - 30); other <= size + 30; other++) {
            StringBuilder stated = new StringBuilder("layout: {microBatch: " + other);
            degrees.forEach(
                    name -> stated.append(", " + name + ": " + layout.get(name).asInt()));
            double worth = checked(problem, written("other.plan.yaml", stated + "}\n"));
            assertThat(worth)
                    .as("micro-batches of %d instead of %d", other, size)
                    .isLessThanOrEqualTo(best * (1 + ROUNDING));
            worse += worth < best ? 1 : 0;
        }
        assertThat(worse).isPositive();
    }

    /** Sequences too long for a tensor group's memory are shared by attention copies, in {@code search} too. */
    @Test
    void longSequencesAreSharedAmongCopies() throws IOException {
        String problem = written(
                "problem.yaml",
                TRAINING.formatted(6, nodes(4, 8, 500, 64), 4, "objective: throughput")
                        .replace("sequenceLength: 2048", "sequenceLength: 65536"));
        JsonNode found = answer("search", problem, "-o", file("plan.yaml"));
        assertThat(found.get("layout").get("context").asInt()).isGreaterThan(1);
        assertThat(worth(problem, found))
                .isGreaterThanOrEqualTo(checked(problem, "TP8 DP1 EP8 ETP1 PP1 CP4 x4"))
                .isGreaterThanOrEqualTo(checked(problem, "TP8 DP1 EP8 ETP1 PP2 CP2 x2"));
    }

    /** Pairs of problems of which the second can do no less, and plans that refuted what was called best for it. */
    @Test
    void whatWasRefutedOnceIsNoMore() throws IOException {
        List<Path> pairs;
        try (Stream<Path> folders = Files.list(SharedData.require("cases/broken"))) {
            pairs = folders.filter(pair -> Files.exists(pair.resolve("b.yaml")))
                    .sorted()
                    .toList();
        }
        for (Path pair : pairs) {
            neverRefuted(
                    pair.resolve("a.yaml").toString(), pair.resolve("b.yaml").toString());
            Path plan = pair.resolve("a.plan.yaml");
            if (Files.exists(plan)) {
                String more = pair.resolve("b.yaml").toString();
                double found = best(more, file("more.plan.yaml"));
                assertThat(found * (1 + ROUNDING * Math.signum(found)))
                        .as(pair.toString())
                        .isGreaterThanOrEqualTo(checked(more, plan.toString()));
            }
        }
        assertThat(pairs).isNotEmpty();
    }

    /** Plans that somebody wrote for DeepSeek-V3 on 8 H200 and for Qwen3-235B on 1,024 H100 are no better than the answers. */
    @ParameterizedTest
    @CsvSource({
        "70-batch-to-one-sequence/problem.yaml, 70-batch-to-one-sequence/plan-103.yaml",
        "72-context-parallel-training/problem.yaml, 72-context-parallel-training/plan.yaml",
        "72-context-parallel-training/problem-256-gpus.yaml, 72-context-parallel-training/plan-256-gpus.yaml"
    })
    void plansOfOthersAreNoBetter(String problem, String plan) {
        String asked = SharedData.require("cases/" + problem).toString();
        double stated = checked(asked, SharedData.require("cases/" + plan).toString());
        assertThat(stated).isPositive();
        double found = best(asked, file("plan.yaml"));
        assertThat(found * (1 + ROUNDING)).isGreaterThanOrEqualTo(stated);
    }

    /** 49 nodes of 8 H200 reach 100,000 tokens/s; what is called the smallest is no larger. */
    @Test
    void theSmallestIsNoLargerThanWhatAPlanShows() {
        String problem = SharedData.require("cases/70-batch-to-one-sequence/problem-392-gpus.yaml")
                .toString();
        String plan = SharedData.require("cases/70-batch-to-one-sequence/plan-392-gpus.yaml")
                .toString();
        assertThat(checked(problem, plan)).isGreaterThanOrEqualTo(100_000);
        JsonNode answer = answer("scale", problem);
        assertThat(answer.get("system").get("gpus").asInt()).isLessThanOrEqualTo(392);
    }
}
