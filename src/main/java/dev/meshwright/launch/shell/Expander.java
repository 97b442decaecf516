package dev.meshwright.launch.shell;

import dev.meshwright.launch.shell.syntax.Quotes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Expands words: quotes, variables, arithmetic, output of commands, ranges in braces. */
final class Expander {

    private static final Pattern BRACES = Pattern.compile("([^{}$'\"`]*)\\{(\\d{1,6})\\.\\.(\\d{1,6})\\}([^{}$'\"`]*)");
    private static final int MOST_ITEMS = 4096;

    /** Nobody nests variables in the defaults of variables deeper; what does stays as it is written. */
    private static final int DEEPEST = 30;

    private final Variables variables;
    private final Function<String, String> commands;
    private int depth;

    /** @param commands runs the text of a command substitution and gives what it prints */
    Expander(Variables variables, Function<String, String> commands) {
        this.variables = variables;
        this.commands = commands;
    }

    /** The words that a written word becomes. */
    List<String> words(String raw) {
        Matcher braces = BRACES.matcher(raw);
        if (braces.matches()) {
            return range(braces);
        }
        Fields fields = new Fields();
        walk(raw, false, fields);
        return fields.words();
    }

    private static List<String> range(Matcher braces) {
        int first = Integer.parseInt(braces.group(2));
        int last = Integer.parseInt(braces.group(3));
        List<String> items = new ArrayList<>();
        for (int i = first; i <= last && items.size() < MOST_ITEMS; i++) {
            items.add(braces.group(1) + i + braces.group(4));
        }
        return items;
    }

    /** The one text that a written word becomes where nothing is parted: assignments, here-documents, tests. */
    String text(String raw) {
        return String.join(" ", quotedWords(raw));
    }

    private List<String> quotedWords(String raw) {
        Fields fields = new Fields();
        walk(raw, true, fields);
        return fields.words();
    }

    /** The text of a here-document: quotes are letters in it. */
    String document(String body) {
        Fields fields = new Fields();
        inDoubleQuotes(body, fields);
        return String.join(" ", fields.words());
    }

    private void walk(String raw, boolean whole, Fields out) {
        int at = 0;
        while (at < raw.length()) {
            int end = Math.min(raw.length(), Quotes.end(raw, at));
            String part = raw.substring(at, end);
            char first = part.charAt(0);
            if (first == '\\') {
                out.literal(part.equals("\\\n") ? "" : part.substring(1));
            } else if (first == '\'') {
                out.literal(inside(part, 1, '\''));
            } else if (part.startsWith("$'")) {
                out.literal(inside(part, 2, '\'').replace("\\n", "\n").replace("\\t", "\t"));
            } else if (first == '"') {
                String quoted = inside(part, 1, '"');
                // An array without items is no word, not even an empty one.
                if (!quoted.matches("\\$@|\\$\\{@\\}|\\$\\{\\w+\\[@\\]\\}")) {
                    out.quoted();
                }
                inDoubleQuotes(quoted, out);
            } else if (first == '$' || first == '`') {
                end = at + dollar(raw.substring(at), whole, out);
            } else {
                out.literal(part);
            }
            at = end;
        }
    }

    private static String inside(String part, int from, char close) {
        int to = part.length() > from && part.charAt(part.length() - 1) == close ? part.length() - 1 : part.length();
        return part.substring(Math.min(from, to), to);
    }

    private void inDoubleQuotes(String text, Fields out) {
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\\' && at + 1 < text.length() && "$`\"\\\n".indexOf(text.charAt(at + 1)) >= 0) {
                out.literal(text.charAt(at + 1) == '\n' ? "" : text.substring(at + 1, at + 2));
                at += 2;
            } else if (c == '$' || c == '`') {
                at += dollar(text.substring(at), true, out);
            } else {
                out.literal(text.substring(at, at + 1));
                at++;
            }
        }
    }

    /** Expands what begins with a dollar or a backquote; how many characters of {@code text} that were. */
    private int dollar(String text, boolean quoted, Fields out) {
        int end = Math.min(text.length(), Quotes.end(text, 0));
        if (text.startsWith("`")) {
            put(commands.apply(inside(text.substring(0, end), 1, '`')), quoted, out);
            return end;
        }
        if (text.startsWith("$((") && text.substring(0, end).endsWith("))")) {
            put(arithmetic(text.substring(3, end - 2)), quoted, out);
            return end;
        }
        if (text.startsWith("$(")) {
            put(commands.apply(inside(text.substring(0, end), 2, ')')), quoted, out);
            return end;
        }
        if (text.startsWith("${")) {
            parameter(inside(text.substring(0, end), 2, '}'), quoted, out);
            return end;
        }
        Matcher name = Pattern.compile("\\$(\\w+|[@*#?$!-])").matcher(text);
        if (!name.lookingAt()) {
            out.literal("$");
            return 1;
        }
        String written = name.group(1);
        String word = Character.isDigit(written.charAt(0)) ? written.substring(0, 1) : written;
        parameter(word, quoted, out);
        return 1 + word.length();
    }

    private static void put(String value, boolean quoted, Fields out) {
        if (quoted) {
            out.literal(value);
        } else {
            out.parted(value);
        }
    }

    /** The value of an expression; a mark where it follows from variables that are not set. */
    String arithmetic(String expression) {
        String expanded = expression.indexOf('$') >= 0 ? text(expression) : expression;
        if (Unset.in(expanded)) {
            return Unset.mark(String.join(",", Unset.names(expanded)));
        }
        List<String> missing = new ArrayList<>();
        Optional<Long> value = Arithmetic.value(expanded, name -> number(name, missing, 0));
        return value.map(String::valueOf)
                .orElseGet(() -> Unset.mark(
                        missing.isEmpty() ? "((" + expanded.replaceAll("\\s", "") + "))" : String.join(",", missing)));
    }

    private Optional<Long> number(String name, List<String> missing, int depth) {
        String value = variables
                .find(name)
                .filter(list -> !list.isEmpty())
                .map(List::getFirst)
                .orElse(Unset.mark(name));
        if (Unset.in(value)) {
            missing.addAll(Unset.names(value));
            return Optional.empty();
        }
        // A variable may hold an expression of its own.
        return depth > 8 ? Optional.empty() : Arithmetic.value(value, inner -> number(inner, missing, depth + 1));
    }

    private void parameter(String inside, boolean quoted, Fields out) {
        if (depth >= DEEPEST) {
            put(inside, quoted, out);
            return;
        }
        depth++;
        Parameter parameter = Parameter.of(inside, variables, this);
        depth--;
        if (parameter.several()) {
            out.items(parameter.items(), quoted);
        } else {
            put(String.join(" ", parameter.items()), quoted, out);
        }
    }
}
