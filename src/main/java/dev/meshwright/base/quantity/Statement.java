package dev.meshwright.base.quantity;

import dev.meshwright.base.quantity.Quantity.Extent;
import dev.meshwright.base.quantity.Quantity.Reading;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what documents state: a number, a range, an approximation or a bound. */
final class Statement {

    private static final String DASH = "[-\u2010-\u2015\u2212]";

    private static final Pattern ABOUT = Pattern.compile(
            "(?:[~\u2248\u223c\u2243]|(?:about|around|roughly|circa|ca\\.|c\\.|approx\\.|approximately)\\s)\\s*",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern AT_LEAST = Pattern.compile(
            "(?:[\u2265\u2a7e>]=?|(?:at least|more than|over|above|min\\.|minimum)\\s)\\s*", Pattern.CASE_INSENSITIVE);
    private static final Pattern AT_MOST = Pattern.compile(
            "(?:[\u2264\u2a7d<]=?|(?:at most|less than|up to|under|below|max\\.|maximum)\\s)\\s*",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern OR_MORE = Pattern.compile("\\+(?!\\d)");
    private static final Pattern TO =
            Pattern.compile("\\s*(?:" + DASH + "{1,2}|\\bto\\b|\\.\\.\\.?|\u2026)\\s*", Pattern.CASE_INSENSITIVE);
    private static final Pattern MINUS_ONLY_AFTER = Pattern.compile("\\s+" + DASH + "(?=\\d).*", Pattern.DOTALL);
    private static final Pattern PLUS_MINUS = Pattern.compile("\\s*(?:\u00b1|\\+/-)\\s*");

    /** "About" stands for the last digit that is no zero, yet never for more than this share of the number. */
    private static final double LOOSEST = 0.1;

    private final String text;
    private final Dimension dimension;

    private Statement(String text, Dimension dimension) {
        this.text = text;
        this.dimension = dimension;
    }

    static Reading read(String text, Dimension dimension) {
        return new Statement(WrittenNumber.stripped(text), dimension).read();
    }

    private Reading read() {
        Optional<String> about = behind(ABOUT, text);
        if (about.isPresent()) {
            return extended(one(about.get()), value -> around(value, digits(about.get())));
        }
        Optional<String> least = behind(AT_LEAST, text);
        if (least.isPresent()) {
            return extended(one(least.get()), value -> new Extent(value, Double.POSITIVE_INFINITY));
        }
        Optional<String> most = behind(AT_MOST, text);
        if (most.isPresent()) {
            return extended(one(most.get()), value -> new Extent(Double.NEGATIVE_INFINITY, value));
        }
        Optional<WrittenNumber> first = WrittenNumber.at(text, 0);
        if (first.isEmpty()) {
            return one(text);
        }
        String number = text.substring(0, first.get().end());
        String rest = text.substring(first.get().end());
        Matcher more = OR_MORE.matcher(rest);
        if (more.lookingAt()) {
            String plain = number + " " + rest.substring(more.end()).strip();
            return extended(one(plain.strip()), value -> new Extent(value, Double.POSITIVE_INFINITY));
        }
        return spread(number, rest);
    }

    /** A range or a deviation, where another number follows; else the number alone. */
    private Reading spread(String number, String rest) {
        int second = nextNumber(rest);
        if (second < 0) {
            return one(text);
        }
        String tail = rest.substring(second);
        String between = rest.substring(0, second);
        Matcher deviation = PLUS_MINUS.matcher(between);
        if (deviation.find() && deviation.end() == between.length()) {
            return deviating(number, between.substring(0, deviation.start()).strip(), tail);
        }
        Matcher to = TO.matcher(between);
        String unit = "";
        while (to.find()) {
            if (to.end() == between.length()) {
                unit = between.substring(0, to.start()).strip();
                boolean sign = MINUS_ONLY_AFTER.matcher(rest).matches() && unit.isEmpty();
                return sign ? twoReadings(number, tail) : range(number, unit, tail);
            }
        }
        return one(text);
    }

    private static int nextNumber(String rest) {
        for (int at = 0; at < rest.length(); at++) {
            if (Character.isDigit(rest.charAt(at))) {
                return at;
            }
        }
        return -1;
    }

    /** A dash with space before it alone may be a sign. */
    private Reading twoReadings(String number, String tail) {
        return new Reading.Rejected(
                "can be read in two ways", "Maybe the range " + number + "-" + tail + " or the number -" + tail + ".");
    }

    /** The unit behind the second number is that of the first too, unless the first has its own. */
    private Reading range(String number, String unit, String tail) {
        Reading high = one(tail);
        if (!(high instanceof Reading.Understood upper)) {
            return high;
        }
        String tailUnit = WrittenNumber.stripped(
                tail.substring(WrittenNumber.at(tail, 0).orElseThrow().end()));
        Reading low = one(unit.isEmpty() ? number + " " + tailUnit : number + " " + unit);
        if (!(low instanceof Reading.Understood lower)) {
            return low;
        }
        double from = lower.quantity().value();
        double to = upper.quantity().value();
        if (from > to && unit.isEmpty() && one(number) instanceof Reading.Understood bare) {
            // "128-10k" tokens: the prefix belongs to the second number alone.
            from = bare.quantity().value();
        }
        if (from > to) {
            return new Reading.Rejected(
                    "runs downwards and can be read in two ways",
                    "Maybe the range " + tail.replace(tailUnit, "").strip() + "-" + number + " " + tailUnit
                            + " or one of its numbers.");
        }
        return understood((from + to) / 2, upper.quantity(), new Extent(from, to));
    }

    private Reading deviating(String number, String unit, String tail) {
        String tailUnit = WrittenNumber.stripped(
                tail.substring(WrittenNumber.at(tail, 0).orElseThrow().end()));
        boolean percent = tailUnit.equals("%") && !unit.isEmpty() && !unit.equals("%");
        Reading middle = one(unit.isEmpty() ? number + " " + tailUnit : number + " " + unit);
        Reading width = percent ? Quantity.read(tail, Dimension.FRACTION, true) : one(tail);
        if (!(middle instanceof Reading.Understood centre)) {
            return middle;
        }
        if (!(width instanceof Reading.Understood off)) {
            return width;
        }
        double value = centre.quantity().value();
        double half = Math.abs(off.quantity().value() * (percent ? value : 1));
        return understood(value, centre.quantity(), new Extent(value - half, value + half));
    }

    private Reading understood(double value, Quantity like, Extent extent) {
        return new Reading.Understood(new Quantity(value, dimension, like.per(), text, extent));
    }

    private Reading extended(Reading plain, DoubleFunction<Extent> extent) {
        return plain instanceof Reading.Understood understood
                ? understood(
                        understood.quantity().value(),
                        understood.quantity(),
                        extent.apply(understood.quantity().value()))
                : plain;
    }

    private Reading one(String plain) {
        return Quantity.read(plain, dimension, true);
    }

    private static Optional<String> behind(Pattern word, String text) {
        Matcher matcher = word.matcher(text);
        return matcher.lookingAt() ? Optional.of(text.substring(matcher.end())) : Optional.empty();
    }

    private static String digits(String text) {
        return WrittenNumber.at(text, 0).map(WrittenNumber::digits).orElse("0").toLowerCase(Locale.ROOT);
    }

    /** Half a unit of the last digit that is no zero, at most a tenth of the number. */
    private static Extent around(double value, String digits) {
        String mantissa = digits.replaceAll("e.*", "").replace("-", "");
        double written = Double.parseDouble(mantissa);
        if (written == 0 || value == 0) {
            return new Extent(value, value);
        }
        int point = mantissa.indexOf('.');
        String significant = mantissa.replace(".", "").replaceAll("0+$", "");
        int whole = point < 0 ? mantissa.length() : point;
        double lastDigit = Math.pow(10, whole - significant.length());
        double half = Math.min(LOOSEST, 0.5 * lastDigit / written) * Math.abs(value);
        return new Extent(value - half, value + half);
    }
}
