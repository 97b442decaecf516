package dev.meshwright.base.quantity;

import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * The one reader of numbers without a unit, in tables, options and lists: ASCII digits, a sign, a decimal point, an exponent.
 *
 * <p>Java's own parsers take more, which nobody means in a table ({@code 1d}, {@code 0x1p3}, {@code Infinity}, digits of other
 * scripts), and the sum of what each of them takes is nowhere written.
 */
public final class PlainNumber {

    private static final Pattern NUMBER = Pattern.compile("[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?");
    private static final Pattern WHOLE = Pattern.compile("[+-]?\\d{1,19}");
    private static final int LONGEST = 400;

    private PlainNumber() {}

    /** The number that {@code text} is, spaces around it aside; empty where it is none, or none that is finite. */
    public static OptionalDouble read(String text) {
        String number = text.strip();
        if (number.length() > LONGEST || !NUMBER.matcher(number).matches()) {
            return OptionalDouble.empty();
        }
        double value = Double.parseDouble(number);
        return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }

    /** The whole number from {@code least} to {@code most} that {@code text} is; empty where it is none. */
    public static OptionalLong whole(String text, long least, long most) {
        String number = text.strip();
        if (!WHOLE.matcher(number).matches()) {
            return OptionalLong.empty();
        }
        try {
            long value = Long.parseLong(number);
            return value >= least && value <= most ? OptionalLong.of(value) : OptionalLong.empty();
        } catch (NumberFormatException beyond) {
            return OptionalLong.empty();
        }
    }
}
