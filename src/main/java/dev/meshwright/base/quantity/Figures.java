package dev.meshwright.base.quantity;

import java.util.Locale;

/**
 * Numbers for people: a unit of sensible size and three significant digits or so. GB is 10^9 bytes everywhere.
 */
public final class Figures {

    private static final String[] BYTE_UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};
    private static final String[] FLOP_UNITS = {"FLOP", "kFLOP", "MFLOP", "GFLOP", "TFLOP", "PFLOP", "EFLOP", "ZFLOP"};
    private static final double THOUSAND = 1e3;
    private static final double GIBI = 0x1p30;

    private Figures() {}

    /** A whole number with groups of three digits: {@code 19,104}. */
    public static String count(double value) {
        return String.format(Locale.ROOT, "%,d", Math.round(value));
    }

    /** {@code 19,104 tokens/s}; a decimal below 100. */
    public static String tokensPerSecond(double value) {
        return plain(value) + " tokens/s";
    }

    /** A number alone: whole from 100 on, three significant digits below; whole numbers as they are. */
    public static String plain(double value) {
        if (Math.abs(value) >= 99.95 || value == Math.rint(value)) {
            return count(value);
        }
        return significant(value);
    }

    /** {@code 1.24 s}, {@code 39.8 ms}, {@code 12.0 us}. */
    public static String seconds(double value) {
        double size = Math.abs(value);
        if (size >= 0.9995 || value == 0) {
            return plain(value) + " s";
        }
        if (size >= 0.9995e-3) {
            return plain(value * 1e3) + " ms";
        }
        return size >= 0.9995e-6 ? plain(value * 1e6) + " us" : plain(value * 1e9) + " ns";
    }

    /** {@code 72.0 GB}, 10^9 bytes. */
    public static String bytes(double value) {
        return scaled(value, BYTE_UNITS);
    }

    /** A capacity in both units that people take for each other: {@code 139.8 GiB (150.1 GB)}. */
    public static String capacity(double bytes) {
        return decimals(bytes / GIBI, 1) + " GiB (" + gigabytes(bytes) + " GB)";
    }

    /** {@code 0.349 USD}. */
    public static String money(double amount, String currency) {
        return plain(amount) + " " + currency;
    }

    /** {@code 26.1 GFLOP}. */
    public static String flops(double value) {
        return scaled(value, FLOP_UNITS);
    }

    /** Gigabytes with one decimal and no unit, for columns headed GB. */
    public static String gigabytes(double bytes) {
        return decimals(bytes / 1e9, 1);
    }

    /** GiB with two decimals and no unit, for columns headed GiB. */
    public static String gibibytes(double bytes) {
        return decimals(bytes / GIBI, 2);
    }

    /** How many of {@code unit} a value is, for columns whose head names the unit: {@code 3.35e12, 1e12} is 3.35. */
    public static String plain(double value, double unit) {
        return plain(value / unit);
    }

    /** {@code 12.3 %}. */
    public static String percent(double fraction) {
        boolean small = Math.abs(fraction) < 0.0995e-2 && fraction != 0;
        return decimals(100 * fraction, small ? 2 : 1) + " %";
    }

    /** A number with so many decimals; what rounds to nothing has no sign. */
    public static String decimals(double value, int decimals) {
        String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        return text.startsWith("-") && text.chars().noneMatch(digit -> digit >= '1' && digit <= '9')
                ? text.substring(1)
                : text;
    }

    /** {@code 46.7B} parameters, {@code 670.6M}. */
    public static String parameters(double value) {
        if (value >= 999.5e9) {
            return String.format(Locale.ROOT, "%.2fT", value / 1e12);
        }
        return value >= 999.5e6
                ? String.format(Locale.ROOT, "%.1fB", value / 1e9)
                : String.format(Locale.ROOT, "%.1fM", value / 1e6);
    }

    /** A number with the unit of its dimension; fractions above two are times. */
    public static String amount(double value, Dimension dimension) {
        return switch (dimension) {
            case BYTES -> bytes(value);
            case BYTES_PER_SECOND -> bytes(value) + "/s";
            case FLOP -> flops(value);
            case FLOP_PER_SECOND -> flops(value) + "/s";
            case SECONDS -> seconds(value);
            case TOKENS_PER_SECOND -> tokensPerSecond(value);
            case SEQUENCES_PER_SECOND -> plain(value) + " sequences/s";
            case WATTS -> plain(value) + " W";
            case COUNT -> plain(value);
            case FRACTION -> value > 2 || value < -2 ? plain(value) + " times" : percent(value);
        };
    }

    /** {@code 1 GPU}, {@code 8 GPUs}. */
    public static String number(double value, String singular) {
        return count(value) + " " + singular + (Math.round(value) == 1 ? "" : "s");
    }

    private static String scaled(double value, String[] units) {
        double scaled = value;
        int unit = 0;
        while (Math.abs(scaled) >= 999.5 && unit < units.length - 1) {
            scaled /= THOUSAND;
            unit++;
        }
        return plain(scaled) + " " + units[unit];
    }

    private static String significant(double value) {
        double size = Math.abs(value);
        int decimals = size >= 9.995 ? 1 : size >= 0.9995 ? 2 : 3;
        if (size < 0.0995) {
            return String.format(Locale.ROOT, "%.3g", value);
        }
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
