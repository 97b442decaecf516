package dev.meshwright.launch.shell.syntax;

/**
 * A word or an operator of a script.
 *
 * @param kind which of the two
 * @param text as it is written, quotes and expansions included
 * @param line it begins on
 * @param body of a here-document, where the operator has one
 * @param quotedBody whether nothing in the body is expanded
 */
public record Token(Kind kind, String text, int line, String body, boolean quotedBody) {

    public enum Kind {
        WORD,
        OPERATOR,
        END
    }

    public static Token word(String text, int line) {
        return new Token(Kind.WORD, text, line, "", false);
    }

    public static Token operator(String text, int line) {
        return new Token(Kind.OPERATOR, text, line, "", false);
    }

    public boolean is(String operator) {
        return kind == Kind.OPERATOR && text.equals(operator);
    }

    public boolean word(String word) {
        return kind == Kind.WORD && text.equals(word);
    }
}
