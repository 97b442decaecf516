package dev.meshwright.launch.source;

import dev.meshwright.launch.shell.Unset;
import dev.meshwright.launch.tree.Tree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Variables in the values of a compose file, as docker compose fills them in before it reads a service: {@code $NAME},
 * {@code ${NAME}}, {@code ${NAME:-default}}, {@code ${NAME-default}}, {@code ${NAME:?message}}, {@code ${NAME:+other}}, one
 * inside another; {@code $$} is a dollar. A variable that nobody sets stays a mark of {@link Unset}.
 *
 * @param set values by the names of variables
 */
record Interpolation(Map<String, String> set) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w*");
    private static final Pattern OPERATOR = Pattern.compile("(:?)([-?+])");
    private static final int DEEPEST = 40;

    /** The same tree, all of its values filled in. */
    Tree filled(Tree tree) {
        return switch (tree) {
            case Tree.Scalar scalar -> new Tree.Scalar(text(scalar.text(), 0), scalar.line());
            case Tree.Sequence list -> {
                List<Tree> items = list.items().stream().map(this::filled).toList();
                yield new Tree.Sequence(items, list.line());
            }
            case Tree.Mapping mapping -> {
                Map<String, Tree> entries = new LinkedHashMap<>();
                mapping.entries().forEach((key, value) -> entries.put(key, filled(value)));
                yield new Tree.Mapping(entries, mapping.line());
            }
        };
    }

    /** The same text, its variables filled in. */
    String filled(String text) {
        return text(text, 0);
    }

    private String text(String text, int depth) {
        StringBuilder filled = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int dollar = text.indexOf('$', at);
            if (dollar < 0) {
                break;
            }
            filled.append(text, at, dollar);
            at = dollar + 1;
            Matcher name = NAME.matcher(text).region(at, text.length());
            if (text.startsWith("$", at)) {
                filled.append('$');
                at++;
            } else if (text.startsWith("{", at) && depth < DEEPEST) {
                int close = close(text, at);
                filled.append(braced(text.substring(at + 1, close), depth));
                at = Math.min(text.length(), close + 1);
            } else if (name.lookingAt()) {
                filled.append(value(name.group()).orElse(Unset.mark(name.group())));
                at = name.end();
            } else {
                filled.append('$');
            }
        }
        return filled.append(text.substring(at)).toString();
    }

    /** Where the brace that opens at {@code open} closes; the end where none does. */
    private static int close(String text, int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            depth += text.startsWith("${", i) || i == open ? 1 : text.charAt(i) == '}' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return text.length();
    }

    private String braced(String inside, int depth) {
        Matcher name = NAME.matcher(inside);
        if (!name.lookingAt()) {
            return "${" + inside + "}";
        }
        Optional<String> value = value(name.group());
        Matcher operator = OPERATOR.matcher(inside).region(name.end(), inside.length());
        if (!operator.lookingAt()) {
            return value.orElse(Unset.mark(name.group()));
        }
        boolean there = value.isPresent()
                && (operator.group(1).isEmpty() || !value.get().isEmpty());
        String argument = inside.substring(operator.end());
        return switch (operator.group(2)) {
            case "-" -> there ? value.orElseThrow() : text(argument, depth + 1);
            case "+" -> there ? text(argument, depth + 1) : "";
            default -> there ? value.orElseThrow() : Unset.mark(name.group());
        };
    }

    private Optional<String> value(String name) {
        return Optional.ofNullable(set.get(name));
    }
}
