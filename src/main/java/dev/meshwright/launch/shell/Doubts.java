package dev.meshwright.launch.shell;

import dev.meshwright.launch.Place;
import dev.meshwright.launch.shell.syntax.Statement;
import dev.meshwright.launch.shell.syntax.Token;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Tests whose outcome cannot be known without running the script: of variables that nothing sets, of files that are not
 * there, of what programs return. Each is noted with what it is read as, which somebody may say otherwise.
 */
public final class Doubts {

    private static final Set<String> TESTS = Set.of("[", "[[", "test", "grep", "command", "which", "type", "hash");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([A-Za-z_]\\w*)");
    private static final int MOST = 24;
    private static final int LONGEST = 80;

    private final Map<String, Integer> decided;
    private final Map<String, Doubt> found = new LinkedHashMap<>();
    private boolean raised;
    private int within;

    /** @param decided outcomes by the keys of doubts */
    public Doubts(Map<String, Integer> decided) {
        this.decided = Map.copyOf(decided);
    }

    /** What was met so far, in the order of the script. */
    public List<Doubt> found() {
        return List.copyOf(found.values());
    }

    /** The command that runs cannot be known to succeed. */
    void raise() {
        raised = true;
    }

    /** What ran before does not decide. */
    void forget() {
        raised = false;
    }

    /** Whether a statement before {@code &&} or {@code ||} is a test, and no part of a larger one. */
    boolean tests(Statement statement) {
        return within == 0 && test(statement);
    }

    private static boolean test(Statement statement) {
        return switch (statement) {
            case Statement.Simple simple ->
                !simple.words().isEmpty()
                        && (TESTS.contains(simple.words().getFirst().text())
                                || simple.words().getFirst().text().startsWith("(("));
            case Statement.Not not -> test(not.inner());
            case Statement.Chain ignored -> false;
            case Statement.If ignored -> false;
            case Statement.For ignored -> false;
            case Statement.While ignored -> false;
            case Statement.Case ignored -> false;
            case Statement.Function ignored -> false;
        };
    }

    /** Whether a condition holds, as it is read. */
    boolean holds(String file, Statement condition, Predicate<String> known, BooleanSupplier run) {
        boolean outer = raised;
        raised = false;
        within++;
        boolean holds = run.getAsBoolean();
        within--;
        boolean doubtful = raised;
        raised = outer;
        if (!doubtful) {
            return holds;
        }
        Place place = new Place(file, line(condition));
        return settled(place, text(condition), known, holds ? 0 : 1, List.of("true", "false")) == 0;
    }

    /** Which branch of a {@code case} is taken, as it is read; the number of branches for none. */
    int branch(String file, Statement.Case selection, Predicate<String> known, int taken) {
        List<String> outcomes = new ArrayList<>();
        for (List<Token> alternatives : selection.patterns()) {
            outcomes.add(alternatives.stream().map(Token::text).collect(Collectors.joining("|")));
        }
        outcomes.add("none of its branches");
        Token subject = selection.subject();
        return settled(new Place(file, subject.line()), "case " + subject.text(), known, taken, outcomes);
    }

    private int settled(Place place, String text, Predicate<String> known, int taken, List<String> outcomes) {
        Set<String> variables = new LinkedHashSet<>();
        Matcher names = VARIABLE.matcher(text);
        while (names.find()) {
            if (!known.test(names.group(1))) {
                variables.add(names.group(1));
            }
        }
        String line = text.replaceAll("\\s+", " ");
        String shown = line.length() <= LONGEST ? line : line.substring(0, LONGEST - 3) + "...";
        Doubt doubt = new Doubt(place, shown, List.copyOf(variables), taken, outcomes);
        int outcome = decided.getOrDefault(doubt.key(), taken);
        if (found.size() < MOST) {
            found.putIfAbsent(doubt.key(), doubt);
        }
        return Math.min(outcome, outcomes.size() - 1);
    }

    private static String text(Statement statement) {
        return switch (statement) {
            case Statement.Simple simple ->
                simple.words().stream().map(Token::text).collect(Collectors.joining(" "));
            case Statement.Not not -> "! " + text(not.inner());
            case Statement.Chain chain -> {
                StringBuilder text = new StringBuilder();
                for (int i = 0; i < chain.parts().size(); i++) {
                    text.append(i == 0 ? "" : " " + chain.joints().get(i - 1) + " ")
                            .append(text(chain.parts().get(i)));
                }
                yield text.toString();
            }
            case Statement.If ignored -> "if ...";
            case Statement.For ignored -> "for ...";
            case Statement.While ignored -> "while ...";
            case Statement.Case selection -> "case " + selection.subject().text();
            case Statement.Function function -> function.name();
        };
    }

    private static int line(Statement statement) {
        return switch (statement) {
            case Statement.Simple simple -> simple.line();
            case Statement.Not not -> line(not.inner());
            case Statement.Chain chain ->
                chain.parts().isEmpty() ? 0 : line(chain.parts().getFirst());
            case Statement.Case selection -> selection.subject().line();
            case Statement.If branches -> line(branches.conditions().getFirst());
            case Statement.While loop -> line(loop.condition());
            case Statement.For ignored -> 0;
            case Statement.Function ignored -> 0;
        };
    }
}
