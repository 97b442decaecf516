package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.meshwright.ExportedScripts;
import dev.meshwright.io.launch.LaunchFiles;
import dev.meshwright.launch.LaunchFile;
import dev.meshwright.launch.engine.Asked;
import dev.meshwright.launch.pool.Pool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** What an export decides and foretells: steps, what is left where hardware is missing, whether experts move, rows to fill in. */
@Tag("slow")
class ExportDecisionsTest extends CommandRun {

    private static final String MIXTRAL = "problems/mixtral-8x7b-8xh100.yaml";

    private int exported(String... arguments) {
        return run(Stream.concat(Stream.of("export", "--no-fallback"), Stream.of(arguments))
                .toArray(String[]::new));
    }

    private String output(String name) {
        return folder.resolve(name).toString();
    }

    private String read(String folderName, String name) throws IOException {
        return Files.readString(folder.resolve(folderName).resolve(name));
    }

    private TreeSet<String> listed(String folderName) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(folderName))) {
            return files.map(file -> file.getFileName().toString())
                    .collect(TreeSet::new, TreeSet::add, TreeSet::addAll);
        }
    }

    private static JsonNode json(String text) {
        return new ObjectMapper().readTree(text);
    }

    /** Each step is worth what check says of the plan so started, and steps for a time shorten it. */
    @Test
    void stepsAreWorthWhatCheckSays() throws IOException {
        String plan = "TP4 EP4 PP1 x2";
        assertThat(exported(MIXTRAL, plan, "-o", output("out"), "--format", "json"))
                .isIn(0, 5);
        JsonNode steps = json(out.toString()).get("steps");
        assertThat(steps.size()).isBetween(3, 4);
        assertThat(steps.get(1).get("when").asString()).isEqualTo("Out of memory while it captures graphs");
        JsonNode serving = steps.get(2);
        assertThat(serving.get("when").asString()).isEqualTo("Out of memory while it serves");
        assertThat(serving.get("change").asString()).isEqualTo("max-num-batched-tokens 4096");
        String halved =
                written("halved.yaml", Files.readString(Path.of(MIXTRAL)) + "\nserving: {tokensPerStep: 4096}\n");
        run("check", halved, plan, "--format", "json");
        assertThat(serving.get("throughput").asDouble())
                .isEqualTo(json(out.toString())
                        .get("evaluation")
                        .get("throughput")
                        .get("system")
                        .asDouble());
        String readme = read("out", "README.md");
        assertThat(readme).contains("1. Compare", "2. Out of memory while it starts: `kv-cache-memory-bytes ");
        assertThat(listed("out")).doesNotContain("fallback");
        assertThat(readme).doesNotContain("Without a");
    }

    /** 284 sequences: 9 powers of two below them and their own number are captured in place of some 100 sizes, less memory. */
    @Test
    void fewerGraphsAreAStepWhereTheyFreeMemory() throws IOException {
        String problem = written(
                "captured.yaml",
                Files.readString(Path.of(MIXTRAL)).replace("engine: vllm", "engineVersion: \"0.24\"\n  engine: vllm"));
        String plan = "TP4 EP4 PP1 x2";
        assertThat(exported(problem, plan, "-o", output("out"), "--format", "json"))
                .isIn(0, 5);
        JsonNode graphs = json(out.toString()).get("steps").get(1);
        assertThat(graphs.get("when").asString()).isEqualTo("Out of memory while it captures graphs");
        String change = graphs.get("change").asString();
        assertThat(change).startsWith("cudagraph-capture-sizes 1 2 4 8 16 32 64 128 256 ");
        run("check", problem, plan, "--format", "json");
        double planned = json(out.toString())
                .get("evaluation")
                .get("throughput")
                .get("system")
                .asDouble();
        assertThat(graphs.get("throughput").asDouble()).isEqualTo(planned);
        String sizes = change.substring(change.indexOf(' ') + 1).replace(" ", ", ");
        String captured = written(
                "sizes.yaml", Files.readString(Path.of(problem)) + "\nserving: {graphSizes: [" + sizes + "]}\n");
        assertThat(graphs.get("memory").asDouble()).isEqualTo(memory(captured, plan));
        assertThat(memory(captured, plan)).isLessThan(memory(problem, plan));
    }

    private double memory(String problem, String plan) {
        run("check", problem, plan, "--format", "json");
        return json(out.toString()).at("/evaluation/stages/0/memory/total").asDouble();
    }

    /** Of eight GPUs seven are left, of two nodes one: the plan beside is for those, and starts by itself. */
    @Test
    void whatIsLeftIsPlannedBeside() throws IOException {
        String two = written("two.yaml", Files.readString(Path.of(MIXTRAL)).replace("count: 1", "count: 2"));
        List<List<String>> cases = List.of(
                List.of(MIXTRAL, "TP8 EP8 PP1", "a GPU", "7"),
                List.of(two, "TP8 EP8 PP1 x2", "a node", "8"),
                List.of(two, "TP4 EP4 PP1 x4", "a GPU", "15"));
        for (List<String> one : cases) {
            String name = one.get(2).replace(" ", "-").toLowerCase(Locale.ROOT);
            assertThat(run("export", one.get(0), one.get(1), "--force", "-o", output(name)))
                    .isIn(0, 5);
            assertThat(read(name, "README.md"))
                    .contains("Without " + one.get(2) + ": start what is in `fallback/without-" + name + "`");
            Path script = folder.resolve(name)
                    .resolve("fallback")
                    .resolve("without-" + name)
                    .resolve("node-0.sh");
            new ExportedScripts().add(folder.resolve(name)).passBoth();
            Pool pool = LaunchFiles.of(
                            List.of(new LaunchFile("node-0.sh", Files.readString(script))), Asked.NOTHING, Map.of())
                    .pools()
                    .getFirst();
            assertThat(pool.gpus()).isLessThanOrEqualTo(Integer.parseInt(one.get(3)));
        }
    }

    private String loads(String name, long seed) throws IOException {
        Random random = new Random(seed);
        double[][] loads = new double[32][8];
        for (double[] row : loads) {
            Arrays.setAll(row, expert -> Math.exp(0.8 * random.nextGaussian()));
        }
        return written(name, Arrays.deepToString(loads));
    }

    /** Recorded loads decide: short pauses and long days move experts, long pauses do not; the interval is an option. */
    @Test
    void recordedLoadsDecideWhetherExpertsMove() throws IOException {
        String loads = loads("first.json", 5) + "," + loads("second.json", 6);
        List<List<String>> engines = List.of(
                List.of("vllm", "TP4 EP4 PP1 x2", "--enable-eplb", "\"step_interval\": "),
                List.of("sglang", "TP2 DP2 EP4 PP1 x2", "--enable-eplb", "--eplb-rebalance-num-iterations "),
                List.of("tensorrt-llm", "TP1 DP8 EP8 PP1", "load_balancer", "layer_updates_per_iter: 1"));
        for (List<String> engine : engines) {
            for (String pause : List.of("1 ms", "50 min")) {
                String place = engine.getFirst() + pause.replace(" ", "");
                assertThat(exported(
                                MIXTRAL,
                                engine.get(1),
                                "--engine",
                                engine.getFirst(),
                                "--loads",
                                loads,
                                "--every",
                                "60 min",
                                "--pause",
                                pause,
                                "-o",
                                output(place)))
                        .as(out.toString() + err)
                        .isIn(0, 5);
                String started = read(place, "node-0.sh")
                        + (listed(place).contains("engine.yaml") ? read(place, "engine.yaml") : "");
                boolean moves = pause.equals("1 ms");
                assertThat(started.contains(engine.get(3))).as(place + started).isEqualTo(moves);
                assertThat(read(place, "README.md")).contains("Recorded loads:", "Experts: ");
            }
        }
        assertThat(exported(MIXTRAL, "TP8 EP8 PP1", "--loads", loads, "-o", output("x")))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--loads and --every need each other");
    }

    /**
     * The row that comes with an export, filled in, is predicted as the plan was: the same lengths, arrivals and starts of clients.
     * Clients that all started at once would wait six times as long for their first tokens.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "inputTokens: 1024, outputTokens: 1024, concurrency: 128",
                "inputTokens: {uniform: [512, 1024]}, outputTokens: {uniform: [256, 512]}, arrivals: {rate: 20 requests/s, process: poisson}",
                "inputTokens: 1024, outputTokens: 256, concurrency: 256, expertLoad: {zipf: 0.6, seed: 1}"
            })
    void rowsAreWhatWasPredicted(String workload) throws IOException {
        String problem = written(
                "row.yaml",
                "name: row\nmodel: {catalog: mixtral-8x7b, weights: bf16}\n"
                        + "cluster: {nodes: [{count: 1, gpus: 8, gpu: h100-sxm}]}\n"
                        + "workload: {phase: serving, " + workload + "}\nassumptions: {engine: vllm}\n");
        String model = "mistralai/Mixtral-8x7B-Instruct-v0.1";
        assertThat(exported(problem, "TP4 EP4 PP1 x2", "--model", model, "-o", output("out")))
                .as(err.toString())
                .isIn(0, 5);
        run("check", problem, "TP4 EP4 PP1 x2", "--format", "json");
        JsonNode latency = json(out.toString()).get("evaluation").get("latency");
        String row = read("out", "validate.csv").strip().replaceFirst(",,$", ",100,20") + "\n";
        String filled = written("out/filled.csv", row);
        assertThat(run("validate", filled, "--predictions", output("predicted.csv")))
                .as(err.toString())
                .isZero();
        List<String> lines = Files.readAllLines(folder.resolve("predicted.csv"));
        List<String> names = List.of(lines.get(0).split(",", -1));
        List<String> values = List.of(lines.get(1).split(",", -1));
        assertThat(Double.parseDouble(values.get(names.indexOf("predicted_ttft_ms"))) / 1e3)
                .isCloseTo(latency.get("timeToFirstToken").get("mean").asDouble(), withPercentage(1e-9));
        assertThat(Double.parseDouble(values.get(names.indexOf("predicted_tpot_ms"))) / 1e3)
                .isCloseTo(latency.get("timePerOutputToken").get("mean").asDouble(), withPercentage(1e-9));
        assertThat(read("out", "benchmark.sh")).contains("--request-rate ");
    }
}
