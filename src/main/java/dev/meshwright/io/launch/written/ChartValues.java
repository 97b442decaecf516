package dev.meshwright.io.launch.written;

import static dev.meshwright.io.launch.written.Pods.mapping;

import dev.meshwright.answer.launch.ExportedPool;
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

    private final List<ExportedPool> pools;
    private final ExportedPool answer;
    private final Map<String, String> files;

    /** @param pools of which a pool of prompts is none, or one beside that of answers */
    ChartValues(List<ExportedPool> pools, Map<String, String> files) {
        this.pools = List.copyOf(pools);
        this.answer = pools.getLast();
        this.files = files;
        Pods pods = new Pods(answer, files);
        pods.refuse(
                !answer.ordered().book().engine().equals("vllm"),
                "llm-d's chart starts vllm and no other engine",
                "Maybe --engine vllm, or --target kubernetes.");
        boolean name = answer.ordered().checkpoint().matches("[\\w.-]+(/[\\w.-]+)*+");
        pods.refuse(
                !name,
                "the chart takes the weights by an address, and "
                        + answer.ordered().checkpoint() + " makes none",
                "Maybe --model with a name such as mistralai/Mixtral-8x7B-Instruct-v0.1, or --target kubernetes.");
    }

    String text() {
        String checkpoint = answer.ordered().checkpoint();
        Map<String, Object> values = mapping(
                "multinode",
                false,
                "modelArtifacts",
                mapping("name", checkpoint, "uri", (checkpoint.startsWith("/") ? "file://" : "hf://") + checkpoint),
                "accelerator",
                mapping("type", "nvidia"));
        if (pools.size() > 1) {
            values.put("routing", mapping("proxy", mapping("connector", "nixlv2")));
        }
        values.put("decode", servers(answer));
        values.put("prefill", pools.size() > 1 ? servers(pools.getFirst()) : mapping("create", false));
        return Documents.toYaml(values);
    }

    private Map<String, Object> servers(ExportedPool pool) {
        Degrees degrees = pool.ordered().degrees();
        Map<String, Object> parallelism = mapping("tensor", degrees.tensor());
        if (degrees.data() > 1) {
            parallelism.put("data", degrees.data());
            parallelism.put("dataLocal", degrees.data());
        }
        return mapping(
                "create",
                true,
                "replicas",
                degrees.replicas(),
                "parallelism",
                parallelism,
                "monitoring",
                mapping("podmonitor", mapping("enabled", true)),
                "containers",
                List.of(container(pool)));
    }

    private Map<String, Object> container(ExportedPool pool) {
        Pods pods = new Pods(pool, files);
        return mapping(
                "name",
                "vllm",
                "image",
                pool.image(),
                "modelCommand",
                "vllmServe",
                "args",
                Pods.literal(WorkerWords.ofChart(pool.exported(), WRITTEN, Pods.FOLDER)),
                "env",
                pods.environment(),
                "resources",
                mapping("limits", mapping("nvidia.com/gpu", pods.first().gpus())));
    }
}
