package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.io.tree.Documents;
import dev.meshwright.io.tree.InputFile;
import dev.meshwright.io.tree.PlainTree;
import dev.meshwright.io.tree.TreeReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * What must hold of any problem with pools, guessed tokens or a prefix cache: more of a resource takes nothing away, no plan beats
 * its bound, and a check of what was found says the same to the last digit, from YAML and from JSON. {@code
 * -Dmeshwright.problems=500} for a night.
 */
@Tag("slow")
class PoolInvariantsTest extends CommandRun {

    private static final int PROBLEMS = Integer.getInteger("meshwright.problems", 100) / 10;

    private static final String CONFIG = """
            {"model_type": "mixtral", "hidden_size": 2048, "intermediate_size": 4096, "num_hidden_layers": 4, "num_attention_heads": 16,
             "num_key_value_heads": 8, "num_local_experts": 8, "num_experts_per_tok": 2, "vocab_size": 32000,
             "tie_word_embeddings": false, "torch_dtype": "bfloat16"}
            """;

    /** A resource of the template and how much more of it is tried. */
    private static final Map<String, Double> RESOURCES = resources();

    private static Map<String, Double> resources() {
        Map<String, Double> resources = new LinkedHashMap<>();
        resources.put("peak", 400.0);
        resources.put("memory", 16.0);
        resources.put("memoryBandwidth", 1800.0);
        resources.put("linkBandwidth", 300.0);
        resources.put("networkBandwidth", 25.0);
        resources.put("nodes", 1.0);
        return resources;
    }

    @BeforeEach
    void model() throws IOException {
        Files.writeString(folder.resolve("model.config.json"), CONFIG);
    }

    private static String problem(SplittableRandom random, Map<String, Double> amounts) {
        String deployment =
                List.of("", ", deployment: disaggregated", ", deployment: best").get(random.nextInt(3));
        String prefix = random.nextBoolean() ? "" : ", prefixCache: {hitRate: " + 10 * (1 + random.nextInt(8)) + " %}";
        String guesses = random.nextBoolean()
                ? ""
                : "serving: {speculation: {method: eagle, draft: {parameters: 200 M, cacheBytesPerToken: 4096}, drafts: "
                        + (1 + random.nextInt(3)) + ", acceptance: " + 10 * (3 + random.nextInt(7)) + " %}}\n";
        int read = 500 * (1 + random.nextInt(8));
        int written = 100 * (1 + random.nextInt(6));
        return """
                name: pools
                model: {huggingFace: model.config.json}
                cluster: {nodes: [{count: %d, gpus: 4, gpu: {name: g, family: hopper, peak: %s TFLOP/s, memory: %s GB,
                  memoryBandwidth: %s GB/s, linkBandwidth: %s GB/s, networkBandwidth: %s GB/s, hostBandwidth: 32 GB/s, power: 500 W,
                  source: made up}}]}
                workload: {phase: serving, inputTokens: %d, outputTokens: %d%s%s}
                objective: throughput
                targets: {timeToFirstToken: %d ms, timePerOutputToken: %d ms}
                %s""".formatted(
                        amounts.get("nodes").intValue(),
                        amounts.get("peak"),
                        amounts.get("memory"),
                        amounts.get("memoryBandwidth"),
                        amounts.get("linkBandwidth"),
                        amounts.get("networkBandwidth"),
                        read,
                        written,
                        deployment,
                        prefix,
                        500 * (1 + random.nextInt(6)),
                        5 * (2 + random.nextInt(8)),
                        guesses);
    }

    private JsonNode answered(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        int code = run(arguments);
        assertThat(code).as(err.toString()).isIn(0, 4, 5);
        return TreeReader.of(new InputFile("answer.json", out.toString())).node();
    }

    @Test
    void hold() throws IOException {
        int found = 0;
        for (long seed = 0; seed < PROBLEMS; seed++) {
            found += holds(seed) ? 1 : 0;
        }
        assertThat(found).isGreaterThan(PROBLEMS / 2);
    }

    private boolean holds(long seed) throws IOException {
        Map<String, Double> amounts = new LinkedHashMap<>(RESOURCES);
        String text = problem(new SplittableRandom(seed), amounts);
        String problem = written("problem.yaml", text);
        String plan = file("plan.yaml");
        Files.deleteIfExists(Path.of(plan));
        JsonNode answer = answered("search", problem, "--no-replay", "--format", "json", "-o", plan);
        double rate = rate(answer);
        double bound = answer.at("/evaluation/bound/throughput").doubleValue();
        assertThat(bound).as("seed %d:\n%s", seed, text).isGreaterThanOrEqualTo(rate * (1 - 1e-9));
        if (Files.exists(Path.of(plan))) {
            same(answer, answered("check", problem, plan, "--no-replay", "--format", "json"), text);
            String json = written(
                    "plan.json",
                    Documents.toJson(
                            PlainTree.of(TreeReader.of(new InputFile("plan.yaml", Files.readString(Path.of(plan)))))));
            same(answer, answered("check", problem, json, "--no-replay", "--format", "json"), text);
        }
        String resource = List.copyOf(amounts.keySet()).get((int) (seed % amounts.size()));
        amounts.merge(resource, resource.equals("nodes") ? 1.0 : amounts.get(resource) / 4, Double::sum);
        String more = written("more.yaml", problem(new SplittableRandom(seed), amounts));
        JsonNode better = answered("search", more, "--no-replay", "--format", "json", "-o", plan);
        assertThat(rate(better))
                .as("seed %d, more %s:\n%s", seed, resource, text)
                .isGreaterThanOrEqualTo(rate * (1 - 1e-9));
        return rate > 0;
    }

    private static double rate(JsonNode answer) {
        return answer.at("/evaluation/throughput/system").doubleValue();
    }

    private static void same(JsonNode found, JsonNode checked, String text) {
        for (String figure : List.of(
                "/evaluation/throughput/system", "/evaluation/timeToFirstToken", "/evaluation/timePerOutputToken")) {
            assertThat(checked.at(figure).doubleValue())
                    .as("%s of\n%s", figure, text)
                    .isEqualTo(found.at(figure).doubleValue());
        }
    }
}
