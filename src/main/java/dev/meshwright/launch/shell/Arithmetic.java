package dev.meshwright.launch.shell;

import java.util.Optional;
import java.util.function.Function;

/**
 * Integer expressions of {@code $((...))}: C's operators in C's order, variables with or without {@code $}. An expression
 * over a variable that is not set has no value.
 */
final class Arithmetic {

    private static final String[][] LEVELS = {
        {"||"},
        {"&&"},
        {"|"},
        {"^"},
        {"&"},
        {"==", "!="},
        {"<=", ">=", "<", ">"},
        {"<<", ">>"},
        {"+", "-"},
        {"*", "/", "%"}
    };
    private static final int DEEPEST = 200;

    private final String text;
    private final Function<String, Optional<Long>> variables;
    private int at;
    private int depth;

    private Arithmetic(String text, Function<String, Optional<Long>> variables) {
        this.text = text;
        this.variables = variables;
    }

    /** The value; empty where a variable has none or the text is no expression. */
    static Optional<Long> value(String text, Function<String, Optional<Long>> variables) {
        Arithmetic arithmetic = new Arithmetic(text.strip(), variables);
        if (arithmetic.text.isEmpty()) {
            return Optional.of(0L);
        }
        try {
            long value = arithmetic.choice();
            arithmetic.space();
            return arithmetic.at == arithmetic.text.length() ? Optional.of(value) : Optional.empty();
        } catch (NoValue | ArithmeticException none) {
            return Optional.empty();
        }
    }

    private static final class NoValue extends RuntimeException {
        NoValue() {
            super("no value", null, false, false);
        }
    }

    private void space() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private boolean take(String operator) {
        space();
        if (!text.startsWith(operator, at)) {
            return false;
        }
        int end = at + operator.length();
        String next = end < text.length() ? text.substring(end, end + 1) : "";
        boolean longer =
                operator.length() == 1 && "|&<>".contains(operator) && (next.equals(operator) || next.equals("="));
        boolean power = operator.equals("*") && next.equals("*");
        boolean shift = operator.equals("<") || operator.equals(">");
        if ((longer && !shift) || power) {
            return false;
        }
        if (longer && next.equals(operator)) {
            return false;
        }
        at = end;
        return true;
    }

    private long choice() {
        if (++depth > DEEPEST) {
            throw new NoValue();
        }
        long condition = binary(0);
        if (!take("?")) {
            depth--;
            return condition;
        }
        long first = choice();
        if (!take(":")) {
            throw new NoValue();
        }
        long second = choice();
        depth--;
        return condition != 0 ? first : second;
    }

    private long binary(int level) {
        if (level == LEVELS.length) {
            return power();
        }
        long left = binary(level + 1);
        while (true) {
            String found = "";
            for (String operator : LEVELS[level]) {
                if (take(operator)) {
                    found = operator;
                    break;
                }
            }
            if (found.isEmpty()) {
                return left;
            }
            left = applied(found, left, binary(level + 1));
        }
    }

    private static long applied(String operator, long left, long right) {
        return switch (operator) {
            case "||" -> left != 0 || right != 0 ? 1 : 0;
            case "&&" -> left != 0 && right != 0 ? 1 : 0;
            case "|" -> left | right;
            case "^" -> left ^ right;
            case "&" -> left & right;
            case "==" -> left == right ? 1 : 0;
            case "!=" -> left != right ? 1 : 0;
            case "<=" -> left <= right ? 1 : 0;
            case ">=" -> left >= right ? 1 : 0;
            case "<" -> left < right ? 1 : 0;
            case ">" -> left > right ? 1 : 0;
            case "<<" -> left << right;
            case ">>" -> left >> right;
            case "+" -> left + right;
            case "-" -> left - right;
            case "*" -> left * right;
            case "/" -> left / right;
            default -> left % right;
        };
    }

    private long power() {
        long base = unary();
        if (!take("**")) {
            return base;
        }
        long exponent = power();
        long result = 1;
        for (long i = 0; i < Math.min(exponent, 64); i++) {
            result *= base;
        }
        return result;
    }

    private long unary() {
        if (++depth > DEEPEST) {
            throw new NoValue();
        }
        long value = signed();
        depth--;
        return value;
    }

    private long signed() {
        if (take("!")) {
            return unary() == 0 ? 1 : 0;
        }
        if (take("-")) {
            return -unary();
        }
        if (take("+")) {
            return unary();
        }
        if (take("(")) {
            long inside = choice();
            if (!take(")")) {
                throw new NoValue();
            }
            return inside;
        }
        return operand();
    }

    private long operand() {
        space();
        int start = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
        }
        String word = text.substring(start, at);
        if (word.isEmpty()) {
            throw new NoValue();
        }
        if (Character.isDigit(word.charAt(0))) {
            return number(word);
        }
        return variables.apply(word).orElseThrow(NoValue::new);
    }

    private static long number(String word) {
        try {
            return word.startsWith("0x") ? Long.parseLong(word.substring(2), 16) : Long.parseLong(word);
        } catch (NumberFormatException none) {
            throw new NoValue();
        }
    }
}
