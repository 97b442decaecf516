package dev.meshwright.base.quantity;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number with its dimension, read from text such as {@code 1.8 TB/s} or {@code 50 GB/s per GPU}.
 *
 * @param value in the base unit of the dimension, finite
 * @param dimension what it measures
 * @param per what it is counted for, where the text says so
 * @param text as written
 * @param extent the values that the text allows; {@code value} alone for a plain number
 */
public record Quantity(double value, Dimension dimension, Per per, String text, Extent extent) {

    /**
     * What a text such as {@code 10-20 ms}, {@code about 30} or {@code at least 100} allows.
     *
     * @param low least value, in base units; minus infinity for a text that sets no least one
     * @param high greatest value, in base units; infinity for a text that sets no greatest one
     */
    public record Extent(double low, double high) {}

    /** A plain number. */
    public Quantity(double value, Dimension dimension, Per per, String text) {
        this(value, dimension, per, text, new Extent(value, value));
    }

    /** Whether the text states one number and not a range, a bound or an approximation. */
    public boolean exact() {
        return extent.low() == extent.high();
    }

    /** What a rate or an amount is counted for. */
    public enum Per {
        /** The text does not say. */
        UNSTATED,
        GPU,
        NODE,
        SYSTEM,
        TOKEN,
        LAYER,
        /** A user, a request or a sequence: whoever reads one stream of tokens. */
        USER,
        EXPERT,
        STAGE,
        REPLICA
    }

    /** A text that was understood, or the reason why not. */
    public sealed interface Reading {
        /** Understood. */
        record Understood(Quantity quantity) implements Reading {}

        /**
         * Not understood.
         *
         * @param message what is wrong, without the text itself
         * @param maybe a sentence starting with "Maybe"; empty without a good guess
         */
        record Rejected(String message, String maybe) implements Reading {}
    }

    private static final int LONGEST_TEXT = 100;

    /** Keeps decimal arithmetic short; what lies outside is rejected for its size anyway. */
    private static final double LARGEST_DECIMAL = 1e40;

    private static final String PREFIXES = "KMGTP";
    private static final Pattern PREFIXED = Pattern.compile("([0-9.,]+\\s*)([KMGTP])(i?B.*|FLOP.*)");
    private static final Pattern NOT_FINITE =
            Pattern.compile("[+-]?\\.?(nan|inf|infinity)\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern PER = Pattern.compile(
            "(.*?)\\s*(?:per[ -]|/)(gpu|node|system|token|layer)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    /** Documents count for more, and for several at once: 2 experts per GPU per layer. */
    private static final Pattern PER_OF_STATEMENTS = Pattern.compile(
            "(.*?)\\s*(?:per[ -]|/)(gpu|node|system|token|layer|user|request|sequence|expert|stage|replica)"
                    + "(?:\\s*(?:per[ -]|/)\\w+)*+",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /**
     * A sentence with the same number under the prefix that brings it between the bounds: {@code 80 TB} of a GPU may be
     * {@code 80 GB}; empty without one.
     */
    public String maybeOtherPrefix(double least, double most) {
        Matcher prefixed = PREFIXED.matcher(text.strip());
        if (!prefixed.matches()) {
            return "";
        }
        int from = PREFIXES.indexOf(prefixed.group(2));
        for (int step = 1; step < PREFIXES.length(); step++) {
            for (int to : new int[] {from - step, from + step}) {
                double scaled = value * Math.pow(1000, to - from);
                if (to >= 0 && to < PREFIXES.length() && scaled >= least && scaled <= most) {
                    return "Maybe " + prefixed.group(1) + PREFIXES.charAt(to) + prefixed.group(3) + ".";
                }
            }
        }
        return "";
    }

    /**
     * Reads one number of a known dimension, as input files and options state it.
     *
     * @return what was understood, or why nothing was; a missing unit is never guessed
     */
    public static Reading read(String text, Dimension dimension) {
        return read(text, dimension, false);
    }

    /**
     * Reads what a document states: besides plain numbers ranges ({@code 10-20 ms}), approximations ({@code about 30}),
     * bounds ({@code at least 100}) and decimal commas. What has two readings is refused with both.
     */
    public static Reading readStatement(String text, Dimension dimension) {
        return Statement.read(text, dimension);
    }

    static Reading read(String text, Dimension dimension, boolean statement) {
        String trimmed = text.strip();
        if (trimmed.length() > LONGEST_TEXT) {
            return new Reading.Rejected("is too long for a quantity", "");
        }
        if (NOT_FINITE.matcher(trimmed).matches()) {
            return new Reading.Rejected("must be a finite number", "");
        }
        Optional<WrittenNumber> written = WrittenNumber.at(trimmed, 0);
        if (written.isEmpty()) {
            return new Reading.Rejected("must be " + expectation(dimension), "");
        }
        WrittenNumber number = written.get();
        String shown = trimmed.substring(0, number.end());
        String unit = WrittenNumber.stripped(trimmed.substring(number.end()));
        unit = unit.equals(".") ? "" : unit;
        if (number.decimalComma() && !statement) {
            return new Reading.Rejected(
                    "has a comma that does not separate groups of three digits",
                    "Maybe a decimal point: " + (number.digits() + " " + unit).strip() + ".");
        }
        Per per = Per.UNSTATED;
        Matcher perMatcher = (statement ? PER_OF_STATEMENTS : PER).matcher(unit);
        if (Units.factor(dimension, unit).isEmpty() && perMatcher.matches()) {
            unit = perMatcher.group(1).strip();
            per = per(perMatcher.group(2));
        }
        return assemble(trimmed, shown, number.digits(), unit, per, dimension);
    }

    private static Per per(String word) {
        return switch (word.toUpperCase(Locale.ROOT)) {
            case "REQUEST", "SEQUENCE" -> Per.USER;
            default -> Per.valueOf(word.toUpperCase(Locale.ROOT));
        };
    }

    /** Reads a quantity whose unit alone tells the dimension; empty where the unit is missing, unknown or ambiguous. */
    public static Optional<Quantity> guess(String text) {
        List<Quantity> readings = new ArrayList<>();
        for (Dimension dimension : Dimension.values()) {
            if (read(text, dimension) instanceof Reading.Understood understood) {
                readings.add(understood.quantity());
            }
        }
        // A bare number is a count as well as a fraction: the same value, so no ambiguity. "10B" is bytes or billions.
        boolean same = readings.stream().mapToDouble(Quantity::value).distinct().count() == 1;
        boolean bare = readings.stream().allMatch(reading -> reading.dimension().plain());
        return readings.size() == 1 || (same && bare) ? Optional.of(readings.getFirst()) : Optional.empty();
    }

    private static Reading assemble(
            String text, String digits, String plainDigits, String unit, Per per, Dimension dimension) {
        double number = Double.parseDouble(plainDigits);
        if (unit.isEmpty() && !dimension.plain()) {
            return new Reading.Rejected(
                    "has no unit and must be " + expectation(dimension),
                    "Maybe " + dimension.likelyReadings(digits, number) + ".");
        }
        Optional<Double> factor = Units.factor(dimension, unit);
        if (factor.isEmpty()) {
            return unknownUnit(digits, unit, dimension);
        }
        double value = scale(plainDigits, number, factor.get());
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return new Reading.Rejected("must be a finite number", "");
        }
        if (Math.abs(value) > dimension.largest()) {
            return new Reading.Rejected("is absurdly large for " + dimension.label(), "");
        }
        return new Reading.Understood(new Quantity(value, dimension, per, text));
    }

    /** In decimal, so that 41.85 % is the double nearest to 0.4185. */
    private static double scale(String digits, double number, double factor) {
        boolean decimal = Math.abs(number) < LARGEST_DECIMAL && Math.abs(number) > 1 / LARGEST_DECIMAL;
        return decimal
                ? new BigDecimal(digits).multiply(BigDecimal.valueOf(factor)).doubleValue()
                : number * factor;
    }

    private static Reading unknownUnit(String digits, String unit, Dimension dimension) {
        List<Dimension> others = Units.dimensions(unit);
        if (!others.isEmpty()) {
            String message = "is " + others.getFirst().label() + " but must be " + expectation(dimension);
            return new Reading.Rejected(message, near(digits, unit, dimension));
        }
        return new Reading.Rejected(
                "has an unknown unit and must be " + expectation(dimension), near(digits, unit, dimension));
    }

    private static String near(String digits, String unit, Dimension dimension) {
        Optional<String> bits = Units.bytesOrBits(dimension, unit);
        if (bits.isPresent()) {
            return "Maybe " + digits + " " + bits.get().replace(" or ", " or " + digits + " ") + " if bits are meant.";
        }
        boolean rate = Units.factor(dimension, unit + "/s").isPresent();
        List<String> names = rate ? List.of(unit + "/s") : NearNames.among(unit, Units.names(dimension), 2);
        List<String> readings = names.stream()
                .map(name -> digits + (name.equals("%") ? " %" : " " + name))
                .toList();
        return readings.isEmpty() ? "" : "Maybe " + String.join(" or ", readings) + ".";
    }

    static String expectation(Dimension dimension) {
        return switch (dimension) {
            case BYTES -> "bytes such as 64 GB or 8 GiB";
            case BYTES_PER_SECOND -> "bytes per second such as 50 GB/s or 400 Gbit/s";
            case FLOP -> "floating-point operations such as 8 GFLOP";
            case FLOP_PER_SECOND -> "floating-point operations per second such as 400 TFLOP/s";
            case SECONDS -> "a time such as 10 s or 50 ms";
            case TOKENS_PER_SECOND -> "tokens per second such as 100 tokens/ms";
            case SEQUENCES_PER_SECOND -> "sequences per second such as 312 samples/s";
            case WATTS -> "power such as 700 W";
            case COUNT -> "a number such as 4096 or 671e9";
            case FRACTION -> "a fraction such as 0.6 or 60 %";
        };
    }
}
