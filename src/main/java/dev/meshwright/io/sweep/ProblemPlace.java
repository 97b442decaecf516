package dev.meshwright.io.sweep;

import dev.meshwright.io.tree.TreeReader;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A place in a problem: names of fields and numbers in lists, {@code cluster.nodes.0.gpu}. Fields that are not there are made;
 * entries of lists must be.
 *
 * @param steps from the root on
 */
record ProblemPlace(List<String> steps) {

    ProblemPlace {
        steps = List.copyOf(steps);
    }

    /** The place called {@code name}; nothing, and a fault at {@code where}, if {@code problem} cannot have it. */
    static Optional<ProblemPlace> of(String name, JsonNode problem, TreeReader where) {
        ProblemPlace place = new ProblemPlace(List.of(name.split("\\.", -1)));
        JsonNode there = problem;
        for (String step : place.steps()) {
            if (step.isEmpty()) {
                where.fault("is for " + name + ", which is no place of a problem", "Maybe like cluster.nodes.0.gpu.");
                return Optional.empty();
            }
            if (there.isArray() && !there.has(index(step))) {
                where.fault(
                        "is for " + name + ", but the problem has no entry " + step + " there",
                        there.isEmpty() ? "" : "Maybe a number from 0 to " + (there.size() - 1) + ".");
                return Optional.empty();
            }
            if (!there.isContainer() && !there.isMissingNode()) {
                where.fault("is for " + name + ", but " + step + " lies inside a plain value of the problem", "");
                return Optional.empty();
            }
            there = there.isArray() ? there.path(index(step)) : there.path(step);
        }
        return Optional.of(place);
    }

    private static int index(String step) {
        return step.matches("[0-9]{1,6}") ? Integer.parseInt(step) : -1;
    }

    /** Puts {@code value} here. */
    void put(ObjectNode problem, JsonNode value) {
        JsonNode there = problem;
        for (String step : steps.subList(0, steps.size() - 1)) {
            there = there instanceof ObjectNode fields && !fields.path(step).isContainer()
                    ? fields.putObject(step)
                    : there.isArray() ? there.path(index(step)) : there.path(step);
        }
        switch (there) {
            case ObjectNode fields -> fields.set(steps.getLast(), value);
            case ArrayNode list -> list.set(index(steps.getLast()), value);
            default -> throw new IllegalStateException("A place inside a plain value: " + steps);
        }
    }
}
