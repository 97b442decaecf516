package dev.meshwright.lab.row;

import dev.meshwright.base.quantity.PlainNumber;
import dev.meshwright.facts.workload.Workload;
import java.util.Map;
import java.util.OptionalDouble;

/** Numbers in the columns of a measured row. */
public final class RowValues {

    /** No measured figure is as large, or as small as its inverse, in any unit; errors stay finite. */
    private static final double LARGEST = 1e30;

    private RowValues() {}

    /**
     * A number; empty where the column is.
     *
     * @throws UnpredictableRowException if the text is no number, or one beyond what is measured
     */
    public static OptionalDouble number(Map<String, String> row, String column) {
        String text = row.getOrDefault(column, "").strip();
        if (text.isEmpty()) {
            return OptionalDouble.empty();
        }
        OptionalDouble value = PlainNumber.read(text);
        if (value.isEmpty()) {
            throw new UnpredictableRowException(column + " is not a number: " + text);
        }
        double size = Math.abs(value.getAsDouble());
        if (size != 0 && !(size > 1 / LARGEST && size < LARGEST)) {
            throw new UnpredictableRowException(column + " is beyond what is measured: " + text);
        }
        return value;
    }

    /** The number in {@code column}; empty where there is none, also where the text is not one. */
    public static OptionalDouble numberOrNone(Map<String, String> row, String column) {
        try {
            return number(row, column);
        } catch (UnpredictableRowException exception) {
            return OptionalDouble.empty();
        }
    }

    /**
     * A positive number times {@code factor}; empty where there is none.
     *
     * @throws UnpredictableRowException as {@link #number} does
     */
    public static OptionalDouble scaled(Map<String, String> row, String column, double factor) {
        OptionalDouble value = number(row, column);
        return value.isPresent() && value.getAsDouble() > 0
                ? OptionalDouble.of(value.getAsDouble() * factor)
                : OptionalDouble.empty();
    }

    /**
     * A count that a row must have.
     *
     * @throws UnpredictableRowException if it is missing or below 1
     */
    public static int required(Map<String, String> row, String column) {
        int value = count(row, column, 0);
        if (value < 1) {
            throw new UnpredictableRowException(column + " is missing");
        }
        return value;
    }

    /**
     * A length in tokens that a row must have.
     *
     * @throws UnpredictableRowException if it is missing, below 1 or longer than any workload's
     */
    public static int tokens(Map<String, String> row, String column) {
        int value = required(row, column);
        if (value > Workload.LONGEST) {
            throw new UnpredictableRowException(column + " is more than " + Workload.LONGEST + " tokens");
        }
        return value;
    }

    /**
     * A ratio that must be a count.
     *
     * @throws UnpredictableRowException if it is no whole number, below 1 or beyond what can be counted
     */
    public static int whole(String what, long numerator, long denominator) {
        if (numerator < denominator || numerator % denominator != 0 || numerator / denominator > Integer.MAX_VALUE) {
            throw new UnpredictableRowException(what + " = " + numerator + "/" + denominator + " is no whole number");
        }
        return (int) (numerator / denominator);
    }

    /**
     * A product of counts, rounded.
     *
     * @throws UnpredictableRowException if it is beyond what can be counted
     */
    public static int product(String what, double... factors) {
        double product = 1;
        for (double factor : factors) {
            product *= factor;
        }
        if (product > Integer.MAX_VALUE) {
            throw new UnpredictableRowException(what + " are too many");
        }
        return (int) Math.round(product);
    }

    /**
     * A count; {@code absent} where the column is empty or 0.
     *
     * @throws UnpredictableRowException as {@link #number} does, and if the number is no count
     */
    public static int count(Map<String, String> row, String column, int absent) {
        double value = number(row, column).orElse(0);
        if (value != Math.rint(value)) {
            throw new UnpredictableRowException(column + " is no whole number: " + row.get(column));
        }
        if (value > Integer.MAX_VALUE) {
            throw new UnpredictableRowException(column + " is beyond what is counted: " + row.get(column));
        }
        return value >= 1 ? (int) value : absent;
    }

    /**
     * A word that a row must have.
     *
     * @throws UnpredictableRowException if it is missing
     */
    public static String word(Map<String, String> row, String column) {
        String text = row.getOrDefault(column, "");
        if (text.isBlank()) {
            throw new UnpredictableRowException(column + " is missing");
        }
        return text;
    }
}
