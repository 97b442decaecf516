package dev.meshwright.launch.shell;

/**
 * A word or an operator of a script.
 *
 * @param kind which of the two
 * @param text as it is written, quotes and expansions included
 * @param line it begins on
 * @param body of a here-document, where the operator has one
 * @param quotedBody whether nothing in the body is expanded
 */
record Token(Kind kind, String text, int line, String body, boolean quotedBody) {

    enum Kind {
        WORD,
        OPERATOR,
        END
    }

    static Token word(String text, int line) {
        return new Token(Kind.WORD, text, line, "", false);
    }

    static Token operator(String text, int line) {
        return new Token(Kind.OPERATOR, text, line, "", false);
    }

    boolean is(String operator) {
        return kind == Kind.OPERATOR && text.equals(operator);
    }

    boolean word(String word) {
        return kind == Kind.WORD && text.equals(word);
    }
}
