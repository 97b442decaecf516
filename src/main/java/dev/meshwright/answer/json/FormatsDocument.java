package dev.meshwright.answer.json;

import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.model.Precisions;
import dev.meshwright.facts.problem.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Number formats of a problem: of weights by part, of the cache, and what each kind of GPU multiplies in. */
final class FormatsDocument {

    private static final String EXPERTS = "experts";

    private FormatsDocument() {}

    static Map<String, Object> of(Problem problem) {
        Precisions formats = problem.model().precisions();
        Map<String, Precision> weights = new LinkedHashMap<>();
        weights.put("attention", formats.attention());
        weights.put("dense", formats.dense());
        weights.put("shared", formats.shared());
        weights.put(EXPERTS, formats.experts());
        weights.put("embedding", formats.embedding());
        List<Gpu> gpus = problem.cluster().nodes().stream()
                .map(NodeGroup::gpu)
                .distinct()
                .toList();
        Map<String, Object> labels = new LinkedHashMap<>();
        weights.forEach((part, format) -> labels.put(part, format.label()));
        Map<String, Object> arithmetic = new LinkedHashMap<>();
        for (Gpu gpu : gpus) {
            Map<String, Object> used = new LinkedHashMap<>();
            weights.forEach((part, format) ->
                    used.put(part, arithmetic(gpu, part, format).label()));
            arithmetic.put(gpu.name(), used);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("weights", labels);
        document.put("cache", formats.keyValueCache().label());
        document.put("arithmetic", arithmetic);
        return document;
    }

    private static Precision arithmetic(Gpu gpu, String part, Precision format) {
        return part.equals(EXPERTS) ? gpu.expertArithmetic(format) : gpu.arithmetic(format);
    }
}
