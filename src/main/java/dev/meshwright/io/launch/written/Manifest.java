package dev.meshwright.io.launch.written;

import static dev.meshwright.io.launch.written.Pods.mapping;

import dev.meshwright.answer.launch.ExportedPool;
import dev.meshwright.io.tree.Documents;
import dev.meshwright.launch.export.node.Addresses;
import dev.meshwright.launch.export.node.NodePart;
import dev.meshwright.launch.export.shell.ServerCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A manifest for Kubernetes: a Deployment ({@code apps/v1}) where a server lies on one node, else a LeaderWorkerSet ({@code
 * leaderworkerset.x-k8s.io/v1}); a Service, and a ConfigMap for files that commands name. Servers of a pool have addresses of
 * their own, {@code name-0.name}, as a router wants them: those of a StatefulSet, or of leaders.
 */
final class Manifest {

    /** At which servers answer, and a router. */
    static final int PORT = 8000;

    private final ExportedPool answer;
    private final Map<String, String> files;
    private final Pods pods;
    private final String name;

    Manifest(ExportedPool answer, Map<String, String> files) {
        this.answer = answer;
        this.files = files;
        this.pods = new Pods(answer, files);
        this.name = pods.servers();
        pods.refuse(
                pods.nodes() > 1 && !answer.ordered().book().start().launcher().isEmpty(),
                "servers of " + answer.ordered().book().engine()
                        + " on several nodes are started by MPI, which no manifest of ours does",
                "Maybe --target dynamo or shell, or degrees that fit on a node.");
    }

    String text() {
        List<Map<String, Object>> documents = new ArrayList<>(pods.configMap());
        documents.addAll(servers());
        return text(documents);
    }

    /** Documents as one text. */
    static String text(List<Map<String, Object>> documents) {
        return String.join("---\n", documents.stream().map(Documents::toYaml).toList());
    }

    /** Servers and what reaches them; a LeaderWorkerSet brings the names of its pods itself, under its own name. */
    List<Map<String, Object>> servers() {
        boolean several = answer.parts().getFirst().nodes() > 1;
        boolean addressed = answer.ordered().role().isPresent();
        List<Map<String, Object>> documents = new ArrayList<>(List.of(several ? group() : deployment()));
        if (!several) {
            documents.add(service(name, mapping("app", name), addressed));
        } else if (!addressed) {
            documents.add(service(
                    name + "-leader",
                    mapping("leaderworkerset.sigs.k8s.io/name", name, "leaderworkerset.sigs.k8s.io/worker-index", "0"),
                    false));
        }
        return documents;
    }

    /** @param headless whether it names pods in place of sharing requests out */
    static Map<String, Object> service(String name, Map<String, Object> selector, boolean headless) {
        Map<String, Object> spec = headless ? mapping("clusterIP", "None") : mapping();
        spec.put("selector", selector);
        spec.put("ports", List.of(mapping("port", PORT, "targetPort", PORT)));
        return mapping("apiVersion", "v1", "kind", "Service", "metadata", mapping("name", name), "spec", spec);
    }

    private Map<String, Object> deployment() {
        boolean addressed = answer.ordered().role().isPresent();
        Map<String, Object> template = mapping(
                "metadata",
                mapping("labels", pods.labels()),
                "spec",
                pod(answer.parts().getFirst()));
        Map<String, Object> spec = addressed ? mapping("serviceName", name) : mapping();
        spec.put("replicas", answer.ordered().degrees().replicas());
        spec.put("selector", mapping("matchLabels", pods.labels()));
        spec.put("template", template);
        return mapping(
                "apiVersion",
                "apps/v1",
                "kind",
                addressed ? "StatefulSet" : "Deployment",
                "metadata",
                mapping("name", name),
                "spec",
                spec);
    }

    private Map<String, Object> group() {
        NodePart leader = answer.parts().getFirst();
        NodePart worker = answer.parts().get(1);
        return mapping(
                "apiVersion",
                "leaderworkerset.x-k8s.io/v1",
                "kind",
                "LeaderWorkerSet",
                "metadata",
                mapping("name", name),
                "spec",
                mapping(
                        "replicas", answer.ordered().degrees().replicas(),
                        "leaderWorkerTemplate",
                                mapping(
                                        "size", leader.nodes(),
                                        "leaderTemplate", leaderTemplate(leader),
                                        "workerTemplate", mapping("spec", pod(worker)))));
    }

    private Map<String, Object> leaderTemplate(NodePart leader) {
        return answer.ordered().role().isPresent()
                ? mapping("metadata", mapping("labels", pods.labels()), "spec", pod(leader))
                : mapping("spec", pod(leader));
    }

    private Map<String, Object> pod(NodePart part) {
        Map<String, Object> container = mapping("name", "engine", "image", answer.image(), "command", command(part));
        container.put("resources", mapping("limits", mapping("nvidia.com/gpu", part.gpus())));
        if (part.rank() == 0) {
            container.put("ports", List.of(mapping("containerPort", PORT)));
            container.put(
                    "readinessProbe",
                    mapping(
                            "httpGet",
                            mapping("path", "/health", "port", PORT),
                            "periodSeconds",
                            10,
                            "failureThreshold",
                            360));
        }
        List<Map<String, Object>> mounts = new ArrayList<>();
        List<Map<String, Object>> volumes = new ArrayList<>();
        mounts.add(mapping("name", "shared-memory", "mountPath", "/dev/shm"));
        volumes.add(mapping("name", "shared-memory", "emptyDir", mapping("medium", "Memory")));
        mounts.addAll(pods.mounts());
        volumes.addAll(pods.volumes());
        container.put("volumeMounts", mounts);
        return mapping("containers", List.of(container), "volumes", volumes);
    }

    /** A shell that the command replaces. */
    private List<String> command(NodePart part) {
        String folder = files.isEmpty() ? "" : "cd " + Pods.FOLDER + "\n";
        String script = folder
                + "exec env "
                + ServerCommand.of(answer.ordered(), answer.exported(), part, Addresses.ofPods(PORT), false, List.of())
                + "\n";
        return List.of("/bin/bash", "-ec", Pods.literal(script));
    }
}
