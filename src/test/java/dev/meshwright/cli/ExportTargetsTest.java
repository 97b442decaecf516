package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exports for operators and charts: the fields they have, one door for all servers, and refusals of what they have no field for. */
@Tag("slow")
class ExportTargetsTest extends CommandRun {

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

    /** Releases are tagged by three numbers, though the tables name the newest by two. */
    @ParameterizedTest
    @CsvSource({
        "kubernetes, vllm, vllm/vllm-openai:v",
        "llm-d, vllm, vllm/vllm-openai:v",
        "kubernetes, sglang, lmsysorg/sglang:v",
        "kubernetes, tensorrt-llm, nvidia/tensorrt-llm/release:"
    })
    void imagesHaveTagsOfReleases(String target, String engine, String image) throws IOException {
        int code = exported(
                MIXTRAL,
                engine.equals("vllm") ? "TP4 EP4 PP1 x2" : "TP4 EP2 ETP2 PP1 x2",
                "--engine",
                engine,
                "--target",
                target,
                "-o",
                output("tags"));
        assertThat(code).as(err.toString()).isIn(0, 5);
        String file = read("tags", target.equals("llm-d") ? "values.yaml" : "manifest.yaml");
        Matcher tag = Pattern.compile("image: \"?(\\S+:v?[^\"\\s]+)").matcher(file);
        assertThat(tag.find()).as(file).isTrue();
        assertThat(tag.group(1)).startsWith(image).matches(".*:v?\\d+\\.\\d+\\.\\d+");
    }

    /** 1536 / 8 = 192 columns of an expert are no whole blocks of 128: weights that become FP8 while they are loaded have none. */
    @Test
    void weightsInEightBitsAreReadBackWithoutBlocks() throws IOException {
        String problem = written("online.yaml", """
                name: online
                model: {catalog: qwen3-235b-a22b, weights: fp8}
                cluster: {nodes: [{count: 1, gpus: 8, gpu: h200-sxm}]}
                workload: {phase: decode, inputTokens: 1024, outputTokens: 256, concurrency: 32}
                assumptions: {engine: vllm}
                """);
        assertThat(exported(problem, "TP8 ETP8 PP1", "--model", "Qwen/Qwen3-235B-A22B", "-o", output("online")))
                .as(err.toString())
                .isIn(0, 5);
        assertThat(read("online", "node-0.sh")).contains("--quantization fp8 ");
        assertThat(run("import", folder.resolve("online").resolve("node-0.sh").toString()))
                .isZero();
        assertThat(out.toString()).contains("weights FP8,").doesNotContain("weights FP8 block");
    }

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
}
