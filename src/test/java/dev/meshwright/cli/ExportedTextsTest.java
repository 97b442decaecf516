package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.meshwright.ExportedScripts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What others' programs say of exported texts: shellcheck of scripts, and the fields that Kubernetes has of manifests. */
@Tag("slow")
class ExportedTextsTest extends CommandRun {

    private static final String MIXTRAL = "problems/mixtral-8x7b-8xh100.yaml";

    private static final List<Path> SHELLCHECKS = Stream.of("/usr/bin/shellcheck", "/usr/local/bin/shellcheck")
            .map(Path::of)
            .filter(Files::isExecutable)
            .toList();

    private int exported(String problem, String degrees, String engine, String target, String place) {
        return run(
                "export",
                "--no-fallback",
                problem,
                degrees,
                "--engine",
                engine,
                "--target",
                target,
                "--model",
                "a/b $(c) 'd'",
                "-o",
                folder.resolve(place).toString());
    }

    private String two() throws IOException {
        return written("two.yaml", Files.readString(Path.of(MIXTRAL)).replace("count: 1", "count: 2"));
    }

    private String training() throws IOException {
        return written("training.yaml", """
                name: training
                model: {catalog: mixtral-8x7b}
                cluster: {nodes: [{count: 4, gpus: 8, gpu: h100-sxm}]}
                workload: {phase: training, sequenceLength: 4096, globalBatch: 64, microBatch: 1, zeroStage: 1}
                assumptions: {engine: megatron}
                """);
    }

    /** Debian's package; where it is not installed nothing is said. */
    @Test
    void shellcheckHasNothingToSay() throws IOException {
        assumeThat(SHELLCHECKS).as("a shellcheck on this machine").isNotEmpty();
        List<Integer> codes = new ArrayList<>();
        codes.add(exported(MIXTRAL, "TP4 EP4 PP1 x2", "vllm", "shell", "one"));
        codes.add(exported(two(), "TP4 DP1 EP4 PP4", "vllm", "shell", "stages"));
        codes.add(exported(two(), "TP2 DP8 EP16 PP1", "sglang", "shell", "wide"));
        codes.add(exported(two(), "TP4 EP2 ETP2 PP4", "tensorrt-llm", "shell", "mpi"));
        codes.add(exported(training(), "TP2 DP4 EP8 PP4", "megatron", "shell", "nodes"));
        codes.add(exported(training(), "TP2 DP4 EP8 PP4", "megatron", "slurm", "job"));
        assertThat(codes).as(err.toString()).allMatch(code -> code == 0 || code == 5);
        ExportedScripts scripts = new ExportedScripts().add(folder);
        assertThat(scripts.size()).isGreaterThan(10);
        scripts.passBoth();
    }

    /** Fields of Kubernetes' own kinds (core/v1, apps/v1) and of LeaderWorkerSet, as far as we write any. */
    private static final Map<String, Set<String>> FIELDS = Map.ofEntries(
            Map.entry("Deployment", Set.of("apiVersion", "kind", "metadata", "spec")),
            Map.entry("Deployment.spec", Set.of("replicas", "selector", "template")),
            Map.entry("Deployment.spec.selector", Set.of("matchLabels")),
            Map.entry("LeaderWorkerSet", Set.of("apiVersion", "kind", "metadata", "spec")),
            Map.entry("LeaderWorkerSet.spec", Set.of("replicas", "leaderWorkerTemplate")),
            Map.entry("LeaderWorkerSet.spec.leaderWorkerTemplate", Set.of("size", "leaderTemplate", "workerTemplate")),
            Map.entry("Service", Set.of("apiVersion", "kind", "metadata", "spec")),
            Map.entry("Service.spec", Set.of("selector", "ports")),
            Map.entry("Service.spec.ports", Set.of("port", "targetPort")),
            Map.entry("ConfigMap", Set.of("apiVersion", "kind", "metadata", "data")),
            Map.entry("metadata", Set.of("name", "labels")),
            Map.entry("pod", Set.of("containers", "volumes")),
            Map.entry(
                    "container",
                    Set.of("name", "image", "command", "resources", "ports", "readinessProbe", "volumeMounts")),
            Map.entry("volume", Set.of("name", "emptyDir", "configMap")),
            Map.entry("mount", Set.of("name", "mountPath")));

    /**
     * Fields that those kinds must have: Kubernetes' API reference (core/v1, apps/v1); of LeaderWorkerSet its definition,
     * kubernetes-sigs/lws config/crd/bases of August 2026, against which whole manifests were checked by hand.
     */
    private static final Map<String, Set<String>> REQUIRED = Map.of(
            "Deployment.spec",
            Set.of("selector", "template"),
            "LeaderWorkerSet.spec",
            Set.of("leaderWorkerTemplate"),
            "LeaderWorkerSet.spec.leaderWorkerTemplate",
            Set.of("workerTemplate"),
            "Service.spec.ports",
            Set.of("port"),
            "ConfigMap",
            Set.of("data"),
            "metadata",
            Set.of("name"),
            "pod",
            Set.of("containers"),
            "container",
            Set.of("name"),
            "volume",
            Set.of("name"),
            "mount",
            Set.of("name", "mountPath"));

    private static final Map<String, String> VERSIONS = Map.of(
            "Deployment",
            "apps/v1",
            "LeaderWorkerSet",
            "leaderworkerset.x-k8s.io/v1",
            "Service",
            "v1",
            "ConfigMap",
            "v1");

    @ParameterizedTest
    @CsvSource({
        "vllm, TP4 EP4 PP1 x2, 1",
        "sglang, TP2 DP2 EP4 PP1 x2, 1",
        "tensorrt-llm, TP1 DP8 EP8 PP1, 1",
        "vllm, TP4 DP1 EP4 PP4, 2",
        "sglang, TP2 DP8 EP16 PP1, 2"
    })
    void manifestsAreWhatKubernetesTakes(String engine, String degrees, int nodes) throws IOException {
        String problem = nodes == 1 ? MIXTRAL : two();
        assertThat(exported(problem, degrees, engine, "kubernetes", "out"))
                .as(out.toString() + err)
                .isIn(0, 5);
        String text = Files.readString(folder.resolve("out").resolve("manifest.yaml"));
        Set<String> kinds = new HashSet<>();
        Set<String> maps = new HashSet<>();
        Iterable<Object> documents = new Load(LoadSettings.builder().build()).loadAllFromString(text);
        for (Object document : documents) {
            Map<?, ?> root = (Map<?, ?>) document;
            String kind = (String) root.get("kind");
            kinds.add(kind);
            assertThat(root.get("apiVersion")).isEqualTo(VERSIONS.get(kind));
            fields(kind, root);
            fields("metadata", at(root, "metadata"));
            String name = (String) at(root, "metadata").get("name");
            assertThat(name).matches("[a-z]([a-z0-9-]{0,61}[a-z0-9])?");
            switch (kind) {
                case "ConfigMap" -> {
                    maps.add(name);
                    assertThat(at(root, "data").values()).allMatch(String.class::isInstance);
                }
                case "Deployment" -> deployment(root, maps);
                case "LeaderWorkerSet" -> group(root, maps, nodes);
                default -> service(at(root, "spec"));
            }
        }
        assertThat(kinds).contains("Service", nodes == 1 ? "Deployment" : "LeaderWorkerSet");
    }

    private static void service(Map<?, ?> spec) {
        fields("Service.spec", spec);
        assertThat(at(spec, "selector").values()).allMatch(String.class::isInstance);
        for (Object port : (List<?>) spec.get("ports")) {
            fields("Service.spec.ports", (Map<?, ?>) port);
            assertThat((int) ((Map<?, ?>) port).get("port")).isBetween(1, 65_535);
        }
    }

    private static void deployment(Map<?, ?> root, Set<String> maps) {
        Map<?, ?> spec = at(root, "spec");
        fields("Deployment.spec", spec);
        fields("Deployment.spec.selector", at(spec, "selector"));
        Map<?, ?> template = at(spec, "template");
        assertThat(at(at(template, "metadata"), "labels")).isEqualTo(at(at(spec, "selector"), "matchLabels"));
        assertThat((int) spec.get("replicas")).isPositive();
        pod(at(template, "spec"), maps);
    }

    private static void group(Map<?, ?> root, Set<String> maps, int nodes) {
        Map<?, ?> spec = at(root, "spec");
        fields("LeaderWorkerSet.spec", spec);
        Map<?, ?> template = at(spec, "leaderWorkerTemplate");
        fields("LeaderWorkerSet.spec.leaderWorkerTemplate", template);
        assertThat(template.get("size")).isEqualTo(nodes);
        pod(at(at(template, "leaderTemplate"), "spec"), maps);
        pod(at(at(template, "workerTemplate"), "spec"), maps);
    }

    /** Mounts have volumes, volumes of files have a ConfigMap in the same text, commands are words, and GPUs are asked for. */
    private static void pod(Map<?, ?> pod, Set<String> maps) {
        fields("pod", pod);
        Set<Object> volumes = new HashSet<>();
        for (Object volume : (List<?>) pod.get("volumes")) {
            Map<?, ?> one = (Map<?, ?>) volume;
            fields("volume", one);
            volumes.add(one.get("name"));
            if (one.containsKey("configMap")) {
                assertThat(maps).contains((String) at(one, "configMap").get("name"));
            }
        }
        for (Object each : (List<?>) pod.get("containers")) {
            Map<?, ?> container = (Map<?, ?>) each;
            fields("container", container);
            assertThat((String) container.get("image")).isNotBlank();
            assertThat((List<?>) container.get("command")).allMatch(String.class::isInstance);
            assertThat((int) at(at(container, "resources"), "limits").get("nvidia.com/gpu"))
                    .isPositive();
            for (Object mount : (List<?>) container.get("volumeMounts")) {
                fields("mount", (Map<?, ?>) mount);
                assertThat(volumes).contains(((Map<?, ?>) mount).get("name"));
            }
        }
    }

    private static void fields(String kind, Map<?, ?> mapping) {
        for (Object field : mapping.keySet()) {
            assertThat(FIELDS.get(kind)).as(kind).contains((String) field);
        }
        for (String field : REQUIRED.getOrDefault(kind, Set.of())) {
            assertThat(mapping.get(field)).as(kind + ": " + field).isNotNull();
        }
    }

    private static Map<?, ?> at(Map<?, ?> mapping, String field) {
        Object value = mapping.get(field);
        assertThat(value).as(field).isInstanceOf(Map.class);
        return (Map<?, ?>) value;
    }
}
