package dev.meshwright.launch.shell.syntax;

import java.util.List;

/** What a script does, as far as launches need it. */
public sealed interface Statement {

    /**
     * Words to be expanded and run.
     *
     * @param words as written, assignments in front included
     * @param line of the first one
     * @param target of a redirection of the output; empty without
     * @param append whether the target keeps what it has
     * @param input text of a here-document or here-string; empty without
     * @param rawInput whether nothing in it is expanded
     */
    record Simple(List<Token> words, int line, String target, boolean append, String input, boolean rawInput)
            implements Statement {}

    /** One after the other; {@code joints} stand between: {@code ;}, {@code &&}, {@code ||}, {@code |}. */
    record Chain(List<Statement> parts, List<String> joints) implements Statement {}

    /** {@code !}. */
    record Not(Statement inner) implements Statement {}

    /** Branches in order; a condition that is an empty chain holds. */
    record If(List<Statement> conditions, List<Statement> branches) implements Statement {}

    /** {@code for name in words}; without {@code in} over the parameters. */
    record For(String name, List<Token> words, boolean parameters, Statement body) implements Statement {}

    /** {@code while} or {@code until}. */
    record While(Statement condition, boolean until, Statement body) implements Statement {}

    /** {@code case}: alternatives of each branch, as patterns. */
    record Case(Token subject, List<List<Token>> patterns, List<Statement> branches) implements Statement {}

    /** A definition. */
    record Function(String name, Statement body) implements Statement {}

    /** What a script that does nothing is. */
    Chain NOTHING = new Chain(List.of(), List.of());
}
