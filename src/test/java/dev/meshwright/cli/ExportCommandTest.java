package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.meshwright.io.launch.LaunchFiles;
import dev.meshwright.launch.LaunchFile;
import dev.meshwright.launch.engine.Asked;
import dev.meshwright.launch.pool.Pool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Exports from the command line: whole or not at all, never over somebody's files, and no value is ever run. */
class ExportCommandTest extends CommandRun {

    private static final String MIXTRAL = "problems/mixtral-8x7b-8xh100.yaml";

    private static final String TRAINING = """
            name: "training of a 'small' model"
            model: {catalog: mixtral-8x7b}
            cluster:
              nodes:
                - {count: 4, gpus: 8, gpu: h100-sxm}
            workload: {phase: training, sequenceLength: 4096, globalBatch: 64, microBatch: 1, zeroStage: 1}
            assumptions: {engine: megatron}
            """;

    private static final List<String> NAMES = List.of(
            "it's \"quoted\"",
            "two words",
            "$(touch owned) `touch owned` ${HOME} $$",
            "line one\nline two",
            "back\\slash; touch owned & | > owned",
            "*? [a-z] ~ !!");

    private static final List<Path> BASHES = Stream.of("/bin/bash", "/usr/bin/bash")
            .map(Path::of)
            .filter(Files::isExecutable)
            .toList();

    /** Without the search for what is left where hardware is missing. */
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

    /** Runs a script with {@code text} in front of it; what it prints. */
    private static String bash(String... arguments) throws IOException, InterruptedException {
        assumeThat(BASHES).as("a bash on this machine").isNotEmpty();
        String[] command = Stream.concat(Stream.of(BASHES.getFirst().toString()), Stream.of(arguments))
                .toArray(String[]::new);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    static Stream<Arguments> exports() {
        return Stream.of(
                Arguments.of("vllm", "shell", "TP4 EP4 PP1 x2"),
                Arguments.of("vllm", "shell", "TP2 EP2 PP2 x2"),
                Arguments.of("sglang", "shell", "TP2 DP2 EP4 PP1 x2"),
                Arguments.of("tensorrt-llm", "shell", "TP4 EP2 ETP2 PP2 x1"),
                Arguments.of("sglang", "kubernetes", "TP4 EP4 PP1 x2"),
                Arguments.of("tensorrt-llm", "kubernetes", "TP4 EP2 ETP2 PP1 x2"),
                Arguments.of("vllm", "dynamo", "TP4 EP4 PP1 x2"),
                Arguments.of("sglang", "dynamo", "TP2 DP2 EP4 PP1 x2"),
                Arguments.of("tensorrt-llm", "dynamo", "TP4 EP2 ETP2 PP1 x2"),
                Arguments.of("vllm", "dynamo-v1beta1", "TP2 EP2 PP2 x2"),
                Arguments.of("sglang", "dynamo-v1beta1", "TP2 DP2 EP4 PP1 x2"),
                Arguments.of("vllm", "llm-d", "TP4 EP4 PP1 x2"),
                Arguments.of("megatron", "shell", "TP2 DP4 EP8 PP4"),
                Arguments.of("megatron", "slurm", "TP2 DP4 EP8 PP4"));
    }

    /** Scripts are scripts, and all that a README is for is in it. */
    @ParameterizedTest
    @MethodSource("exports")
    void everyFileIsWhole(String engine, String target, String degrees) throws IOException, InterruptedException {
        String problem = engine.equals("megatron") ? written("training.yaml", TRAINING) : MIXTRAL;
        int code = exported(problem, degrees, "--engine", engine, "--target", target, "-o", output("out"));
        assertThat(code).as(err.toString() + out).isIn(0, 5);
        assertThat(listed("out")).contains("README.md", "validate.csv").allMatch(name -> !name.startsWith("."));
        String readme = read("out", "README.md");
        assertThat(readme).contains("Start:", "Measure:", "Predicted:", "in this order:", "| option | why |");
        assertThat(readme.lines().count()).isBetween(20L, 50L);
        assertThat(read("out", "validate.csv")
                        .lines()
                        .map(line -> line.split(",", -1).length)
                        .distinct())
                .as("as many values as columns")
                .hasSize(1);
        for (String name : listed("out")) {
            if (name.endsWith(".sh") || name.endsWith(".sbatch")) {
                bash("-n", folder.resolve("out").resolve(name).toString());
            }
        }
    }

    static Stream<String> names() {
        return NAMES.stream();
    }

    /** The command that a script runs gets the very name. */
    @ParameterizedTest
    @MethodSource("names")
    void namesReachTheEngineAsTheyAre(String name) throws IOException, InterruptedException {
        assertThat(exported(MIXTRAL, "TP8 EP8 PP1", "--model", name, "-o", output("out")))
                .as(err.toString())
                .isIn(0, 5);
        Path script = folder.resolve("out").resolve("node-0.sh");
        String said = bash("-c", "vllm() { printf '<%s>' \"$2\"; }; source \"$0\"", script.toString());
        assertThat(said).isEqualTo("<" + name + ">");
        assertThat(listed("out")).doesNotContain("owned");
        String client = bash(
                "-c",
                "vllm() { printf '<%s>' \"$4\"; }; source \"$0\"",
                folder.resolve("out").resolve("benchmark.sh").toString());
        assertThat(client).isEqualTo("<" + name + ">");
    }

    /** Kubernetes fills in {@code $(name)} and takes {@code $$} for a dollar; the shell in the pod gets the very name. */
    @ParameterizedTest
    @MethodSource("names")
    void namesReachTheContainerAsTheyAre(String name) throws IOException {
        Map<String, String> files =
                Map.of("kubernetes", "manifest.yaml", "dynamo", "dynamo.yaml", "dynamo-v1beta1", "dynamo.yaml");
        for (Map.Entry<String, String> target : files.entrySet()) {
            assertThat(exported(
                            MIXTRAL,
                            "TP8 EP8 PP1",
                            "--target",
                            target.getKey(),
                            "--model",
                            name,
                            "-o",
                            output(target.getKey())))
                    .as(err.toString())
                    .isIn(0, 5);
            LaunchFile file = new LaunchFile(target.getValue(), read(target.getKey(), target.getValue()));
            assertThat(LaunchFiles.of(List.of(file), Asked.NOTHING, Map.of())
                            .pools()
                            .getFirst()
                            .model())
                    .contains(name);
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
        JsonNode serving = steps.get(1);
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

    /** Of eight GPUs seven are left, of two nodes one: the plan beside is for those, and starts by itself. */
    @Test
    void whatIsLeftIsPlannedBeside() throws IOException, InterruptedException {
        String two = written("two.yaml", Files.readString(Path.of(MIXTRAL)).replace("count: 1", "count: 2"));
        List<List<String>> cases =
                List.of(List.of(MIXTRAL, "TP8 EP8 PP1", "a GPU", "7"), List.of(two, "TP8 EP8 PP1 x2", "a node", "8"));
        for (List<String> one : cases) {
            String name = one.get(2).replace(" ", "-");
            assertThat(run("export", one.get(0), one.get(1), "-o", output(name)))
                    .isIn(0, 5);
            assertThat(read(name, "README.md")).contains("Without " + one.get(2) + ": start what is in `fallback`");
            Path script = folder.resolve(name).resolve("fallback").resolve("node-0.sh");
            bash("-n", script.toString());
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
                "inputTokens: {uniform: [512, 1024]}, outputTokens: {uniform: [256, 512]}, arrivals: {rate: 20 requests/s, process: poisson}"
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
        String filled = written("filled.csv", row);
        assertThat(run("validate", filled, "--predictions", output("predicted.csv")))
                .as(err.toString())
                .isZero();
        List<String> lines = Files.readAllLines(folder.resolve("predicted.csv"));
        List<String> names = List.of(lines.get(0).split(",", -1));
        List<String> values = List.of(lines.get(1).split(",", -1));
        assertThat(Double.parseDouble(values.get(names.indexOf("predicted_ttft_ms"))) / 1e3)
                .isCloseTo(latency.get("timeToFirstToken").get("mean").asDouble(), withPercentage(8));
        assertThat(Double.parseDouble(values.get(names.indexOf("predicted_tpot_ms"))) / 1e3)
                .isCloseTo(latency.get("timePerOutputToken").get("mean").asDouble(), withPercentage(4));
        assertThat(read("out", "benchmark.sh")).contains("--request-rate ");
    }

    private static final List<String> GRAPH_FIELDS = List.of(
            "backendFramework",
            "services",
            "components",
            "name",
            "type",
            "componentType",
            "replicas",
            "resources",
            "limits",
            "gpu",
            "nvidia.com/gpu",
            "multinode",
            "nodeCount",
            "extraPodSpec",
            "mainContainer",
            "image",
            "command",
            "args",
            "env",
            "value",
            "podTemplate",
            "spec",
            "containers",
            "volumes",
            "volumeMounts",
            "mountPath",
            "configMap",
            "Frontend",
            "Worker");

    private static final List<String> CHART_FIELDS = List.of(
            "multinode",
            "modelArtifacts",
            "name",
            "uri",
            "accelerator",
            "type",
            "decode",
            "prefill",
            "create",
            "replicas",
            "parallelism",
            "tensor",
            "data",
            "dataLocal",
            "monitoring",
            "podmonitor",
            "enabled",
            "containers",
            "image",
            "modelCommand",
            "args",
            "env",
            "value",
            "resources",
            "limits",
            "nvidia.com/gpu");

    /** Fields are those that Dynamo's and llm-d's documents and templates have, or a pod's own. */
    @ParameterizedTest
    @CsvSource({
        "dynamo, sglang, TP2 DP2 EP4 PP1 x2",
        "dynamo, vllm, TP2 EP2 PP2 x2",
        "dynamo-v1beta1, vllm, TP2 EP2 PP2 x2",
        "dynamo-v1beta1, tensorrt-llm, TP4 EP2 ETP2 PP1 x2",
        "llm-d, vllm, TP2 DP2 EP4 PP1 x2"
    })
    void fieldsAreThoseOfTheOperator(String target, String engine, String degrees) throws IOException {
        assertThat(exported(
                        MIXTRAL,
                        degrees,
                        "--engine",
                        engine,
                        "--target",
                        target,
                        "--model",
                        "a/b",
                        "-o",
                        output("out")))
                .as(out.toString() + err)
                .isIn(0, 5);
        boolean chart = target.equals("llm-d");
        String text = read("out", chart ? "values.yaml" : "dynamo.yaml");
        String graph = chart ? text : text.substring(text.indexOf("kind: DynamoGraphDeployment"));
        List<String> fields = Pattern.compile("(?m)(?:^ *(?:- )?|[{] ?|, )([A-Za-z][A-Za-z./]*):(?= |$)")
                .matcher(chart ? text : graph.substring(graph.indexOf("spec:") + 5))
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(fields).hasSizeGreaterThan(15);
        assertThat(chart ? CHART_FIELDS : GRAPH_FIELDS).containsAll(fields);
    }

    /** One address answers for all servers: one client has the requests of both. */
    @Test
    void serversBehindOneDoorAreMeasuredByOneClient() throws IOException {
        for (String target : List.of("shell", "kubernetes")) {
            assertThat(exported(MIXTRAL, "TP4 EP4 PP1 x2", "--target", target, "-o", output(target)))
                    .isIn(0, 5);
        }
        int ofOne = number(read("shell", "benchmark.sh"), "--max-concurrency (\\d+)");
        assertThat(number(read("kubernetes", "benchmark.sh"), "--max-concurrency (\\d+)"))
                .isEqualTo(2 * ofOne);
        assertThat(read("shell", "benchmark.sh").split("vllm bench serve", -1)).hasSize(3);
        assertThat(read("kubernetes", "benchmark.sh").split("vllm bench serve", -1))
                .hasSize(2);
    }

    private static int number(String text, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        assertThat(found.find()).as(text).isTrue();
        return Integer.parseInt(found.group(1));
    }

    /** A chart of vLLM for servers of a node; what it has no field for says where else to go. */
    @Test
    void operatorsRefuseWhatTheyHaveNoFieldFor() throws IOException {
        String two = written("two.yaml", Files.readString(Path.of(MIXTRAL)).replace("count: 1", "count: 2"));
        List<List<String>> refused = List.of(
                List.of("starts vllm and no other", MIXTRAL, "TP4 EP4 PP1 x2", "sglang", "llm-d"),
                List.of("no --nnodes", two, "TP4 DP1 EP4 PP4", "vllm", "dynamo"),
                List.of("v1beta1 no field for several nodes", two, "TP2 DP8 EP16 PP1", "sglang", "dynamo-v1beta1"));
        for (List<String> one : refused) {
            assertThat(exported(
                            one.get(1),
                            one.get(2),
                            "--engine",
                            one.get(3),
                            "--target",
                            one.get(4),
                            "--model",
                            "a/b",
                            "-o",
                            output("out")))
                    .as(one.getFirst() + out)
                    .isEqualTo(3);
            assertThat(err.toString()).contains(one.getFirst(), "Maybe");
            assertThat(folder.resolve("out")).doesNotExist();
        }
        assertThat(exported(two, "TP2 DP8 EP1 ETP16 PP1", "--target", "llm-d", "--model", "a/b", "-o", output("w")))
                .as(out.toString() + err)
                .isIn(0, 5);
        assertThat(read("w", "manifest.yaml")).contains("LeaderWorkerSet");
    }

    @Test
    void filesOfOthersAreKept() throws IOException {
        Files.createDirectories(folder.resolve("out"));
        Files.writeString(folder.resolve("out").resolve("README.md"), "mine");
        assertThat(exported(MIXTRAL, "TP8 EP8 PP1", "-o", output("out"))).isEqualTo(3);
        assertThat(err.toString()).contains("README.md", "is there already", "--force");
        assertThat(listed("out")).containsExactly("README.md");
        assertThat(read("out", "README.md")).isEqualTo("mine");
        assertThat(exported(MIXTRAL, "TP8 EP8 PP1", "-o", output("out"), "--force"))
                .isIn(0, 5);
        assertThat(read("out", "README.md")).contains("vllm");
    }

    /** No vLLM mixes expert and expert-tensor parallelism: nothing is written, and the nearest plan is named. */
    @Test
    void whatTheEngineCannotExpressIsRefusedWithTheNearest() {
        assertThat(exported(MIXTRAL, "TP4 EP2 ETP2 PP1 x2", "-o", output("out")))
                .isEqualTo(4);
        assertThat(out.toString()).contains("wholeOrSplitExperts", "nearest");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void whatCannotBeStartedIsRefusedWithAWayOut() throws IOException {
        String training = written("training.yaml", TRAINING);
        List<List<String>> refused = List.of(
                List.of("3", "starts trainings alone", "export", MIXTRAL, "TP8 EP8 PP1", "--target", "slurm"),
                List.of(
                        "3",
                        "not started by a manifest",
                        "export",
                        training,
                        "TP2 DP4 EP8 PP4",
                        "--target",
                        "kubernetes"),
                List.of("3", "is no engine for this work", "export", training, "TP2 DP4 EP8 PP4", "--engine", "vllm"),
                List.of("3", "no release of vllm", "export", MIXTRAL, "TP8 EP8 PP1", "--engine-version", "0.3"),
                List.of("3", "would be taken for an option", "export", MIXTRAL, "TP8 EP8 PP1", "--model=--tp=8"),
                List.of("3", "has no letters", "export", MIXTRAL, "TP8 EP8 PP1", "--model", " "),
                List.of(
                        "2",
                        "none of shell, slurm, kubernetes, dynamo, dynamo-v1beta1, llm-d",
                        "export",
                        MIXTRAL,
                        "TP8 EP8 PP1",
                        "--target",
                        "helm"));
        for (List<String> one : refused) {
            List<String> arguments = Stream.concat(one.subList(2, one.size()).stream(), Stream.of("-o", output("out")))
                    .toList();
            assertThat(run(arguments.toArray(String[]::new)))
                    .as(one.get(1))
                    .isEqualTo(Integer.parseInt(one.getFirst()));
            assertThat(err.toString()).contains(one.get(1));
            assertThat(folder.resolve("out")).doesNotExist();
        }
    }

    /** Eight copies of two GPUs on two nodes of eight: 8 / 2 = 4 copies on each, those of the second begin with number 4. */
    @Test
    void nodesOfAServerKnowTheirPart() throws IOException {
        String problem = written("two.yaml", Files.readString(Path.of(MIXTRAL)).replace("count: 1", "count: 2"));
        assertThat(exported(problem, "TP2 DP8 EP1 ETP16 PP1", "-o", output("wide")))
                .as(out.toString() + err)
                .isIn(0, 5);
        assertThat(read("wide", "node-1.sh"))
                .contains(
                        "--data-parallel-size 8",
                        "--data-parallel-size-local 4",
                        "--data-parallel-start-rank 4",
                        "--headless");
        assertThat(exported(problem, "TP2 DP8 EP1 ETP16 PP1", "--target", "kubernetes", "-o", output("pods")))
                .as(out.toString() + err)
                .isIn(0, 5);
        assertThat(read("pods", "manifest.yaml")).contains("LeaderWorkerSet", "$$((LWS_WORKER_INDEX * 4))", "size: 2");
        assertThat(exported(problem, "TP1 DP8 EP8 PP1 x2", "-o", output("copies")))
                .as(out.toString() + err)
                .isIn(0, 5);
        assertThat(listed("copies")).contains("node-0.sh", "node-1.sh");
        assertThat(exported(problem, "TP4 DP1 EP4 PP4", "-o", output("stages")))
                .as(out.toString() + err)
                .isIn(0, 5);
        assertThat(read("stages", "node-1.sh"))
                .contains("--nnodes 2", "--node-rank 1", "--headless", "NODE_0_ADDRESS", "VLLM_PP_LAYER_PARTITION=");
        assertThat(read("stages", "node-0.sh")).contains("--node-rank 0").doesNotContain("--headless");
    }

    @Test
    void jsonSaysEachOptionWithItsSource() {
        assertThat(exported(MIXTRAL, "TP8 EP8 PP1", "-o", output("out"), "--format", "json"))
                .isIn(0, 5);
        assertThat(out.toString())
                .contains(
                        "\"name\": \"tensor-parallel-size\"",
                        "\"source\": \"vllm/config/parallel.py\"",
                        "\"node-0.sh\"");
    }
}
