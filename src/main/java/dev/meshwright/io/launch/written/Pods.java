package dev.meshwright.io.launch.written;

import dev.meshwright.answer.launch.ExportedPool;
import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.launch.export.Flag;
import dev.meshwright.launch.export.node.NodePart;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What manifests of all kinds share: names, files, variables, and what no manifest starts. */
final class Pods {

    /** Where files that commands name lie in a container. */
    static final String FOLDER = "/etc/meshwright";

    /** A name of Kubernetes has at most 63 letters, some of which are ours. */
    private static final int LONGEST_NAME = 50;

    /** No ConfigMap is larger. */
    private static final int LARGEST_FILES = 1_000_000;

    private final ExportedPool answer;
    private final Map<String, String> files;
    private final String name;

    /**
     * @param files that commands name
     * @throws InvalidInputException where servers are not alike, a training is asked for, or files are too large
     */
    Pods(ExportedPool answer, Map<String, String> files) {
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
        NodePart first = first();
        boolean alike =
                answer.parts().stream().allMatch(part -> part.nodes() == first.nodes() && part.gpus() == first.gpus());
        if (answer.ordered().book().trains()) {
            faults.add(fault("trainings are not started by a manifest", "Maybe --target slurm or shell."));
        } else if (!alike) {
            faults.add(fault(
                    "servers lie on different numbers of nodes, and replicas of one manifest are alike",
                    "Maybe --target shell."));
        }
        if (files.values().stream().mapToInt(String::length).sum() > LARGEST_FILES) {
            faults.add(fault("the map of experts is larger than a ConfigMap may be", "Maybe --target shell."));
        }
        refuse(faults);
    }

    /** Refuses a plan that the target cannot start. */
    void refuse(boolean refused, String message, String maybe) {
        if (refused) {
            refuse(List.of(fault(message, maybe)));
        }
    }

    private static void refuse(List<Fault> faults) {
        if (!faults.isEmpty()) {
            throw new InvalidInputException(faults);
        }
    }

    private Fault fault(String message, String maybe) {
        return new Fault("", "--target", answer.target().label(), message, maybe);
    }

    String name() {
        return name;
    }

    /** Name of the servers: that of their pool beside another. */
    String servers() {
        return name + answer.ordered().role().map(role -> "-" + role.label()).orElse("");
    }

    /** Labels of their pods. */
    Map<String, Object> labels() {
        Map<String, Object> labels = mapping("app", servers());
        answer.ordered().role().ifPresent(role -> labels.put("role", role.label()));
        return labels;
    }

    /** The part that answers requests. */
    NodePart first() {
        return answer.parts().getFirst();
    }

    /** Nodes of a server. */
    int nodes() {
        return first().nodes();
    }

    /** The files as a ConfigMap; none without files. */
    List<Map<String, Object>> configMap() {
        return files.isEmpty()
                ? List.of()
                : List.of(mapping(
                        "apiVersion",
                        "v1",
                        "kind",
                        "ConfigMap",
                        "metadata",
                        mapping("name", name + "-files"),
                        "data",
                        files));
    }

    /** Volumes of a pod: its files, if any. */
    List<Map<String, Object>> volumes() {
        return files.isEmpty()
                ? List.of()
                : List.of(mapping("name", "files", "configMap", mapping("name", name + "-files")));
    }

    /** Where a container sees the volumes. */
    List<Map<String, Object>> mounts() {
        return files.isEmpty() ? List.of() : List.of(mapping("name", "files", "mountPath", FOLDER));
    }

    /** Variables of the engine's environment. */
    List<Map<String, Object>> environment() {
        List<Map<String, Object>> variables = new ArrayList<>();
        for (Flag flag : answer.exported().environment()) {
            variables.add(mapping("name", flag.option().name(), "value", literal(flag.value())));
        }
        return variables;
    }

    /** Words as Kubernetes hands them on: it takes {@code $$} for a dollar and would fill in what {@code $(name)} says. */
    static List<String> literal(List<String> words) {
        return words.stream().map(Pods::literal).toList();
    }

    static String literal(String word) {
        return word.replace("$", "$$");
    }

    /** A mapping in that order; lists that are empty are left out. */
    static Map<String, Object> mapping(Object... keysAndValues) {
        Map<String, Object> mapping = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            boolean nothing = keysAndValues[i + 1] instanceof List<?> list && list.isEmpty();
            if (!nothing) {
                mapping.put((String) keysAndValues[i], keysAndValues[i + 1]);
            }
        }
        return mapping;
    }
}
