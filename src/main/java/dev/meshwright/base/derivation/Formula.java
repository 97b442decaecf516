package dev.meshwright.base.derivation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A formula over quantities: {@code + - * / ( ) max( , ) min( , ) ceil( ) floor( )}, numbers and names with dots.
 *
 * @param text as written
 */
public record Formula(String text) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]*(?!\\s*\\()\\b");

    /** The quantities in it, each once, in order. */
    public List<String> symbols() {
        List<String> names = new ArrayList<>();
        NAME.matcher(text).results().map(match -> match.group()).forEach(name -> {
            if (!names.contains(name) && !function(name)) {
                names.add(name);
            }
        });
        return names;
    }

    /**
     * Its value with the quantities put in.
     *
     * @throws IllegalArgumentException when it is none
     */
    public double value(ToDoubleFunction<String> values) {
        Parser parser = new Parser(text.replace(" ", ""), values);
        double value = parser.sum();
        if (parser.at != parser.text.length()) {
            throw new IllegalArgumentException("Formula " + text + ": left over " + parser.text.substring(parser.at));
        }
        return value;
    }

    /** The formula with each name replaced. */
    public String substitute(Function<String, String> replacement) {
        return NAME.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(
                        function(match.group()) ? match.group() : replacement.apply(match.group())));
    }

    private static boolean function(String name) {
        return List.of("max", "min", "ceil", "floor").contains(name);
    }

    private static final class Parser {
        private final String text;
        private final ToDoubleFunction<String> values;
        private int at;

        Parser(String text, ToDoubleFunction<String> values) {
            this.text = text;
            this.values = values;
        }

        double sum() {
            double value = product();
            while (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
                value += text.charAt(at++) == '+' ? product() : -product();
            }
            return value;
        }

        private double product() {
            double value = atom();
            while (at < text.length() && (text.charAt(at) == '*' || text.charAt(at) == '/')) {
                value = text.charAt(at++) == '*' ? value * atom() : value / atom();
            }
            return value;
        }

        private double atom() {
            if (text.charAt(at) == '(') {
                at++;
                double value = sum();
                at++;
                return value;
            }
            int start = at;
            while (at < text.length()
                    && (Character.isLetterOrDigit(text.charAt(at)) || "_.".indexOf(text.charAt(at)) >= 0)) {
                at++;
            }
            String word = text.substring(start, at);
            if (at < text.length() && text.charAt(at) == '(') {
                return call(word);
            }
            return Character.isDigit(word.charAt(0)) ? Double.parseDouble(word) : values.applyAsDouble(word);
        }

        private double call(String function) {
            at++;
            double first = sum();
            double second = first;
            if (text.charAt(at) == ',') {
                at++;
                second = sum();
            }
            at++;
            return switch (function) {
                case "max" -> Math.max(first, second);
                case "min" -> Math.min(first, second);
                // Quotients of round numbers must not be lifted by the last bit.
                case "ceil" -> Math.ceil(first - 1e-9);
                case "floor" -> Math.floor(first + 1e-9);
                default -> throw new IllegalArgumentException("Unknown function " + function + " in " + text);
            };
        }
    }
}
