package dev.meshwright.io.launch.written;

import static dev.meshwright.io.launch.written.Pods.mapping;

import dev.meshwright.answer.ExportAnswer;
import dev.meshwright.facts.engine.option.Meaning;
import dev.meshwright.io.tree.Documents;
import dev.meshwright.launch.export.shell.WorkerWords;
import dev.meshwright.layout.Degrees;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Values of llm-d's modelservice chart for servers that lie on one node each. The chart writes {@code vllm serve}, the model,
 * tensor ranks and copies of attention; it has no field for experts, stages or the cache, which stand among the arguments.
 */
final class ChartValues {

    /** What the chart writes by itself, from the model and its parallelism. */
    private static final Set<Meaning> WRITTEN = Set.of(Meaning.MODEL, Meaning.TENSOR, Meaning.DATA);

    private final ExportAnswer answer;
    private final Pods pods;

    ChartValues(ExportAnswer answer, Map<String, String> files) {
        this.answer = answer;
        this.pods = new Pods(answer, files);
        pods.refuse(
                !answer.ordered().book().engine().equals("vllm"),
                "llm-d's chart starts vllm and no other engine",
                "Maybe --engine vllm, or --target kubernetes.");
        boolean name = answer.ordered().checkpoint().matches("[\\w.-]+(/[\\w.-]+)*");
        pods.refuse(
                !name,
                "the chart takes the weights by an address, and "
                        + answer.ordered().checkpoint() + " makes none",
                "Maybe --model with a name such as mistralai/Mixtral-8x7B-Instruct-v0.1, or --target kubernetes.");
    }

    String text() {
        Degrees degrees = answer.ordered().degrees();
        String checkpoint = answer.ordered().checkpoint();
        Map<String, Object> parallelism = mapping("tensor", degrees.tensor());
        if (degrees.data() > 1) {
            parallelism.put("data", degrees.data());
            parallelism.put("dataLocal", degrees.data());
        }
        return Documents.toYaml(mapping(
                "multinode",
                false,
                "modelArtifacts",
                mapping("name", checkpoint, "uri", (checkpoint.startsWith("/") ? "file://" : "hf://") + checkpoint),
                "accelerator",
                mapping("type", "nvidia"),
                "decode",
                mapping(
                        "create",
                        true,
                        "replicas",
                        degrees.replicas(),
                        "parallelism",
                        parallelism,
                        "monitoring",
                        mapping("podmonitor", mapping("enabled", true)),
                        "containers",
                        List.of(container())),
                "prefill",
                mapping("create", false)));
    }

    private Map<String, Object> container() {
        return mapping(
                "name",
                "vllm",
                "image",
                answer.image(),
                "modelCommand",
                "vllmServe",
                "args",
                Pods.literal(WorkerWords.ofChart(answer.exported(), WRITTEN, Pods.FOLDER)),
                "env",
                pods.environment(),
                "resources",
                mapping("limits", mapping("nvidia.com/gpu", pods.first().gpus())));
    }
}
