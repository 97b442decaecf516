package dev.meshwright.audit;

import dev.meshwright.quantity.Dimension;
import dev.meshwright.quantity.Quantity;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How far a computed number may be from a claim: half of the last digit it was written with, and at least 2 %. */
final class Tolerance {

    /** Numbers of documents are rounded again on the way; below this nobody is misled. */
    static final double LEAST = 0.02;

    /** Up to here counted things are whole, and eight experts are not nine. */
    private static final double LARGEST_WHOLE = 1e6;

    private static final Pattern DIGITS = Pattern.compile("[+-]?([\\d,]*)(?:\\.(\\d*))?(?:[eE]([+-]?\\d+))?.*");

    private Tolerance() {}

    /** Whether {@code computed} is what {@code claimed} says. */
    static boolean confirms(Quantity claimed, double computed) {
        double difference = Math.abs(claimed.value() - computed);
        if (claimed.dimension() == Dimension.COUNT && whole(claimed.value()) && whole(computed)) {
            return difference < 0.5;
        }
        return difference <= Math.max(LEAST * Math.abs(claimed.value()), halfDigit(claimed)) * (1 + 1e-9);
    }

    private static boolean whole(double value) {
        return Math.abs(value) < LARGEST_WHOLE && Math.abs(value - Math.rint(value)) < 1e-9;
    }

    /** Half a unit of the last digit, in base units; trailing zeros before the point count as written. */
    static double halfDigit(Quantity claimed) {
        Matcher matcher = DIGITS.matcher(claimed.text());
        if (!matcher.matches()) {
            return 0;
        }
        String fraction = matcher.group(2) == null ? "" : matcher.group(2);
        int exponent = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
        return 0.5 * Math.pow(10, exponent - fraction.length()) * unit(claimed);
    }

    /** Base units of one of the unit that the claim is written in. */
    static double unit(Quantity claimed) {
        Matcher number =
                Pattern.compile("[+-]?[\\d,]*\\.?\\d*(?:[eE][+-]?\\d+)?").matcher(claimed.text());
        double written = number.lookingAt() && number.end() > 0
                ? Double.parseDouble(number.group().replace(",", ""))
                : 0;
        if (written != 0) {
            return claimed.value() / written;
        }
        String one = "1" + claimed.text().substring(number.end());
        return Quantity.read(one, claimed.dimension()) instanceof Quantity.Reading.Understood understood
                ? understood.quantity().value()
                : 1;
    }
}
