package dev.meshwright.validation;

import java.util.Map;
import java.util.OptionalDouble;

/** Values of a measured row. */
final class Cells {

    private Cells() {}

    /** The number in {@code column}; empty where there is none. */
    static OptionalDouble number(Map<String, String> row, String column) {
        String text = row.getOrDefault(column, "").strip();
        if (text.isEmpty()) {
            return OptionalDouble.empty();
        }
        try {
            return OptionalDouble.of(Double.parseDouble(text));
        } catch (NumberFormatException exception) {
            return OptionalDouble.empty();
        }
    }
}
