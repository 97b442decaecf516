package dev.meshwright.io.launch.written;

import static dev.meshwright.io.launch.written.Pods.mapping;

import dev.meshwright.answer.launch.ExportedPool;
import dev.meshwright.facts.engine.option.OptionBook;
import dev.meshwright.io.tree.Documents;
import dev.meshwright.launch.export.Target;
import dev.meshwright.launch.export.shell.WorkerWords;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.PoolRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A DynamoGraphDeployment: a frontend and workers, in {@code nvidia.com/v1alpha1} ({@code spec.services}) or {@code v1beta1}
 * ({@code spec.components}). Ranks, ports and addresses are the operator's.
 */
final class DynamoGraph {

    private static final List<String> FRONTEND = List.of("python3", "-m", "dynamo.frontend");

    private static final List<String> ROUTER = List.of("--router-mode", "kv");

    private final List<ExportedPool> pools;
    private final ExportedPool answer;
    private final Map<String, String> files;
    private final Pods pods;
    private final OptionBook.Worker worker;
    private final boolean beta;

    /** @param pools that answer requests together; one where all servers do both */
    DynamoGraph(List<ExportedPool> pools, Map<String, String> files) {
        this.pools = List.copyOf(pools);
        this.answer = pools.getFirst();
        this.files = files;
        this.pods = new Pods(answer, files);
        this.beta = answer.target() == Target.DYNAMO_V1BETA1;
        this.worker = answer.ordered().book().start().worker().orElseThrow();
        pools.forEach(this::require);
    }

    private void require(ExportedPool answer) {
        Pods pods = new Pods(answer, files);
        OptionBook book = answer.ordered().book();
        Degrees degrees = answer.ordered().degrees();
        int copy = degrees.tensor() * degrees.pipeline();
        pods.refuse(
                book.engine().equals("vllm") && copy > pods.first().gpus(),
                "the operator passes no --nnodes on: an attention copy of " + copy + " GPUs would see "
                        + pods.first().gpus(),
                "Maybe --target kubernetes or shell, or degrees whose TP x PP fits on a node.");
        pods.refuse(
                beta && pods.nodes() > 1,
                "of nvidia.com/v1beta1 no field for several nodes is known",
                "Maybe --target dynamo, which is v1alpha1.");
    }

    String text() {
        List<Map<String, Object>> documents = new ArrayList<>(pods.configMap());
        documents.add(mapping(
                "apiVersion",
                beta ? "nvidia.com/v1beta1" : "nvidia.com/v1alpha1",
                "kind",
                "DynamoGraphDeployment",
                "metadata",
                mapping("name", pods.name()),
                "spec",
                beta ? components() : services()));
        return String.join("---\n", documents.stream().map(Documents::toYaml).toList());
    }

    private String framework() {
        String engine = answer.ordered().book().engine();
        return engine.equals("tensorrt-llm") ? "trtllm" : engine;
    }

    private static List<String> arguments(ExportedPool pool) {
        return Pods.literal(WorkerWords.ofDynamo(pool.ordered(), pool.exported(), Pods.FOLDER));
    }

    private Map<String, Object> services() {
        Map<String, Object> frontend = mapping(
                "componentType",
                "frontend",
                "replicas",
                1,
                "extraPodSpec",
                mapping("mainContainer", mapping("image", answer.image(), "command", FRONTEND, "args", ROUTER)));
        Map<String, Object> services = mapping("Frontend", frontend);
        pools.forEach(pool -> services.put(pool.workerName(), service(pool)));
        return mapping("backendFramework", framework(), "services", services);
    }

    private Map<String, Object> service(ExportedPool pool) {
        Pods pods = new Pods(pool, files);
        Map<String, Object> service = mapping("componentType", "worker");
        pool.ordered().role().ifPresent(role -> service.put("subComponentType", role.label()));
        service.put("replicas", pool.ordered().degrees().replicas());
        if (pods.nodes() > 1) {
            service.put("multinode", mapping("nodeCount", pods.nodes()));
        }
        service.put(
                "resources",
                mapping("limits", mapping("gpu", String.valueOf(pods.first().gpus()))));
        Map<String, Object> container = mapping(
                "image",
                answer.image(),
                "command",
                worker.program(),
                "args",
                arguments(pool),
                "env",
                pods.environment(),
                "volumeMounts",
                pods.mounts());
        service.put("extraPodSpec", mapping("mainContainer", container, "volumes", pods.volumes()));
        return service;
    }

    private Map<String, Object> components() {
        Map<String, Object> frontend = mapping(
                "name",
                "Frontend",
                "type",
                "frontend",
                "replicas",
                1,
                "podTemplate",
                mapping(
                        "spec",
                        mapping(
                                "containers",
                                List.of(mapping(
                                        "name",
                                        "main",
                                        "image",
                                        answer.image(),
                                        "command",
                                        FRONTEND,
                                        "args",
                                        ROUTER)))));
        return mapping("backendFramework", framework(), "components", components(frontend));
    }

    private List<Map<String, Object>> components(Map<String, Object> frontend) {
        List<Map<String, Object>> components = new ArrayList<>(List.of(frontend));
        pools.forEach(pool -> components.add(workers(pool)));
        return components;
    }

    private Map<String, Object> workers(ExportedPool pool) {
        Pods pods = new Pods(pool, files);
        Map<String, Object> container = mapping(
                "name",
                "main",
                "image",
                answer.image(),
                "command",
                worker.program(),
                "args",
                arguments(pool),
                "env",
                pods.environment(),
                "resources",
                mapping(
                        "limits",
                        mapping("nvidia.com/gpu", String.valueOf(pods.first().gpus()))),
                "volumeMounts",
                pods.mounts());
        return mapping(
                "name",
                pool.workerName(),
                "type",
                pool.ordered().role().map(PoolRole::label).orElse("worker"),
                "replicas",
                pool.ordered().degrees().replicas(),
                "podTemplate",
                mapping("spec", mapping("containers", List.of(container), "volumes", pods.volumes())));
    }
}
