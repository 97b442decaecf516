package dev.meshwright.answer.json.report;

import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.facts.workload.Workload.Decode;
import dev.meshwright.facts.workload.Workload.Prefill;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.facts.workload.Workload.Training;
import java.util.LinkedHashMap;
import java.util.Map;

/** What was asked: model, GPUs, work, engine. */
final class SettingDocument {

    private SettingDocument() {}

    static Map<String, Object> of(Problem problem) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("problem", problem.name());
        document.put("model", problem.model().name());
        document.put("layers", problem.model().depth());
        document.put("objective", problem.objective().label());
        problem.engine().ifPresent(engine -> document.put("engine", engine));
        problem.assumptions().setup().version().ifPresent(release -> document.put("engineVersion", release.toString()));
        document.put("workload", workload(problem.workload()));
        document.put(
                "nodes",
                problem.cluster().nodes().stream().map(SettingDocument::nodes).toList());
        return document;
    }

    private static Map<String, Object> nodes(NodeGroup group) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("count", group.count());
        document.put("gpus", group.gpusPerNode());
        document.put("gpu", group.gpu().name());
        document.put("memoryBytes", group.gpu().memoryBytes());
        document.put("memoryBandwidth", group.gpu().memoryBandwidth());
        document.put("linkBandwidth", group.gpu().linkBandwidth());
        document.put("networkBandwidth", group.gpu().networkBandwidth());
        return document;
    }

    private static Map<String, Object> workload(Workload workload) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("phase", workload.phase());
        document.put("inputTokens", workload.longest());
        switch (workload) {
            case Prefill prefill -> {}
            case Decode decode -> document.put("outputTokens", decode.outputTokens());
            case Serving serving -> {
                document.put("outputTokens", serving.outputTokens());
                serving.traffic().arrivals().rate().ifPresent(rate -> document.put("requestsPerSecond", rate));
            }
            case Training training -> document.put("globalBatch", training.globalBatch());
        }
        workload.concurrency().ifPresent(sequences -> document.put("concurrency", sequences));
        return document;
    }
}
