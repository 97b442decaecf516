package dev.meshwright.launch.shell;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code ${...}} is worth.
 *
 * @param items one for a scalar
 * @param several whether each item is a word of its own inside quotes, as {@code "${a[@]}"} is
 */
record Parameter(List<String> items, boolean several) {

    private static final Pattern FORM = Pattern.compile("(?s)(#|!)?(\\w+|[@*#?$!-])(?:\\[([^\\]]*)\\])?(.*)");

    static Parameter of(String inside, Variables variables, Expander expander) {
        Matcher form = FORM.matcher(inside);
        if (!form.matches()) {
            return one(Unset.mark(inside));
        }
        String index = form.group(3) == null ? "" : form.group(3);
        String name = form.group(2);
        if ("!".equals(form.group(1))) {
            name = variables
                    .find(name)
                    .filter(list -> !list.isEmpty())
                    .map(List::getFirst)
                    .orElse(name);
        }
        boolean all = index.equals("@") || index.equals("*") || name.equals("@") || name.equals("*");
        Optional<List<String>> found = values(name, index, all, variables, expander);
        if ("#".equals(form.group(1))) {
            List<String> counted = found.orElse(List.of());
            int size = all ? counted.size() : String.join(" ", counted).length();
            return one(String.valueOf(size));
        }
        List<String> known = all ? found.orElse(List.of()) : found.orElse(List.of(Unset.mark(name)));
        if (form.group(4).isEmpty()) {
            return new Parameter(known, all && !index.equals("*") && !name.equals("*"));
        }
        return operated(form.group(4), name, known, found.isPresent(), all, variables, expander);
    }

    private static Parameter one(String value) {
        return new Parameter(List.of(value), false);
    }

    private static Optional<List<String>> values(
            String name, String index, boolean all, Variables variables, Expander expander) {
        List<String> parameters = variables.parameters();
        if (name.equals("@") || name.equals("*")) {
            return Optional.of(parameters);
        }
        if (name.equals("#")) {
            return Optional.of(List.of(String.valueOf(parameters.size())));
        }
        if (name.equals("?")) {
            return Optional.of(List.of("0"));
        }
        if (name.matches("[1-9]\\d{0,3}")) {
            int position = Integer.parseInt(name);
            return position <= parameters.size()
                    ? Optional.of(List.of(parameters.get(position - 1)))
                    : Optional.empty();
        }
        Optional<List<String>> found = variables.find(name);
        if (all || found.isEmpty()) {
            return found;
        }
        String position = index.isEmpty() ? "0" : expander.arithmetic(index);
        List<String> list = found.get();
        boolean inside = position.matches("\\d{1,6}") && Integer.parseInt(position) < list.size();
        // An array that is empty counts as not set, a scalar always has its item.
        return inside ? Optional.of(List.of(list.get(Integer.parseInt(position)))) : Optional.empty();
    }

    private static Parameter operated(
            String operation,
            String name,
            List<String> known,
            boolean set,
            boolean all,
            Variables variables,
            Expander expander) {
        boolean colon = operation.startsWith(":");
        String rest = colon ? operation.substring(1) : operation;
        String value = String.join(" ", known);
        boolean there = set && (!colon || !Unset.empty(value).isEmpty() || value.contains(" "));
        char operator = rest.isEmpty() ? ' ' : rest.charAt(0);
        String argument = rest.isEmpty() ? "" : rest.substring(1);
        return switch (operator) {
            case '-' -> there ? new Parameter(known, all) : new Parameter(expander.words(argument), false);
            case '=' -> {
                if (!there) {
                    variables.set(name, List.of(expander.text(argument)));
                }
                yield there ? new Parameter(known, all) : one(expander.text(argument));
            }
            case '+' -> there ? new Parameter(expander.words(argument), true) : new Parameter(List.of(), true);
            case '?' -> new Parameter(known, all);
            default -> colon ? one(substring(value, rest, expander)) : one(edited(value, operator, argument, expander));
        };
    }

    private static String substring(String value, String range, Expander expander) {
        String[] ends = range.split(":", 2);
        String from = expander.arithmetic(ends[0]);
        String length = ends.length > 1 ? expander.arithmetic(ends[1]) : String.valueOf(value.length());
        if (!from.matches("-?\\d{1,6}") || !length.matches("\\d{1,9}")) {
            return value;
        }
        int start = Integer.parseInt(from);
        start = Math.clamp(start < 0 ? value.length() + start : start, 0, value.length());
        return value.substring(start, (int) Math.min(value.length(), start + Long.parseLong(length)));
    }

    private static String edited(String value, char operator, String argument, Expander expander) {
        boolean doubled = !argument.isEmpty() && argument.charAt(0) == operator;
        String rest = expander.text(doubled ? argument.substring(1) : argument);
        return switch (operator) {
            case '#' -> value.replaceFirst("^" + Patterns.regex(rest, doubled), "");
            case '%' -> withoutEnd(value, rest, doubled);
            case '/' -> {
                String[] sides = rest.split("/", 2);
                String with = Matcher.quoteReplacement(sides.length > 1 ? sides[1] : "");
                String from = Patterns.regex(sides[0], true);
                yield doubled ? value.replaceAll(from, with) : value.replaceFirst(from, with);
            }
            case '^' -> doubled || value.isEmpty() ? value.toUpperCase(Locale.ROOT) : capital(value);
            case ',' -> value.toLowerCase(Locale.ROOT);
            default -> value;
        };
    }

    private static String capital(String value) {
        return value.substring(0, 1).toUpperCase(Locale.ROOT) + value.substring(1);
    }

    private static String withoutEnd(String value, String pattern, boolean longest) {
        Pattern whole = Pattern.compile(Patterns.regex(pattern, true), Pattern.DOTALL);
        for (int i = 0; i <= value.length(); i++) {
            int from = longest ? i : value.length() - i;
            if (whole.matcher(value.substring(from)).matches()) {
                return value.substring(0, from);
            }
        }
        return value;
    }
}
