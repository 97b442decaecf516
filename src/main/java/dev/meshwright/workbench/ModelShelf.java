package dev.meshwright.workbench;

import dev.meshwright.answer.explain.model.DescribedModel;
import dev.meshwright.answer.explain.model.ModelCard;
import dev.meshwright.answer.explain.model.ModelFacts;
import dev.meshwright.io.catalogue.ModelCatalogue;
import dev.meshwright.io.huggingface.HuggingFaceConfig;
import dev.meshwright.io.huggingface.HuggingFaceModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The models that can be named, and what any model is.
 *
 * @param sequenceLength tokens of the sequence for FLOP per token
 */
public record ModelShelf(int sequenceLength) {

    /** Every model of the catalogue beside what its makers state. */
    public List<ModelCard> all() {
        ModelCatalogue catalogue = ModelCatalogue.standard();
        return catalogue.names().stream()
                .map(listed -> catalogue.find(listed).orElseThrow())
                .map(entry -> new ModelCard(
                        entry.name(),
                        ModelFacts.of(entry.model(), sequenceLength),
                        entry.publishedParameters(),
                        entry.publishedActiveParameters(),
                        entry.source()))
                .toList();
    }

    /** The model of the catalogue that is called {@code name}. */
    public Optional<DescribedModel> find(String name) {
        return ModelCatalogue.standard()
                .find(name)
                .map(entry -> new DescribedModel(
                        ModelFacts.of(entry.model(), sequenceLength), List.of("Source: " + entry.source())));
    }

    /** Names that {@code name} may mean, as a sentence. */
    public String maybe(String name) {
        return ModelCatalogue.standard().maybe(name);
    }

    /**
     * The model of a Hugging Face configuration.
     *
     * @param config a {@code config.json}, or a folder with one
     * @throws dev.meshwright.base.fault.InvalidInputException with all that is wrong with it
     */
    public DescribedModel read(Path config) {
        HuggingFaceModel read = HuggingFaceConfig.read(config);
        return new DescribedModel(ModelFacts.of(read.model(), sequenceLength), read.notes());
    }
}
