package dev.meshwright.io;

import dev.meshwright.model.Model;
import java.nio.file.Path;
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
    public Model huggingFace(Path config) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Model> architecture(TreeReader place) {
        throw new UnsupportedOperationException();
    }
}
