package dev.meshwright.answer.explain.model;

import java.util.List;

/**
 * What one model is.
 *
 * @param facts computed from its architecture
 * @param notes on how it was read, or where it comes from
 */
public record DescribedModel(ModelFacts facts, List<String> notes) {
    public DescribedModel {
        notes = List.copyOf(notes);
    }
}
