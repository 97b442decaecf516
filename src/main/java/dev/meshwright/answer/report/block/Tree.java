package dev.meshwright.answer.report.block;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * A place in an answer as plain data. What an answer does not have is empty: a plan file has less than the answer of the search that
 * wrote it.
 */
public final class Tree {

    private static final Tree NOTHING = new Tree(Map.of());

    private final Map<?, ?> values;

    public Tree(Map<?, ?> values) {
        this.values = values;
    }

    /** Whether there is something of that name. */
    public boolean has(String name) {
        return values.get(name) != null;
    }

    /** What stands there; nothing where no mapping does. */
    public Tree at(String name) {
        return values.get(name) instanceof Map<?, ?> map ? new Tree(map) : NOTHING;
    }

    /** Names in their order. */
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        values.keySet().forEach(name -> names.add(String.valueOf(name)));
        return names;
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** The text of that name; empty where there is none. */
    public String text(String name) {
        return values.get(name) instanceof String text ? text : "";
    }

    public boolean flag(String name) {
        return Boolean.TRUE.equals(values.get(name));
    }

    public OptionalDouble number(String name) {
        return values.get(name) instanceof Number number
                ? OptionalDouble.of(number.doubleValue())
                : OptionalDouble.empty();
    }

    /** The number of that name; 0 where there is none. */
    public double numberOrZero(String name) {
        return number(name).orElse(0);
    }

    /** The mappings of a list. */
    public List<Tree> rows(String name) {
        List<Tree> rows = new ArrayList<>();
        for (Object row : list(name)) {
            if (row instanceof Map<?, ?> map) {
                rows.add(new Tree(map));
            }
        }
        return rows;
    }

    /** The texts of a list. */
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (Object item : list(name)) {
            if (item instanceof String text) {
                texts.add(text);
            }
        }
        return texts;
    }

    /** The numbers of a list. */
    public List<Double> numbers(String name) {
        List<Double> numbers = new ArrayList<>();
        for (Object item : list(name)) {
            if (item instanceof Number number) {
                numbers.add(number.doubleValue());
            }
        }
        return numbers;
    }

    /** The numbers of a mapping by name, in its order. */
    public Map<String, Double> numbers() {
        Map<String, Double> numbers = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (value instanceof Number number) {
                numbers.put(String.valueOf(name), number.doubleValue());
            }
        });
        return numbers;
    }

    /** Items of a list, whatever they are. */
    public List<?> list(String name) {
        return values.get(name) instanceof List<?> list ? list : List.of();
    }

    /** The first of {@code names} that there is a text of. */
    public Optional<String> firstText(String... names) {
        for (String name : names) {
            if (!text(name).isEmpty()) {
                return Optional.of(text(name));
            }
        }
        return Optional.empty();
    }
}
