package dev.meshwright.validation;

import java.util.Map;
import java.util.OptionalDouble;

/** Numbers in the columns of a measured row. */
final class RowValues {

    private RowValues() {}

    /** A number; empty where the column is. */
    static OptionalDouble number(Map<String, String> row, String column) {
        String text = row.getOrDefault(column, "").strip();
        if (text.isEmpty()) {
            return OptionalDouble.empty();
        }
        try {
            return OptionalDouble.of(Double.parseDouble(text));
        } catch (NumberFormatException exception) {
            throw new UnpredictableRowException(column + " is not a number: " + text);
        }
    }

    /** The number in {@code column}; empty where there is none, also where the text is not one. */
    static OptionalDouble numberOrNone(Map<String, String> row, String column) {
        try {
            return number(row, column);
        } catch (UnpredictableRowException exception) {
            return OptionalDouble.empty();
        }
    }

    /** A positive number times {@code factor}; empty where there is none. */
    static OptionalDouble scaled(Map<String, String> row, String column, double factor) {
        OptionalDouble value = number(row, column);
        return value.isPresent() && value.getAsDouble() > 0
                ? OptionalDouble.of(value.getAsDouble() * factor)
                : OptionalDouble.empty();
    }

    /** A count; {@code absent} where the column is empty or below 1. */
    static int count(Map<String, String> row, String column, int absent) {
        OptionalDouble value = number(row, column);
        return value.isPresent() && value.getAsDouble() >= 1 ? (int) value.getAsDouble() : absent;
    }
}
