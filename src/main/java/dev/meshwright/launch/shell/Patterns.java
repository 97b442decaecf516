package dev.meshwright.launch.shell;

import java.util.regex.Pattern;

/** Patterns of file names as shells match them. */
final class Patterns {

    private Patterns() {}

    /** The pattern as a regular expression; {@code greedy} for the longest match. */
    static String regex(String pattern, boolean greedy) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            int close = c == '[' ? pattern.indexOf(']', i + 2) : -1;
            if (c == '*') {
                regex.append(greedy ? ".*" : ".*?");
            } else if (c == '?') {
                regex.append('.');
            } else if (close > 0) {
                String set = pattern.substring(i + 1, close)
                        .replace("\\", "\\\\")
                        .replace("[", "\\[")
                        .replace("&", "\\&");
                regex.append('[')
                        .append(set.startsWith("!") ? "^" + set.substring(1) : set)
                        .append(']');
                i = close;
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return regex.toString();
    }

    static boolean matches(String pattern, String text) {
        return Pattern.compile(regex(pattern, true), Pattern.DOTALL)
                .matcher(text)
                .matches();
    }
}
