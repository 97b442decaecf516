package dev.meshwright.launch.model;

import java.util.Optional;
import java.util.OptionalInt;

/** Whoever knows models by the names that launches use. */
public interface ModelShelf {

    /** The model of a checkpoint: an owner in front, a folder, and a format or a variant behind the name do not matter. */
    Optional<ModelFacts> find(String checkpoint);

    /**
     * A model by its sizes, as training names it.
     *
     * @param experts routed ones of a layer; 0 for none; empty where not stated
     * @return empty where none has these sizes
     */
    Optional<ModelFacts> bySizes(int layers, OptionalInt hidden, OptionalInt heads, OptionalInt experts);

    /** Whether a checkpoint in FP8 has scales of channels or whole matrices, by its name: it can be cut anywhere. */
    boolean hasChannelScales(String checkpoint);

    /** A sentence with near names for one that nobody knows. */
    String maybe(String checkpoint);
}
