package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.meshwright.ExportedScripts;
import dev.meshwright.io.launch.LaunchFiles;
import dev.meshwright.launch.LaunchFile;
import dev.meshwright.launch.engine.Asked;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Exports from the command line: whole or not at all, never over somebody's files, and no value is ever run. */
@Tag("slow")
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
    void everyFileIsWhole(String engine, String target, String degrees) throws IOException {
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
        new ExportedScripts().add(folder.resolve("out")).passBoth();
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

    /** Mixtral is published in 16 bits, of which vLLM makes 8 while it loads and TensorRT-LLM does not. */
    @Test
    void weightsThatNobodyHasAreAskedFor() throws IOException {
        String problem =
                written("narrow.yaml", Files.readString(Path.of(MIXTRAL)).replace("weights: bf16", "weights: fp8"));
        List<String> plan = List.of(problem, "TP4 EP4 PP1 x2", "--engine", "tensorrt-llm", "-o", output("narrow"));
        assertThat(exported(plan.toArray(String[]::new))).isEqualTo(3);
        assertThat(err.toString()).contains("--model with a checkpoint in FP8");
        assertThat(folder.resolve("narrow")).doesNotExist();
        String given = "nvidia/Mixtral-8x7B-Instruct-v0.1-FP8";
        assertThat(exported(Stream.concat(plan.stream(), Stream.of("--model", given))
                        .toArray(String[]::new)))
                .as(err.toString())
                .isIn(0, 5);
        assertThat(exported(problem, "TP4 EP4 PP1 x2", "-o", output("made")))
                .as(err.toString())
                .isIn(0, 5);
        assertThat(read("made", "node-0.sh")).contains("--quantization fp8");
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
