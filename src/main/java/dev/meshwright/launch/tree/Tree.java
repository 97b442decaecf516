package dev.meshwright.launch.tree;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A value of a YAML or JSON file with its line: text, a list or a mapping. Aliases are followed. */
public sealed interface Tree {

    /** Line of the file, from 1. */
    int line();

    /**
     * A plain value.
     *
     * @param text as written, without quotes; empty for null
     */
    record Scalar(String text, int line) implements Tree {}

    /** Values in order. */
    record Sequence(List<Tree> items, int line) implements Tree {
        public Sequence {
            items = List.copyOf(items);
        }
    }

    /** Values by key, in the order of the file. */
    record Mapping(Map<String, Tree> entries, int line) implements Tree {}

    /** What stands below keys, one behind the other; empty where something of it is missing. */
    default Optional<Tree> at(String... keys) {
        Optional<Tree> found = Optional.of(this);
        for (String key : keys) {
            found = found.flatMap(tree -> tree instanceof Mapping mapping
                    ? Optional.ofNullable(mapping.entries().get(key))
                    : Optional.empty());
        }
        return found;
    }

    /** The text below keys; empty where there is none. */
    default Optional<String> text(String... keys) {
        return at(keys).flatMap(
                        tree -> tree instanceof Scalar scalar && !scalar.text().isEmpty()
                                ? Optional.of(scalar.text())
                                : Optional.empty());
    }

    /** The items of the list below keys; none where there is no list. */
    default List<Tree> items(String... keys) {
        return at(keys).map(tree -> tree instanceof Sequence list ? list.items() : List.<Tree>of())
                .orElse(List.of());
    }

    /** The entries of the mapping below keys; none where there is no mapping. */
    default Map<String, Tree> entries(String... keys) {
        return at(keys).map(tree -> tree instanceof Mapping mapping ? mapping.entries() : Map.<String, Tree>of())
                .orElse(Map.of());
    }
}
