package dev.meshwright.launch.shell;

import dev.meshwright.launch.shell.syntax.Statement;
import java.util.List;

/** Tests of a shell by their words; those whose outcome cannot be known raise a doubt. */
final class Conditions {

    private final Script script;

    Conditions(Script script) {
        this.script = script;
    }

    /** Whether a test in one or two brackets holds, or one that the command of that name is given. */
    boolean holds(String name, List<String> rest) {
        boolean closed = !rest.isEmpty() && rest.getLast().startsWith("]");
        List<String> inside = closed ? rest.subList(0, rest.size() - 1) : rest;
        doubtful(inside);
        return Test.holds(inside, name.equals("[["), this::there);
    }

    private boolean there(String file) {
        boolean there = script.file(file).isPresent();
        if (!there) {
            script.doubts().raise();
        }
        return there;
    }

    private boolean doubtful(List<String> words) {
        boolean doubtful = words.stream().anyMatch(Unset::in);
        if (doubtful) {
            script.doubts().raise();
        }
        return doubtful;
    }

    /** Whether the value of {@code (( ))} holds. */
    boolean arithmetic(String value) {
        return !doubtful(List.of(value)) && !value.equals("0");
    }

    /** Whether a loop's condition can be computed in each round. */
    static boolean counted(Statement condition) {
        return condition instanceof Statement.Chain chain
                && chain.parts().stream()
                        .allMatch(part -> part instanceof Statement.Simple simple
                                && !simple.words().isEmpty()
                                && simple.words().getFirst().text().matches("(?s)\\[\\[?|test|\\(\\(.*"));
    }
}
