package dev.meshwright.launch.export.shell;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Words as a shell takes them: nothing in a value is expanded, split or run. */
public final class ShellWords {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+,=-]+");

    /** Some single quote with what would mean something outside of it. */
    private static final Pattern DOLLAR = Pattern.compile("'[^']*[$`][^']*'");

    private ShellWords() {}

    /** A word; within single quotes where any letter could mean something. */
    public static String quoted(String value) {
        return PLAIN.matcher(value).matches() ? value : "'" + value.replace("'", "'\\''") + "'";
    }

    /** Words of a line. */
    public static String line(List<String> words) {
        return words.stream().map(ShellWords::quoted).collect(Collectors.joining(" "));
    }

    /** The script, for readers like shellcheck too: a dollar in single quotes is meant as it is. */
    static String literal(String script) {
        String[] lines = script.split("\n", 2);
        return DOLLAR.matcher(script).find() ? lines[0] + "\n# shellcheck disable=SC2016\n" + lines[1] : script;
    }

    /** A comment on one line, whatever the text holds. */
    public static String comment(String text) {
        return "# " + text.replaceAll("\\p{Cntrl}+", " ");
    }
}
