package dev.meshwright.launch.shell.syntax;

/** Where quoted and bracketed parts of a script end. */
public final class Quotes {

    /** Nobody nests deeper; what does is not followed and counts as never closed. */
    private static final int DEEPEST = 100;

    private Quotes() {}

    /**
     * The index behind the part of a word that begins at {@code at}: an escaped character, a quotation, an expansion, or one
     * character; the length of the text and one more where it never ends.
     */
    public static int end(String text, int at) {
        return end(text, at, 0);
    }

    private static int end(String text, int at, int depth) {
        char first = text.charAt(at);
        if (first == '\\') {
            return Math.min(text.length(), at + 2);
        }
        if (first == '\'') {
            return behind(text.indexOf('\'', at + 1), text);
        }
        if (first == '`') {
            return behind(text.indexOf('`', at + 1), text);
        }
        if (first == '"') {
            return closing(text, at + 1, '"', depth + 1);
        }
        if (first == '$' && at + 1 < text.length()) {
            char next = text.charAt(at + 1);
            if (next == '(') {
                return closing(text, at + 2, ')', depth + 1);
            }
            if (next == '{') {
                return closing(text, at + 2, '}', depth + 1);
            }
            if (next == '\'') {
                return behind(text.indexOf('\'', at + 2), text);
            }
        }
        return at + 1;
    }

    private static int behind(int found, String text) {
        return found < 0 ? text.length() + 1 : found + 1;
    }

    /** The index behind the {@code close} that ends what was opened before {@code from}. */
    static int closing(String text, int from, char close) {
        return closing(text, from, close, 0);
    }

    private static int closing(String text, int from, char close, int depth) {
        int at = from;
        while (at < text.length() && depth < DEEPEST) {
            char c = text.charAt(at);
            if (c == close) {
                return at + 1;
            }
            if (close == ')' && c == '(') {
                at = closing(text, at + 1, ')', depth + 1);
            } else if (close == ')' && c == '#' && Character.isWhitespace(text.charAt(at - 1))) {
                int line = text.indexOf('\n', at);
                at = line < 0 ? text.length() : line;
            } else if (close == '"' && c == '\'') {
                at++;
            } else {
                at = end(text, at, depth);
            }
        }
        return text.length() + 1;
    }
}
