package dev.meshwright.io;

import dev.meshwright.io.huggingface.HuggingFaceConfig;
import dev.meshwright.io.huggingface.HuggingFaceModel;
import dev.meshwright.model.Model;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Models of Hugging Face configurations. The catalogue and inline architectures join with the branch that reads them; until
 * then naming one is a fault of the input, not a crash.
 */
final class StandardModels implements ModelSource {
    @Override
    public Optional<Model> catalogue(String name) {
        return Optional.empty();
    }

    @Override
    public String maybe(String name) {
        return "Maybe huggingFace with the path of a config.json.";
    }

    @Override
    public Model huggingFace(Path config, List<String> notes) {
        HuggingFaceModel read =
                HuggingFaceConfig.read(Files.isDirectory(config) ? config.resolve("config.json") : config);
        notes.addAll(read.notes());
        return read.model();
    }

    @Override
    public Optional<Model> architecture(TreeReader place) {
        place.fault("cannot be read yet", "Maybe huggingFace with the path of a config.json.");
        return Optional.empty();
    }
}
