package dev.meshwright.io.launch.written;

import dev.meshwright.answer.ExportAnswer;
import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.io.tree.Documents;
import dev.meshwright.launch.export.Addresses;
import dev.meshwright.launch.export.NodePart;
import dev.meshwright.launch.export.shell.ServerCommand;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A manifest for Kubernetes: a Deployment ({@code apps/v1}) where a server lies on one node, else a LeaderWorkerSet ({@code
 * leaderworkerset.x-k8s.io/v1}); a Service, and a ConfigMap for files that commands name.
 */
final class Manifest {

    private static final int PORT = 8000;

    /** A name of Kubernetes has at most 63 letters, some of which are ours. */
    private static final int LONGEST_NAME = 50;

    /** No ConfigMap is larger. */
    private static final int LARGEST_FILES = 1_000_000;

    private static final String FOLDER = "/etc/meshwright";

    private final ExportAnswer answer;
    private final Map<String, String> files;
    private final String name;

    Manifest(ExportAnswer answer, Map<String, String> files) {
        this.answer = answer;
        this.files = files;
        this.name = name(answer.ordered().problem().name());
        require();
    }

    private static String name(String problem) {
        String plain =
                problem.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^[-0-9]+|-+$", "");
        String cut = plain.substring(0, Math.min(LONGEST_NAME, plain.length())).replaceAll("-+$", "");
        return cut.isEmpty() ? "server" : cut;
    }

    private void require() {
        List<Fault> faults = new ArrayList<>();
        NodePart first = answer.parts().getFirst();
        boolean alike =
                answer.parts().stream().allMatch(part -> part.nodes() == first.nodes() && part.gpus() == first.gpus());
        if (answer.ordered().book().trains()) {
            faults.add(fault("trainings are not started by a manifest", "Maybe --target slurm or shell."));
        } else if (!alike) {
            faults.add(fault(
                    "servers lie on different numbers of nodes, and replicas of one manifest are alike",
                    "Maybe --target shell."));
        } else if (first.nodes() > 1
                && !answer.ordered().book().start().launcher().isEmpty()) {
            faults.add(fault(
                    "servers of " + answer.ordered().book().engine()
                            + " on several nodes are started by MPI, which no manifest of ours does",
                    "Maybe --target shell, or degrees that fit on a node."));
        }
        if (files.values().stream().mapToInt(String::length).sum() > LARGEST_FILES) {
            faults.add(fault("the map of experts is larger than a ConfigMap may be", "Maybe --target shell."));
        }
        if (!faults.isEmpty()) {
            throw new InvalidInputException(faults);
        }
    }

    private static Fault fault(String message, String maybe) {
        return new Fault("", "--target", "kubernetes", message, maybe);
    }

    String text() {
        List<Map<String, Object>> documents = new ArrayList<>();
        if (!files.isEmpty()) {
            documents.add(mapping(
                    "apiVersion",
                    "v1",
                    "kind",
                    "ConfigMap",
                    "metadata",
                    mapping("name", name + "-files"),
                    "data",
                    files));
        }
        boolean several = answer.parts().getFirst().nodes() > 1;
        documents.add(several ? group() : deployment());
        Map<String, Object> selector = several
                ? mapping("leaderworkerset.sigs.k8s.io/name", name, "leaderworkerset.sigs.k8s.io/worker-index", "0")
                : mapping("app", name);
        documents.add(mapping(
                "apiVersion",
                "v1",
                "kind",
                "Service",
                "metadata",
                mapping("name", name),
                "spec",
                mapping("selector", selector, "ports", List.of(mapping("port", PORT, "targetPort", PORT)))));
        return String.join("---\n", documents.stream().map(Documents::toYaml).toList());
    }

    private Map<String, Object> deployment() {
        Map<String, Object> template = mapping(
                "metadata",
                mapping("labels", mapping("app", name)),
                "spec",
                pod(answer.parts().getFirst()));
        return mapping(
                "apiVersion",
                "apps/v1",
                "kind",
                "Deployment",
                "metadata",
                mapping("name", name),
                "spec",
                mapping(
                        "replicas", answer.ordered().degrees().replicas(),
                        "selector", mapping("matchLabels", mapping("app", name)),
                        "template", template));
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
                                        "leaderTemplate", mapping("spec", pod(leader)),
                                        "workerTemplate", mapping("spec", pod(worker)))));
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
        if (!files.isEmpty()) {
            mounts.add(mapping("name", "files", "mountPath", FOLDER));
            volumes.add(mapping("name", "files", "configMap", mapping("name", name + "-files")));
        }
        container.put("volumeMounts", mounts);
        return mapping("containers", List.of(container), "volumes", volumes);
    }

    /** A shell that the command replaces. Kubernetes takes {@code $$} for a dollar and would fill in what {@code $(name)} says. */
    private List<String> command(NodePart part) {
        String folder = files.isEmpty() ? "" : "cd " + FOLDER + "\n";
        String script = folder
                + "exec env "
                + ServerCommand.of(answer.ordered(), answer.exported(), part, Addresses.ofPods(PORT), false, List.of())
                + "\n";
        return List.of("/bin/bash", "-ec", script.replace("$", "$$"));
    }

    private static Map<String, Object> mapping(Object... keysAndValues) {
        Map<String, Object> mapping = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            mapping.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return mapping;
    }
}
