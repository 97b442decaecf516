package dev.meshwright.base.quantity;

import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number beside a limit, for people: both with as many digits as show which one is larger, so that nobody reads
 * "50 ms of 50.0 ms, missed".
 *
 * @param value as text
 * @param limit as text
 */
public record Comparison(String value, String limit) {

    /** More digits than a double has tell nothing apart. */
    private static final int MOST_DECIMALS = 15;

    private static final Pattern NUMBER = Pattern.compile("-?[0-9][0-9,]*(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

    /**
     * The two numbers as {@code figure} prints them, or both in the unit of the limit with more decimals where their texts
     * would not show which is larger.
     *
     * @param figure prints a number with a unit that is a power of ten, such as {@link Figures#seconds}
     */
    public static Comparison of(double value, double limit, DoubleFunction<String> figure) {
        String valueText = figure.apply(value);
        String limitText = figure.apply(limit);
        boolean comparable = Double.isFinite(value) && Double.isFinite(limit) && value != limit && limit != 0;
        if (!comparable
                || Math.signum(shown(valueText, value) - shown(limitText, limit)) == Math.signum(value - limit)) {
            return new Comparison(valueText, limitText);
        }
        double unit = unit(limitText, limit);
        Matcher number = NUMBER.matcher(limitText);
        String suffix = number.find() ? limitText.substring(number.end()) : "";
        for (int decimals = 0; decimals <= MOST_DECIMALS; decimals++) {
            String format = "%,." + decimals + "f";
            String longer = String.format(Locale.ROOT, format, value / unit);
            String bound = String.format(Locale.ROOT, format, limit / unit);
            if (!longer.equals(bound)) {
                return new Comparison(longer + suffix, bound + suffix);
            }
        }
        return new Comparison(valueText, limitText);
    }

    /** {@code 1.05 times}: how many times the limit a value is, with the digits that show that it is not once. */
    public static String times(double ratio) {
        return of(ratio, 1, number -> String.format(Locale.ROOT, "%.2f", number))
                        .value() + " times";
    }

    /** The amount that a text shows. */
    private static double shown(String text, double amount) {
        Matcher matcher = NUMBER.matcher(text);
        return matcher.find() ? Double.parseDouble(matcher.group().replace(",", "")) * unit(text, amount) : amount;
    }

    /** The power of ten that turns the number in a text into the amount it stands for. */
    private static double unit(String text, double amount) {
        Matcher matcher = NUMBER.matcher(text);
        double number = matcher.find() ? Double.parseDouble(matcher.group().replace(",", "")) : 0;
        return number == 0 ? 1 : Math.pow(10, Math.rint(Math.log10(Math.abs(amount / number))));
    }
}
