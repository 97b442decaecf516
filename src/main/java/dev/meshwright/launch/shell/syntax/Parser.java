package dev.meshwright.launch.shell.syntax;

import dev.meshwright.launch.Findings;
import dev.meshwright.launch.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Puts the words of a script together (POSIX shell command language, 2.9 and 2.10). */
public final class Parser {

    private static final Set<String> ENDS = Set.of("then", "else", "elif", "fi", "do", "done", "esac", "}");
    private static final Set<String> REDIRECTIONS = Set.of(">", ">>", ">|", "&>", "&>>", ">&", "<", "<&", "<>");
    private static final int DEEPEST = 60;

    private final String file;
    private final List<Token> tokens;
    private final Findings findings;
    private int at;
    private int depth;

    private Parser(String file, List<Token> tokens, Findings findings) {
        this.file = file;
        this.tokens = tokens;
        this.findings = findings;
    }

    /** The script; what cannot be understood is a finding. */
    public static Statement script(String file, String text, int firstLine, Findings findings) {
        Parser parser = new Parser(file, Lexer.tokens(file, text, firstLine, findings), findings);
        List<Statement> all = new ArrayList<>();
        while (!parser.ended()) {
            all.add(parser.chain());
            if (!parser.ended()) {
                // A stray "done" or ")": said once, then read on behind it.
                parser.fault("stands alone");
                parser.at++;
            }
        }
        List<String> joints = new ArrayList<>();
        all.stream().skip(1).forEach(part -> joints.add(";"));
        return new Statement.Chain(List.copyOf(all), List.copyOf(joints));
    }

    private Token peek() {
        return token(0);
    }

    /** The token so far ahead; the end behind all others. */
    private Token token(int ahead) {
        return tokens.get(Math.min(at + ahead, tokens.size() - 1));
    }

    private boolean ended() {
        return peek().kind() == Token.Kind.END;
    }

    private void fault(String message) {
        Token token = peek();
        String shown = token.text().equals("\n") ? "end of line" : token.text();
        findings.add(
                new Place(file, token.line()), shown, message, ended() ? "Maybe a part of the file is missing." : "");
    }

    private void newlines() {
        while (peek().is("\n") || peek().is(";")) {
            at++;
        }
    }

    /** Statements up to a word or operator that ends them. */
    private Statement.Chain chain() {
        List<Statement> parts = new ArrayList<>();
        List<String> joints = new ArrayList<>();
        newlines();
        while (!ended() && !stops(peek())) {
            int before = at;
            parts.add(statement());
            String joint = ";";
            if (peek().is("&&") || peek().is("||") || peek().is("|")) {
                joint = peek().text();
                at++;
                newlines();
            } else {
                while (peek().is("\n") || peek().is(";") || peek().is("&")) {
                    at++;
                }
            }
            joints.add(joint);
            if (at == before) {
                break;
            }
        }
        return new Statement.Chain(List.copyOf(parts), List.copyOf(joints.subList(0, Math.max(0, joints.size() - 1))));
    }

    private static boolean stops(Token token) {
        boolean word = token.kind() == Token.Kind.WORD && ENDS.contains(token.text());
        return word || token.is(")") || token.is(";;");
    }

    private Statement statement() {
        if (++depth > DEEPEST) {
            fault("nests deeper than " + DEEPEST + " levels");
            at = tokens.size() - 1;
            return Statement.NOTHING;
        }
        Statement statement = compound();
        depth--;
        return statement;
    }

    private Statement compound() {
        Token first = peek();
        if (first.is("(")) {
            at++;
            return redirected(group(")"));
        }
        if (first.kind() != Token.Kind.WORD) {
            return simple();
        }
        Statement statement =
                switch (first.text()) {
                    case "!" -> {
                        at++;
                        yield new Statement.Not(statement());
                    }
                    case "if" -> branches();
                    case "for" -> loop();
                    case "while", "until" -> repeated();
                    case "case" -> selection();
                    case "function" -> {
                        at++;
                        yield function();
                    }
                    case "{" -> {
                        at++;
                        yield group("}");
                    }
                    default -> {
                        boolean definition = token(1).is("(") && token(2).is(")");
                        yield definition ? function() : simple();
                    }
                };
        return statement instanceof Statement.Simple ? statement : redirected(statement);
    }

    /** A redirection behind a block changes nothing that a launch needs. */
    private Statement redirected(Statement block) {
        while (peek().kind() == Token.Kind.OPERATOR && REDIRECTIONS.contains(peek().text())) {
            at += token(1).kind() == Token.Kind.WORD ? 2 : 1;
        }
        return block;
    }

    private Statement group(String end) {
        Statement.Chain inside = chain();
        expect(end);
        return inside;
    }

    private void expect(String end) {
        if (peek().text().equals(end)) {
            at++;
        } else {
            fault("stands where " + end + " is missing");
        }
    }

    private Statement branches() {
        List<Statement> conditions = new ArrayList<>();
        List<Statement> branches = new ArrayList<>();
        do {
            at++;
            conditions.add(chain());
            expect("then");
            branches.add(chain());
        } while (peek().word("elif"));
        if (peek().word("else")) {
            at++;
            conditions.add(Statement.NOTHING);
            branches.add(chain());
        }
        expect("fi");
        return new Statement.If(List.copyOf(conditions), List.copyOf(branches));
    }

    private Statement loop() {
        at++;
        String name = peek().text();
        at++;
        boolean over = peek().word("in");
        List<Token> words = new ArrayList<>();
        if (over) {
            at++;
            while (peek().kind() == Token.Kind.WORD) {
                words.add(peek());
                at++;
            }
        }
        newlines();
        expect("do");
        Statement body = chain();
        expect("done");
        return new Statement.For(name, List.copyOf(words), !over && !name.startsWith("(("), body);
    }

    private Statement repeated() {
        boolean until = peek().word("until");
        at++;
        Statement condition = chain();
        expect("do");
        Statement body = chain();
        expect("done");
        return new Statement.While(condition, until, body);
    }

    private Statement selection() {
        at++;
        Token subject = peek();
        at += ended() ? 0 : 1;
        expect("in");
        List<List<Token>> patterns = new ArrayList<>();
        List<Statement> branches = new ArrayList<>();
        newlines();
        while (!ended() && !peek().word("esac")) {
            List<Token> alternatives = new ArrayList<>();
            while (!ended() && !peek().is(")")) {
                if (peek().kind() == Token.Kind.WORD) {
                    alternatives.add(peek());
                }
                at++;
            }
            expect(")");
            patterns.add(List.copyOf(alternatives));
            branches.add(chain());
            at += peek().is(";;") ? 1 : 0;
            newlines();
        }
        expect("esac");
        return new Statement.Case(subject, List.copyOf(patterns), List.copyOf(branches));
    }

    private Statement function() {
        String name = peek().text();
        at++;
        if (peek().is("(")) {
            at++;
            expect(")");
        }
        newlines();
        return new Statement.Function(name, statement());
    }

    private Statement simple() {
        int line = peek().line();
        List<Token> words = new ArrayList<>();
        String target = "";
        boolean append = false;
        String input = "";
        boolean raw = false;
        boolean inTest = peek().word("[[");
        while (!ended()) {
            Token token = peek();
            if (token.kind() == Token.Kind.WORD || (inTest && !token.is("\n") && !token.is(";"))) {
                words.add(token);
                inTest &= !token.text().equals("]]");
                at++;
            } else if (token.is("<<") || token.is("<<-")) {
                input = token.body();
                raw = token.quotedBody();
                at += 2;
            } else if (token.is("<<<")) {
                input = token(1).text();
                at += 2;
            } else if (REDIRECTIONS.contains(token.text())) {
                Token file = token(1);
                boolean out = token.is(">") || token.is(">>") || token.is(">|");
                target = out && file.kind() == Token.Kind.WORD ? file.text() : target;
                append = token.is(">>");
                at += file.kind() == Token.Kind.WORD ? 2 : 1;
            } else {
                break;
            }
        }
        if (words.isEmpty() && input.isEmpty() && target.isEmpty() && !ended()) {
            fault("stands where a command should begin");
            at++;
        }
        at = Math.min(at, tokens.size() - 1);
        return new Statement.Simple(List.copyOf(words), line, target, append, input, raw);
    }
}
