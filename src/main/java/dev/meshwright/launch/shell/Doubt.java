package dev.meshwright.launch.shell;

import dev.meshwright.launch.Place;
import java.util.List;

/**
 * A test of a script whose outcome only who runs it knows.
 *
 * @param place where it stands
 * @param test as written
 * @param variables of it that nothing sets, or that hold what a command prints
 * @param taken outcome that it was read as
 * @param outcomes all that it may have, as a reader knows them: {@code true} and {@code false}, or branches of a {@code case}
 */
public record Doubt(Place place, String test, List<String> variables, int taken, List<String> outcomes) {

    public Doubt {
        variables = List.copyOf(variables);
        outcomes = List.copyOf(outcomes);
    }

    /** What tells it from other tests of the same files. */
    public String key() {
        return place.text() + " " + test;
    }

    /** What it was read as, and what decides it. */
    public String note() {
        String decided = variables.isEmpty() ? "" : " (--set " + variables.getFirst() + "=VALUE decides)";
        return place.text() + ": what " + test + " comes to cannot be known here, read as " + outcomes.get(taken)
                + decided;
    }
}
