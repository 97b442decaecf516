package dev.meshwright.io.catalogue;

import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.facts.model.Model;
import dev.meshwright.io.tree.TreeReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where the models of problem files come from. */
public interface ModelSource {

    /** A model that comes with Meshwright; empty if there is none of that name. */
    Optional<Model> catalogue(String name);

    /** A sentence with near names for one that the catalogue lacks. */
    String maybe(String name);

    /**
     * A model as a Hugging Face {@code config.json} describes it.
     *
     * @param notes takes sentences on what the file leaves open and was assumed
     * @throws InvalidInputException if the file cannot be read or does not describe a model
     */
    Model huggingFace(Path config, List<String> notes);

    /**
     * A model written out in the problem file.
     *
     * @return empty after faults, which are reported through {@code place}
     */
    Optional<Model> architecture(TreeReader place);
}
