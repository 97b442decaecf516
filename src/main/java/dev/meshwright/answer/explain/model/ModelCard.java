package dev.meshwright.answer.explain.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A model of the catalogue beside what its makers state.
 *
 * @param name as problem files write it
 * @param facts computed from its architecture
 * @param publishedParameters total that its makers state; empty where none is known
 * @param publishedActiveParameters weights per token that its makers state
 * @param source where the architecture comes from
 */
public record ModelCard(
        String name,
        ModelFacts facts,
        OptionalDouble publishedParameters,
        OptionalDouble publishedActiveParameters,
        String source) {

    /** As plain data in base units. */
    public Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", name);
        Map<String, Object> published = new LinkedHashMap<>();
        publishedParameters.ifPresent(value -> published.put("total", value));
        publishedActiveParameters.ifPresent(value -> published.put("active", value));
        facts.document(List.of()).forEach(document::putIfAbsent);
        document.put("published", published);
        document.put("source", source);
        return document;
    }
}
