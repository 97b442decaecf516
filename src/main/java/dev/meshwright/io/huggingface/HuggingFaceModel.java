package dev.meshwright.io.huggingface;

import dev.meshwright.facts.model.Model;
import java.util.List;

/**
 * What a configuration says.
 *
 * @param model the architecture
 * @param modelType the configuration's {@code model_type}; empty without
 * @param notes assumptions made where the configuration is silent, and parts that are left out
 */
public record HuggingFaceModel(Model model, String modelType, List<String> notes) {

    public HuggingFaceModel {
        notes = List.copyOf(notes);
    }
}
