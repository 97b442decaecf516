package dev.meshwright.io;

import dev.meshwright.io.huggingface.HuggingFaceConfig;
import dev.meshwright.io.huggingface.HuggingFaceModel;
import dev.meshwright.model.Model;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** PLACEHOLDER until merge. */
final class StandardModels implements ModelSource {
    @Override
    public Optional<Model> catalogue(String name) {
        return Optional.empty();
    }

    @Override
    public String maybe(String name) {
        return "";
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
        throw new UnsupportedOperationException();
    }
}
