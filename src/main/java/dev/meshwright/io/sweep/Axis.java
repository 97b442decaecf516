package dev.meshwright.io.sweep;

import dev.meshwright.io.tree.TreeReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What a sweep varies: a place of the problem and its values, or values that each set several places.
 *
 * @param name a place such as {@code cluster.nodes.0.count}, or any name where values say what they set
 * @param values in order
 */
record Axis(String name, List<Value> values) {

    Axis {
        values = List.copyOf(values);
    }

    /**
     * A value.
     *
     * @param label for people
     * @param set what is put where
     */
    record Value(String label, Map<ProblemPlace, JsonNode> set) {}

    /** Reads an axis; what is wrong is noted at its place. */
    static Axis read(String name, TreeReader place, JsonNode problem) {
        List<Value> values = new ArrayList<>();
        for (TreeReader item : place.items()) {
            boolean several = item.isObject() && item.child("set").isPresent();
            (several ? several(item, problem) : one(name, item, problem)).ifPresent(values::add);
        }
        return new Axis(name, values);
    }

    private static Optional<Value> one(String name, TreeReader item, JsonNode problem) {
        return ProblemPlace.of(name, problem, item)
                .map(found -> new Value(label(item.node()), Map.of(found, item.node())));
    }

    private static Optional<Value> several(TreeReader item, JsonNode problem) {
        item.object(List.of("name", "set"));
        TreeReader all = item.child("set").orElseThrow();
        Map<ProblemPlace, JsonNode> set = new LinkedHashMap<>();
        StringBuilder label = new StringBuilder();
        for (String place : all.fieldNames()) {
            all.child(place).ifPresent(value -> {
                ProblemPlace.of(place, problem, value).ifPresent(found -> set.put(found, value.node()));
                label.append(label.isEmpty() ? "" : ", ").append(label(value.node()));
            });
        }
        if (set.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Value(item.child("name").flatMap(TreeReader::text).orElse(label.toString()), set));
    }

    /** Whether it sets anything in a section of the problem. */
    boolean sets(String section) {
        return values.stream().anyMatch(value -> value.set().keySet().stream()
                .anyMatch(place -> place.steps().getFirst().equals(section)));
    }

    private static String label(JsonNode value) {
        return value.isString() ? value.asString() : value.toString();
    }
}
