package dev.meshwright.base.quantity;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number as people write it: {@code 1,234.5}, {@code 1 234,5} with the narrow spaces of typesetters, {@code 1.234.567},
 * {@code 1'234}, {@code 1e9}, {@code 5 x 10^9}, {@code -5} with a minus sign of any kind.
 *
 * <p>A comma separates groups where three digits follow each, and the first group begins with no zero; any other comma is
 * a decimal one. One point is always a decimal one; several separate groups.
 *
 * @param digits the same number as Java and YAML write it
 * @param end where it ends in the text
 * @param decimalComma whether a comma stands before the decimals
 */
public record WrittenNumber(String digits, int end, boolean decimalComma) {

    /** No-break, figure, thin and narrow no-break space, which typesetters set between groups. */
    private static final String SPACES = "\u00a0\u2007\u2009\u202f";

    private static final String MINUS = "\u2212\u2013\u2012\ufe63\uff0d";

    private static final Pattern SIGN = Pattern.compile("[+" + MINUS + "-]?");

    private static final Pattern SPACED =
            Pattern.compile("[1-9]\\d{0,2}([ " + SPACES + "'\u2019])\\d{3}(?:\\1\\d{3}(?!\\d))*+(?:[.,]\\d+)?(?!\\d)");
    private static final Pattern COMMAS = Pattern.compile("[1-9]\\d{0,2}(?:,\\d{3})++(?:\\.\\d*)?(?![\\d]|,\\d)");
    private static final Pattern POINTS =
            Pattern.compile("[1-9]\\d{0,2}(?:(?:\\.\\d{3}){2,}+(?:,\\d+)?|\\.\\d{3},\\d+)(?![\\d]|[.,]\\d)");
    private static final Pattern DECIMAL_COMMA = Pattern.compile("\\d+,\\d+(?![\\d]|[.,]\\d)");
    private static final Pattern PLAIN = Pattern.compile("\\d+\\.?\\d*|\\.\\d+");

    private static final Pattern EXPONENT = Pattern.compile("[eE]([+" + MINUS + "-]?\\d+)(?!\\d|\\.\\d)");
    private static final Pattern POWER = Pattern.compile("\\s*[x\u00d7\u00b7*]\\s*10(?:\\^\\{?([+" + MINUS
            + "-]?\\d+)\\}?|([\u207a\u207b\u2070\u00b9\u00b2\u00b3\u2074-\u2079]+))");

    private static final String SUPERSCRIPTS = "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079";

    /** The number that begins at {@code start}, a sign included; empty where none does. */
    public static Optional<WrittenNumber> at(String text, int start) {
        Matcher sign = SIGN.matcher(text).region(start, text.length());
        sign.lookingAt();
        String negative = sign.end() > start && text.charAt(start) != '+' ? "-" : "";
        int from = sign.end();
        for (Pattern pattern : new Pattern[] {SPACED, COMMAS, POINTS, DECIMAL_COMMA, PLAIN}) {
            Matcher matcher = pattern.matcher(text).region(from, text.length()).useTransparentBounds(true);
            if (matcher.lookingAt()) {
                // A full stop ends the sentence, not the number.
                boolean stop = text.charAt(matcher.end() - 1) == '.'
                        && !EXPONENT.matcher(text)
                                .region(matcher.end(), text.length())
                                .lookingAt();
                int end = stop ? matcher.end() - 1 : matcher.end();
                return Optional.of(scaled(text, negative, text.substring(from, end), end, pattern));
            }
        }
        return Optional.empty();
    }

    /** The last number of a text: the one that its unit follows. */
    public static Optional<WrittenNumber> last(String text) {
        Optional<WrittenNumber> last = Optional.empty();
        int at = 0;
        while (at < text.length()) {
            boolean digit = Character.isDigit(text.charAt(at));
            Optional<WrittenNumber> here = digit ? at(text, at) : Optional.empty();
            last = here.isPresent() ? here : last;
            at = here.map(WrittenNumber::end).orElse(at + 1);
        }
        return last;
    }

    private static WrittenNumber scaled(String text, String sign, String body, int end, Pattern pattern) {
        boolean comma = pattern == DECIMAL_COMMA
                || (pattern == POINTS && body.contains(","))
                || (pattern == SPACED && body.contains(","));
        String digits = comma ? body.replaceAll("[^\\d,]", "").replace(',', '.') : body.replaceAll("[^\\d.]", "");
        digits = pattern == POINTS && !comma ? digits.replace(".", "") : digits;
        Matcher exponent = EXPONENT.matcher(text).region(end, text.length());
        if (exponent.lookingAt()) {
            return new WrittenNumber(sign + digits + "e" + ascii(exponent.group(1)), exponent.end(), comma);
        }
        Matcher power = POWER.matcher(text).region(end, text.length());
        if (power.lookingAt()) {
            String raised = power.group(1) != null ? ascii(power.group(1)) : lowered(power.group(2));
            return new WrittenNumber(sign + digits + "e" + raised, power.end(), comma);
        }
        return new WrittenNumber(sign + digits, end, comma);
    }

    private static String ascii(String signed) {
        return MINUS.indexOf(signed.charAt(0)) >= 0 ? "-" + signed.substring(1) : signed;
    }

    private static String lowered(String superscript) {
        StringBuilder plain = new StringBuilder();
        superscript.chars().forEach(letter -> {
            int digit = SUPERSCRIPTS.indexOf(letter);
            plain.append(digit >= 0 ? String.valueOf(digit) : letter == '\u207b' ? "-" : "");
        });
        return plain.toString();
    }

    /** A text without the spaces around it, those of typesetters included. */
    static String stripped(String text) {
        return text.replaceAll("^[\\s" + SPACES + "]+|[\\s" + SPACES + "]+$", "");
    }
}
