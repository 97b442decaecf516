package dev.meshwright.launch.shell;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Values that a script leaves to its environment: they stay in words as marks around the name of the variable, so that
 * an option which nobody needs may hold one and an option which a layout follows from is named with it.
 */
public final class Unset {

    private static final char OPEN = '\uE000';
    private static final char CLOSE = '\uE001';
    private static final Pattern MARK = Pattern.compile(OPEN + "([^" + OPEN + CLOSE + "]*)" + CLOSE);

    private Unset() {}

    /** The mark of a variable. */
    public static String mark(String name) {
        return OPEN + name + CLOSE;
    }

    /** Whether a text depends on a variable that is not set. */
    public static boolean in(String text) {
        return text.indexOf(OPEN) >= 0;
    }

    /** Names of the variables that a text depends on. */
    public static Set<String> names(String text) {
        Set<String> names = new LinkedHashSet<>();
        Matcher marks = MARK.matcher(text);
        while (marks.find()) {
            names.add(marks.group(1));
        }
        return names;
    }

    /** The text as a reader knows it: {@code $NAME}. */
    public static String shown(String text) {
        return MARK.matcher(text).replaceAll(found -> Matcher.quoteReplacement("$" + found.group(1)));
    }

    /** The text as a shell would have it, in which a variable that is not set is empty. */
    public static String empty(String text) {
        return MARK.matcher(text).replaceAll("");
    }
}
