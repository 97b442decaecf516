package dev.meshwright.launch.shell.syntax;

import dev.meshwright.launch.Findings;
import dev.meshwright.launch.Place;
import java.util.ArrayList;
import java.util.List;

/** Cuts a script into words and operators (POSIX shell command language, 2.3, with bash's arrays and tests). */
public final class Lexer {

    private static final List<String> OPERATORS = List.of(
            "<<<", "<<-", "&>>", ";;", "&&", "||", "<<", ">>", "<&", ">&", "<>", ">|", "&>", ";", "&", "|", "<", ">",
            "(", ")", "\n");

    private final String file;
    private final String text;
    private final Findings findings;
    private final List<Token> tokens = new ArrayList<>();
    private final List<Integer> hereDocuments = new ArrayList<>();
    private int at;
    private int line;

    private Lexer(String file, String text, int firstLine, Findings findings) {
        this.file = file;
        this.text = text.replace("\r\n", "\n");
        this.line = firstLine;
        this.findings = findings;
    }

    /** All tokens, the last one an end. */
    public static List<Token> tokens(String file, String text, int firstLine, Findings findings) {
        Lexer lexer = new Lexer(file, text, firstLine, findings);
        lexer.run();
        return lexer.tokens;
    }

    private void run() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == ' ' || c == '\t' || c == '\r') {
                at++;
            } else if (c == '\\' && at + 1 < text.length() && text.charAt(at + 1) == '\n') {
                at += 2;
                line++;
            } else if (c == '#') {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (text.startsWith("((", at)) {
                // An arithmetic command is one word.
                int end = Math.min(text.length(), Quotes.closing(text, at + 1, ')'));
                tokens.add(Token.word(text.substring(at, end), line));
                at = end;
            } else if (!operator()) {
                word();
            }
        }
        if (!hereDocuments.isEmpty()) {
            bodies();
        }
        tokens.add(new Token(Token.Kind.END, "", line, "", false));
    }

    private boolean operator() {
        for (String operator : OPERATORS) {
            if (text.startsWith(operator, at)) {
                at += operator.length();
                tokens.add(Token.operator(operator, line));
                if (operator.equals("\n")) {
                    line++;
                    if (!hereDocuments.isEmpty()) {
                        bodies();
                    }
                } else if (operator.equals("<<") || operator.equals("<<-")) {
                    hereDocuments.add(tokens.size() - 1);
                }
                return true;
            }
        }
        return false;
    }

    private void word() {
        int start = at;
        int firstLine = line;
        StringBuilder word = new StringBuilder();
        while (at < text.length() && !ends(text.charAt(at))) {
            int end = Quotes.end(text, at);
            if (text.charAt(at) == '(') {
                end = Quotes.closing(text, at + 1, ')');
            }
            if (end > text.length()) {
                // What opens it, and nothing of what follows: the file may be no script.
                findings.add(
                        new Place(file, line),
                        text.substring(at, at + 1),
                        "is opened and never closed",
                        "Maybe a part of the file is missing.");
                end = text.length();
            }
            String part = text.substring(at, end);
            if (!part.equals("\\\n")) {
                word.append(part);
            }
            line += (int) part.chars().filter(c -> c == '\n').count();
            at = end;
            // An array in parentheses belongs to its name.
            if (at < text.length() && text.charAt(at) == '(' && !word.toString().matches("(?s)\\w+\\+?=")) {
                break;
            }
        }
        if (at == start) {
            at++;
            return;
        }
        boolean redirected = at < text.length() && (text.charAt(at) == '<' || text.charAt(at) == '>');
        // The number of a file in front of a redirection is no word of the command.
        if (!redirected || !word.toString().matches("\\d+")) {
            tokens.add(Token.word(word.toString(), firstLine));
        }
    }

    private boolean ends(char c) {
        boolean array = c == '(' && at > 0 && text.charAt(at - 1) == '=';
        return !array && (Character.isWhitespace(c) || ";&|<>()".indexOf(c) >= 0);
    }

    /** Here-documents begin on the line after their operator. */
    private void bodies() {
        for (int index : hereDocuments) {
            Token operator = tokens.get(index);
            String written = index + 1 < tokens.size() ? tokens.get(index + 1).text() : "";
            String delimiter = written.replaceAll("[\"'\\\\]", "");
            boolean tabs = operator.text().equals("<<-");
            StringBuilder body = new StringBuilder();
            boolean closed = false;
            while (at < text.length() && !closed) {
                int end = text.indexOf('\n', at);
                String row = text.substring(at, end < 0 ? text.length() : end);
                at = end < 0 ? text.length() : end + 1;
                line++;
                String bare = tabs ? row.stripLeading() : row;
                closed = bare.equals(delimiter);
                if (!closed) {
                    body.append(tabs ? row.replaceFirst("^\t+", "") : row).append('\n');
                }
            }
            if (!closed) {
                findings.add(
                        new Place(file, operator.line()),
                        "<<" + delimiter,
                        "begins a here-document that never ends",
                        "Maybe a part of the file is missing: a line " + delimiter + ".");
            }
            tokens.set(
                    index,
                    new Token(
                            Token.Kind.OPERATOR,
                            operator.text(),
                            operator.line(),
                            body.toString(),
                            !written.equals(delimiter)));
        }
        hereDocuments.clear();
    }
}
