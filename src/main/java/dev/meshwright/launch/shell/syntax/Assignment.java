package dev.meshwright.launch.shell.syntax;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code NAME=value}, {@code NAME+=value}, {@code NAME=(words)}.
 *
 * @param name of the variable
 * @param append whether the value is put behind the old one
 * @param array whether the value stands in parentheses, which are taken off
 * @param value as written
 */
public record Assignment(String name, boolean append, boolean array, String value) {

    private static final Pattern FORM = Pattern.compile("(?s)([A-Za-z_]\\w*)(?:\\[[^\\]]*\\])?(\\+)?=(.*)");

    public static Optional<Assignment> of(String word) {
        Matcher form = FORM.matcher(word);
        if (!form.matches()) {
            return Optional.empty();
        }
        String value = form.group(3);
        boolean array = value.startsWith("(") && value.endsWith(")");
        return Optional.of(new Assignment(
                form.group(1), form.group(2) != null, array, array ? value.substring(1, value.length() - 1) : value));
    }
}
