package dev.meshwright.base.resource;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** Numbers by name, each in the unit that their file states. */
public final class NamedConstants {

    private final String file;
    private final Map<String, Double> values;

    private NamedConstants(String file, Map<String, Double> values) {
        this.file = file;
        this.values = Map.copyOf(values);
    }

    /**
     * The constants of a file of {@code name = number} lines.
     *
     * @param file absolute path on the class path
     */
    public static NamedConstants read(String file) {
        return new NamedConstants(file, ResourceProperties.of(file, Double::valueOf));
    }

    /**
     * Constants of another origin.
     *
     * @param file what messages call the origin
     */
    public static NamedConstants of(String file, Map<String, Double> values) {
        return new NamedConstants(file, values);
    }

    /**
     * The constant of that name.
     *
     * @throws IllegalStateException when there is none
     */
    public double value(String name) {
        Double value = values.get(name);
        if (value == null) {
            throw new IllegalStateException(file + ": " + name + " is missing");
        }
        return value;
    }

    /** The constant of that name; empty where there is none. */
    public OptionalDouble find(String name) {
        Double value = values.get(name);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /**
     * The same with other values of some, as a fit tries them.
     *
     * @throws IllegalArgumentException when one of {@code others} has no value yet
     */
    public NamedConstants with(Map<String, Double> others) {
        Map<String, Double> replaced = new TreeMap<>(values);
        others.forEach((name, value) -> {
            if (replaced.replace(name, value) == null) {
                throw new IllegalArgumentException(file + ": no constant is called " + name);
            }
        });
        return new NamedConstants(file, replaced);
    }

    /** Names of all constants, in order. */
    public List<String> names() {
        return values.keySet().stream().sorted().toList();
    }

    /** How many constants there are. */
    public int count() {
        return values.size();
    }
}
