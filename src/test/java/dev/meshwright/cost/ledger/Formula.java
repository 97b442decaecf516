package dev.meshwright.cost.ledger;

import java.util.Map;
import java.util.TreeMap;

/** Works out the formula of a derivation from its terms: + - * / ( ) max( , ) min( , ) ceil( ), numbers and symbols. */
public final class Formula {

    private final String text;
    private final Map<String, Double> symbols = new TreeMap<>();
    private int at;

    private Formula(Derivation derivation) {
        text = derivation.formula().replace(" ", "");
        derivation.terms().forEach(term -> symbols.put(term.symbol(), term.value()));
    }

    /** Value of the formula with the terms put in. */
    public static double value(Derivation derivation) {
        Formula formula = new Formula(derivation);
        double value = formula.sum();
        if (formula.at != formula.text.length()) {
            throw new IllegalArgumentException("Left over: " + formula.text.substring(formula.at));
        }
        return value;
    }

    private double sum() {
        double value = product();
        while (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
            boolean plus = text.charAt(at++) == '+';
            double next = product();
            value = plus ? value + next : value - next;
        }
        return value;
    }

    private double product() {
        double value = atom();
        while (at < text.length() && (text.charAt(at) == '*' || text.charAt(at) == '/')) {
            boolean times = text.charAt(at++) == '*';
            double next = atom();
            value = times ? value * next : value / next;
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
            at++;
            double first = sum();
            double second = text.charAt(at) == ',' ? second() : Double.NaN;
            at++;
            return switch (word) {
                case "max" -> Math.max(first, second);
                case "min" -> Math.min(first, second);
                case "ceil" -> Math.ceil(first);
                default -> throw new IllegalArgumentException("Unknown function " + word);
            };
        }
        if (Character.isDigit(word.charAt(0))) {
            return Double.parseDouble(word);
        }
        Double value = symbols.get(word);
        if (value == null) {
            throw new IllegalArgumentException("No term for " + word + " in " + text);
        }
        return value;
    }

    private double second() {
        at++;
        return sum();
    }
}
