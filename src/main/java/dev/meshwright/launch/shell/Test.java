package dev.meshwright.launch.shell;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Conditions of {@code test}, {@code [ ]} and {@code [[ ]]} over expanded words; variables that are not set are empty. */
final class Test {

    private final List<String> words;
    private final boolean patterns;
    private final Predicate<String> files;
    private int at;

    private Test(List<String> words, boolean patterns, Predicate<String> files) {
        this.words = words;
        this.patterns = patterns;
        this.files = files;
    }

    /**
     * Whether the condition holds.
     *
     * @param patterns whether the right side of {@code ==} is a pattern, as in {@code [[ ]]}
     * @param files whether a file is there
     */
    static boolean holds(List<String> words, boolean patterns, Predicate<String> files) {
        List<String> plain = words.stream().map(Unset::empty).toList();
        return !plain.isEmpty() && new Test(plain, patterns, files).either();
    }

    private String next() {
        return at < words.size() ? words.get(at) : "";
    }

    private boolean take(String... operators) {
        boolean found = at < words.size() && List.of(operators).contains(words.get(at));
        at += found ? 1 : 0;
        return found;
    }

    private boolean either() {
        boolean value = both();
        while (take("||", "-o")) {
            value |= both();
        }
        return value;
    }

    private boolean both() {
        boolean value = single();
        while (take("&&", "-a")) {
            value &= single();
        }
        return value;
    }

    private boolean single() {
        if (take("!")) {
            return !single();
        }
        if (take("(")) {
            boolean inside = either();
            take(")");
            return inside;
        }
        String left = next();
        boolean binary = at + 1 < words.size() && isBinary(words.get(at + 1));
        if (!binary && left.matches("-[a-zA-Z]") && at + 1 < words.size()) {
            at += 2;
            return unary(left, words.get(at - 1));
        }
        at++;
        if (!binary) {
            return !left.isEmpty();
        }
        String operator = next();
        at += 2;
        return compared(left, operator, at <= words.size() ? words.get(at - 1) : "");
    }

    private static boolean isBinary(String word) {
        return List.of("=", "==", "!=", "=~", "<", ">", "-eq", "-ne", "-lt", "-le", "-gt", "-ge")
                .contains(word);
    }

    private boolean unary(String operator, String value) {
        return switch (operator) {
            case "-z" -> value.isEmpty();
            case "-n" -> !value.isEmpty();
            case "-v" -> !value.isEmpty();
            case "-f", "-e", "-s", "-r" -> files.test(value);
            case "-d", "-x", "-w", "-h", "-L", "-S", "-c", "-b", "-p" -> files.test(value) && !operator.equals("-d");
            default -> false;
        };
    }

    private boolean compared(String left, String operator, String right) {
        return switch (operator) {
            case "=", "==" -> patterns ? Patterns.matches(right, left) : left.equals(right);
            case "!=" -> patterns ? !Patterns.matches(right, left) : !left.equals(right);
            case "=~" -> found(right, left);
            case "<" -> left.compareTo(right) < 0;
            case ">" -> left.compareTo(right) > 0;
            default -> numbers(left, operator, right);
        };
    }

    private static boolean found(String regex, String text) {
        try {
            return Pattern.compile(regex).matcher(text).find();
        } catch (PatternSyntaxException none) {
            return text.contains(regex);
        }
    }

    private static boolean numbers(String left, String operator, String right) {
        if (!left.strip().matches("-?\\d{1,18}") || !right.strip().matches("-?\\d{1,18}")) {
            return false;
        }
        int order = Long.compare(Long.parseLong(left.strip()), Long.parseLong(right.strip()));
        return switch (operator) {
            case "-eq" -> order == 0;
            case "-ne" -> order != 0;
            case "-lt" -> order < 0;
            case "-le" -> order <= 0;
            case "-gt" -> order > 0;
            default -> order >= 0;
        };
    }
}
