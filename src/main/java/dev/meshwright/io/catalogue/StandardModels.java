package dev.meshwright.io.catalogue;

import dev.meshwright.facts.model.Model;
import dev.meshwright.io.huggingface.HuggingFaceConfig;
import dev.meshwright.io.huggingface.HuggingFaceModel;
import dev.meshwright.io.tree.TreeReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Models of the catalogue, of Hugging Face configurations and of inline architectures. */
public final class StandardModels implements ModelSource {
    @Override
    public Optional<Model> catalogue(String name) {
        return ModelCatalogue.standard().find(name).map(ModelCatalogue.Entry::model);
    }

    @Override
    public String maybe(String name) {
        String near = ModelCatalogue.standard().maybe(name);
        return near.isEmpty()
                ? "Maybe huggingFace with the path of a config.json; `models` lists the catalogue."
                : near;
    }

    @Override
    public Model huggingFace(Path config, List<String> notes) {
        HuggingFaceModel read = HuggingFaceConfig.read(config);
        notes.addAll(read.notes());
        return read.model();
    }

    @Override
    public Optional<Model> architecture(TreeReader place) {
        return ArchitectureReader.read(place);
    }
}
