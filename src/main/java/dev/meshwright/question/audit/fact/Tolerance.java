package dev.meshwright.question.audit.fact;

import dev.meshwright.base.quantity.Dimension;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.base.quantity.Quantity;
import dev.meshwright.base.quantity.WrittenNumber;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far a computed number may be from a claim: half of the last digit it was written with, and at least 2 %. Decimals
 * may also have been cut off instead of rounded.
 */
public final class Tolerance {

    /** Numbers of documents are rounded again on the way; below this nobody is misled. */
    public static final double LEAST = 0.02;

    /** Up to here counted things that are written out are whole, and eight experts are not nine; 4.1k is rounded. */
    private static final double LARGEST_WHOLE = 1e6;

    /** Digits that arithmetic with fractions of two may lose. */
    private static final double ROUNDING = 1e-9;

    /** Numbers of data sheets are rounded to three digits. */
    private static final double DATA_SHEETS = 0.001;

    /** Digits of a whole number that are meant even where they are zeros. */
    private static final int DIGITS_MEANT = 3;

    private static final Pattern DIGITS = Pattern.compile("-?\\d*(?:\\.(\\d*))?(?:[eE]([+-]?\\d+))?");

    private Tolerance() {}

    /** Whether {@code computed} is what {@code claimed} says. */
    public static boolean confirms(Quantity claimed, double computed) {
        if (!claimed.exact()) {
            double low = claimed.extent().low();
            double high = claimed.extent().high();
            double rounding = halfDigit(claimed);
            return computed >= low - Math.max(LEAST * Math.abs(low), rounding)
                    && computed <= high + Math.max(LEAST * Math.abs(high), rounding);
        }
        double difference = Math.abs(claimed.value() - computed);
        if (claimed.dimension() == Dimension.COUNT && whole(claimed.value()) && whole(computed)) {
            double unit = unit(claimed);
            if (unit == 1 && !digits(claimed).toLowerCase(Locale.ROOT).contains("e")) {
                return difference < 0.5;
            }
            if (Math.abs(claimed.value() * binary(unit) - computed) < 0.5) {
                return true;
            }
        }
        boolean decimals = digits(claimed).contains(".");
        boolean cutOff = decimals
                && Math.abs(computed) >= Math.abs(claimed.value())
                && computed * claimed.value() >= 0
                && difference < 2 * halfDigit(claimed);
        return cutOff || difference <= Math.max(LEAST * Math.abs(claimed.value()), halfDigit(claimed)) * (1 + 1e-9);
    }

    /** The least or the greatest number that is written like that. */
    public static double end(Quantity claimed, boolean greatest) {
        double half = halfDigit(claimed);
        return greatest ? claimed.extent().high() + half : claimed.extent().low() - half;
    }

    /**
     * Relative distance within which another number is written with the same digits, at most {@link #LEAST}. Zeros at the end
     * of a whole number may be digits or not: the first three digits are. Data sheets state three digits, so nothing is closer than
     * a thousandth.
     */
    public static double digitsWindow(Quantity claimed) {
        String digits = digits(claimed);
        if (claimed.value() == 0 || digits.isEmpty()) {
            return 0;
        }
        boolean whole =
                !digits.contains(".") && !digits.toLowerCase(Locale.ROOT).contains("e");
        int significant = Math.max(DIGITS_MEANT, digits.replaceFirst("0+$", "").length());
        int zeros = whole ? Math.max(0, digits.length() - significant) : 0;
        double half = halfDigit(claimed) * Math.pow(10, zeros);
        return Math.clamp(half * (1 + ROUNDING) / Math.abs(claimed.value()), DATA_SHEETS, LEAST);
    }

    /** Whether {@code value} is written with the digits of {@code claimed}, rounded or cut off. */
    public static boolean sameDigits(Quantity claimed, double value) {
        double window = claimed.exact() ? digitsWindow(claimed) : LEAST;
        double above = value / claimed.value() - 1;
        // Cut off: less than a whole digit above.
        return Math.abs(above) <= window || (above > 0 && above < Math.min(LEAST, 2 * window * (1 - 2 * ROUNDING)));
    }

    /** {@code computed} in the unit that the claim is written in. */
    public static String inUnitOf(Quantity claimed, double computed) {
        String unit = unitText(claimed);
        return unit.isEmpty() || claimed.dimension() == Dimension.COUNT
                ? Figures.amount(computed, claimed.dimension())
                : Figures.plain(computed / unit(claimed)) + " " + unit;
    }

    private static boolean whole(double value) {
        return Math.abs(value) < LARGEST_WHOLE && Math.abs(value - Math.rint(value)) < 1e-9;
    }

    /** What thousands and millions are multiplied by where they are 1,024 and its square: 128K tokens are 131,072. */
    private static double binary(double unit) {
        return unit == 1e3 ? 1.024 : unit == 1e6 ? 1.024 * 1.024 : 1;
    }

    /** Half a unit of the last digit, in base units; trailing zeros before the point count as written. */
    static double halfDigit(Quantity claimed) {
        Matcher matcher = DIGITS.matcher(digits(claimed));
        if (!matcher.matches()) {
            return 0;
        }
        String fraction = matcher.group(1) == null ? "" : matcher.group(1);
        int exponent = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
        return 0.5 * Math.pow(10, exponent - fraction.length()) * unit(claimed);
    }

    /** Base units of one of the unit that the claim is written in. */
    static double unit(Quantity claimed) {
        String one = ("1 " + unitText(claimed)).strip();
        return Quantity.readStatement(one, claimed.dimension()) instanceof Quantity.Reading.Understood understood
                ? understood.quantity().value()
                : 1;
    }

    /** Digits of the number that the unit follows; empty for a statement. */
    private static String digits(Quantity claimed) {
        return WrittenNumber.last(claimed.text()).map(WrittenNumber::digits).orElse("");
    }

    private static String unitText(Quantity claimed) {
        String text = claimed.text();
        return WrittenNumber.last(text)
                .map(number -> text.substring(number.end()).replaceFirst("^\\+", ""))
                .map(String::strip)
                .orElse("");
    }
}
