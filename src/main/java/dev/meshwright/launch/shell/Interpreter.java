package dev.meshwright.launch.shell;

import dev.meshwright.launch.Place;
import dev.meshwright.launch.shell.syntax.Assignment;
import dev.meshwright.launch.shell.syntax.Lexer;
import dev.meshwright.launch.shell.syntax.Parser;
import dev.meshwright.launch.shell.syntax.Statement;
import dev.meshwright.launch.shell.syntax.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs the statements of one process. */
final class Interpreter {

    private static final int MOST_STEPS = 200_000;
    private static final int MOST_OUTPUT = 4_000_000;
    private static final int MOST_ROUNDS = 4096;
    private static final int DEEPEST = 40;

    /** What a statement does to those after it. */
    enum Flow {
        ON,
        BREAK,
        RETURN,
        EXIT
    }

    private final Script script;
    private final String file;
    private final Variables variables;
    private final List<String> allocation;
    private final Expander expander;
    private final Commands commands;
    private final Map<String, Statement> functions = new HashMap<>();
    private StringBuilder output = new StringBuilder();
    private Flow flow = Flow.ON;
    private int steps;
    private int depth;

    Interpreter(Script script, String file, Variables variables, List<String> allocation) {
        this.script = script;
        this.file = file;
        this.variables = variables.unlessSet(Allocation.environment(allocation));
        this.allocation = allocation;
        this.expander = new Expander(variables, this::substituted);
        this.commands = new Commands(script, this);
    }

    Variables variables() {
        return variables;
    }

    Expander expander() {
        return expander;
    }

    List<String> allocation() {
        return allocation;
    }

    String file() {
        return file;
    }

    int depth() {
        return depth;
    }

    void depth(int outer) {
        depth = outer;
    }

    void print(String text) {
        if (output.length() < MOST_OUTPUT) {
            output.append(text);
        }
    }

    void flow(Flow next) {
        flow = next;
    }

    /** Runs; whether the last command succeeded, as far as anybody can know. */
    boolean run(Statement statement) {
        if (++steps > MOST_STEPS) {
            if (flow != Flow.EXIT) {
                script.findings().add(new Place(file, 0), "", "does not end after " + MOST_STEPS + " commands", "");
            }
            flow = Flow.EXIT;
        }
        if (flow != Flow.ON || depth > DEEPEST) {
            return true;
        }
        return switch (statement) {
            case Statement.Simple simple -> simple(simple);
            case Statement.Chain chain -> chain(chain);
            case Statement.Not not -> !run(not.inner());
            case Statement.If branches -> branches(branches);
            case Statement.For loop -> loop(loop);
            case Statement.While loop -> repeated(loop);
            case Statement.Case selection -> selection(selection);
            case Statement.Function function -> {
                functions.put(function.name(), function.body());
                yield true;
            }
        };
    }

    private boolean chain(Statement.Chain chain) {
        boolean succeeded = true;
        for (int i = 0; i < chain.parts().size(); i++) {
            String joint = i == 0 ? ";" : chain.joints().get(i - 1);
            boolean skipped = (joint.equals("&&") && !succeeded) || (joint.equals("||") && succeeded);
            if (!skipped) {
                Statement part = chain.parts().get(i);
                String next = i < chain.joints().size() ? chain.joints().get(i) : ";";
                if (joint.equals(";") || joint.equals("|")) {
                    script.doubts().forget();
                }
                boolean decides = (next.equals("&&") || next.equals("||"))
                        && script.doubts().tests(part);
                succeeded = decides ? holds(part) : run(part);
            }
        }
        return succeeded;
    }

    private boolean holds(Statement condition) {
        return script.doubts().holds(file, condition, variables::known, () -> run(condition));
    }

    private boolean branches(Statement.If branches) {
        for (int i = 0; i < branches.conditions().size(); i++) {
            if (holds(branches.conditions().get(i))) {
                return run(branches.branches().get(i));
            }
        }
        return true;
    }

    private boolean loop(Statement.For loop) {
        List<String> items = new ArrayList<>(loop.parameters() ? variables.parameters() : List.of());
        loop.words().forEach(word -> items.addAll(expander.words(word.text())));
        for (String item : items.subList(0, Math.min(items.size(), MOST_ROUNDS))) {
            variables.set(loop.name(), List.of(item));
            run(loop.body());
            if (flow == Flow.BREAK) {
                flow = Flow.ON;
                break;
            }
        }
        return true;
    }

    /** A loop whose end only a running program knows has one round. */
    private boolean repeated(Statement.While loop) {
        boolean counted = Conditions.counted(loop.condition());
        for (int round = 0; round < (counted ? MOST_ROUNDS : 1) && flow == Flow.ON; round++) {
            if (run(loop.condition()) == loop.until()) {
                break;
            }
            run(loop.body());
        }
        flow = flow == Flow.BREAK ? Flow.ON : flow;
        return true;
    }

    private boolean selection(Statement.Case selection) {
        String subject = expander.text(selection.subject().text());
        int taken = 0;
        while (taken < selection.patterns().size()
                && !matches(selection.patterns().get(taken), Unset.empty(subject))) {
            taken++;
        }
        int branch = Unset.in(subject) ? script.doubts().branch(file, selection, variables::known, taken) : taken;
        return branch >= selection.branches().size() || run(selection.branches().get(branch));
    }

    private boolean matches(List<Token> alternatives, String subject) {
        return alternatives.stream().anyMatch(pattern -> Patterns.matches(expander.text(pattern.text()), subject));
    }

    boolean defines(String function) {
        return functions.containsKey(function);
    }

    private boolean simple(Statement.Simple simple) {
        Map<String, String> prefix = new HashMap<>();
        int at = 0;
        while (at < simple.words().size()
                && Assignment.of(simple.words().get(at).text()).isPresent()) {
            at++;
        }
        List<Token> rest = simple.words().subList(at, simple.words().size());
        for (Token word : simple.words().subList(0, at)) {
            Assignment assignment = Assignment.of(word.text()).orElseThrow();
            if (rest.isEmpty()) {
                assign(assignment);
            } else {
                prefix.put(assignment.name(), expander.text(assignment.value()));
            }
        }
        if (rest.isEmpty() && simple.input().isEmpty()) {
            return true;
        }
        return executed(simple, rest, prefix);
    }

    private boolean executed(Statement.Simple simple, List<Token> rest, Map<String, String> prefix) {
        List<String> words = new ArrayList<>();
        for (Token word : rest) {
            boolean declared = !words.isEmpty() && Commands.declares(words.getFirst());
            if (declared && Assignment.of(word.text()).isPresent()) {
                words.add(word.text());
            } else {
                words.addAll(word.text().startsWith("((") ? List.of(word.text()) : expander.words(word.text()));
            }
        }
        String input = simple.rawInput() ? simple.input() : expander.document(simple.input());
        StringBuilder outer = output;
        if (!simple.target().isEmpty()) {
            output = new StringBuilder();
        }
        boolean succeeded = command(words, prefix, input, simple.line());
        if (!simple.target().isEmpty()) {
            String target = Unset.empty(expander.text(simple.target()));
            if (!output.isEmpty()) {
                script.write(target, output.toString(), simple.append());
            }
            output = outer;
        }
        return succeeded;
    }

    /** Runs a command by its words. */
    boolean command(List<String> words, Map<String, String> prefix, String input, int line) {
        if (words.isEmpty()) {
            return true;
        }
        Statement function = functions.get(words.getFirst());
        if (function == null || depth >= DEEPEST) {
            return commands.run(words, prefix, input, line);
        }
        List<String> outer = variables.parameters();
        variables.parameters(words.subList(1, words.size()));
        depth++;
        boolean succeeded = run(function);
        depth--;
        flow = flow == Flow.RETURN ? Flow.ON : flow;
        variables.parameters(outer);
        return succeeded;
    }

    /** Sets a variable or an array. */
    void assign(Assignment assignment) {
        List<String> before =
                assignment.append() ? variables.find(assignment.name()).orElse(List.of()) : List.<String>of();
        List<String> value = new ArrayList<>();
        if (assignment.array()) {
            value.addAll(before);
            for (Token word : Lexer.tokens(file, assignment.value(), 1, script.findings())) {
                if (word.kind() == Token.Kind.WORD) {
                    value.addAll(expander.words(word.text()));
                }
            }
        } else {
            value.add(Fields.cut(String.join(" ", before) + expander.text(assignment.value())));
        }
        boolean known = value.stream().noneMatch(Unset::in);
        variables.set(
                assignment.name(),
                script.set(assignment.name())
                        .filter(stated -> !known)
                        .map(List::of)
                        .orElse(value));
    }

    /** Runs a text as a part of the script, as {@code eval} does. */
    boolean text(String text, int line) {
        depth++;
        boolean succeeded = depth > DEEPEST || run(Parser.script(file, text, line, script.findings()));
        depth--;
        return succeeded;
    }

    /** What a command prints; a mark where that is known to nobody who does not run it. */
    private String substituted(String text) {
        StringBuilder outer = output;
        output = new StringBuilder();
        int before = commands.unknown();
        text(text, 1);
        String printed = output.toString().replaceFirst("\\n+$", "");
        output = outer;
        boolean silent = printed.isEmpty() && commands.unknown() > before;
        return silent ? Unset.mark("(" + text.strip().replaceFirst("(?s)\\s.*", "") + "...)") : printed;
    }
}
