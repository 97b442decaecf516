package dev.meshwright.launch.shell;

import dev.meshwright.launch.LaunchFile;
import dev.meshwright.launch.Place;
import dev.meshwright.launch.shell.syntax.Assignment;
import dev.meshwright.launch.shell.syntax.Parser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What the shell does itself; every other program is noted as started. */
final class Commands {

    private static final Set<String> DECLARING = Set.of("export", "declare", "local", "readonly", "typeset");

    /** They start what follows them. */
    private static final Set<String> PASSING = Set.of("exec", "nohup", "setsid", "time", "command", "sudo", "env");

    private static final Set<String> SHELLS = Set.of("bash", "sh", "zsh", "dash");
    private static final int MOST_NUMBERS = 4096;

    private final Script script;
    private final Interpreter shell;
    private final Conditions conditions;
    private int unknown;

    Commands(Script script, Interpreter shell) {
        this.script = script;
        this.shell = shell;
        this.conditions = new Conditions(script);
    }

    /** Whether the words behind a command are assignments. */
    static boolean declares(String command) {
        return DECLARING.contains(command);
    }

    /** How many programs were started of which nobody knows what they print. */
    int unknown() {
        return unknown;
    }

    boolean run(List<String> words, Map<String, String> prefix, String input, int line) {
        String name = words.getFirst();
        List<String> rest = words.subList(1, words.size());
        if (declares(name)) {
            declare(name, rest);
            return true;
        }
        if (name.startsWith("((")) {
            return conditions.arithmetic(shell.expander().arithmetic(name.substring(2, name.length() - 2)));
        }
        return switch (name) {
            case ":", "true", "cd", "wait", "sleep", "trap", "ulimit", "pushd", "popd", "mkdir", "rm" -> true;
            case "false" -> false;
            case "set" -> set(rest);
            case "shift" -> shift(rest);
            case "unset" -> {
                rest.forEach(shell.variables()::unset);
                yield true;
            }
            case "break" -> flow(Interpreter.Flow.BREAK);
            case "return" -> flow(Interpreter.Flow.RETURN);
            case "exit" -> leave(rest);
            case "[", "test", "[[" -> conditions.holds(name, rest);
            case "echo", "printf" -> print(name, rest);
            case "cat", "tee" -> copy(name, rest, input);
            case "seq" -> sequence(rest);
            case "read", "mapfile", "readarray" -> read(rest, input);
            case "source", "." -> include(rest);
            case "eval" -> shell.text(String.join(" ", rest), line);
            case "ssh" -> shell.text(Script.remote(rest), line);
            case "type", "which", "hash" -> sought(rest);
            case "command" ->
                rest.stream().anyMatch(word -> word.matches("-[vV]"))
                        ? sought(rest)
                        : started(words, prefix, input, line);
            default -> started(words, prefix, input, line);
        };
    }

    private boolean flow(Interpreter.Flow flow) {
        shell.flow(flow);
        return true;
    }

    /** A script that gives up says what it lacks; the launch behind that is what its author asks about. */
    private boolean leave(List<String> rest) {
        if (rest.isEmpty() || rest.getFirst().equals("0")) {
            shell.flow(Interpreter.Flow.EXIT);
        }
        return true;
    }

    private void declare(String name, List<String> words) {
        for (String word : words) {
            Optional<Assignment> assignment = Assignment.of(word);
            assignment.ifPresent(shell::assign);
            String variable = assignment.map(Assignment::name).orElse(word);
            if (name.equals("export") || words.contains("-x")) {
                shell.variables().export(variable);
            }
        }
    }

    private boolean set(List<String> rest) {
        int dashes = rest.indexOf("--");
        if (dashes >= 0) {
            shell.variables().parameters(rest.subList(dashes + 1, rest.size()));
        }
        return true;
    }

    private boolean shift(List<String> rest) {
        List<String> parameters = shell.variables().parameters();
        int by = rest.isEmpty() || !rest.getFirst().matches("\\d{1,6}") ? 1 : Integer.parseInt(rest.getFirst());
        shell.variables().parameters(parameters.subList(Math.min(by, parameters.size()), parameters.size()));
        return by <= parameters.size();
    }

    /** Programs are where the script runs; its own functions are known. */
    private boolean sought(List<String> rest) {
        boolean defined = !rest.isEmpty() && shell.defines(rest.getLast());
        if (!defined) {
            unknown++;
            script.doubts().raise();
        }
        return defined;
    }

    private boolean print(String name, List<String> rest) {
        boolean option = !rest.isEmpty() && rest.getFirst().matches("-[neE]+");
        List<String> words = option ? rest.subList(1, rest.size()) : rest;
        if (name.equals("printf") && !words.isEmpty()) {
            String format = words.getFirst().replace("\\n", "\n");
            for (String word : words.subList(1, words.size())) {
                format = format.replaceFirst("%[-0-9.]*[sdfgq]", java(word));
            }
            shell.print(format);
        } else {
            shell.print(String.join(" ", words) + "\n");
        }
        return true;
    }

    private static String java(String replacement) {
        return replacement.replace("\\", "\\\\").replace("$", "\\$");
    }

    private boolean copy(String name, List<String> rest, String input) {
        List<String> files = rest.stream().filter(word -> !word.startsWith("-")).toList();
        if (name.equals("tee")) {
            files.stream()
                    .filter(file -> !input.isEmpty())
                    .forEach(file -> script.write(file, input, rest.contains("-a")));
            return true;
        }
        shell.print(input);
        files.forEach(file -> script.file(file).ifPresent(shell::print));
        return true;
    }

    private boolean sequence(List<String> rest) {
        List<String> numbers =
                rest.stream().filter(word -> word.matches("-?\\d{1,9}")).toList();
        if (numbers.isEmpty() || numbers.size() != rest.size()) {
            shell.print(Unset.mark("(seq...)"));
            return true;
        }
        long first = numbers.size() > 1 ? Long.parseLong(numbers.getFirst()) : 1;
        long step = numbers.size() > 2 ? Long.parseLong(numbers.get(1)) : 1;
        long last = Long.parseLong(numbers.getLast());
        int count = 0;
        for (long i = first; step != 0 && (step > 0 ? i <= last : i >= last) && count < MOST_NUMBERS; i += step) {
            shell.print(i + "\n");
            count++;
        }
        return true;
    }

    private boolean read(List<String> rest, String input) {
        List<String> names =
                rest.stream().filter(word -> word.matches("[A-Za-z_]\\w*")).toList();
        if (!names.isEmpty() && !input.isBlank()) {
            shell.variables().set(names.getLast(), List.of(input.strip().split("\\s+")));
        }
        return !input.isBlank();
    }

    private boolean include(List<String> rest) {
        if (rest.isEmpty()) {
            return true;
        }
        Optional<LaunchFile> file = script.given(rest.getFirst());
        file.ifPresent(found -> {
            script.called(found);
            shell.run(Parser.script(found.name(), found.text(), 1, script.findings()));
        });
        return file.isPresent();
    }

    private boolean started(List<String> words, Map<String, String> prefix, String input, int line) {
        int at = 0;
        Map<String, String> more = new TreeMap<>(prefix);
        while (at < words.size() && (PASSING.contains(words.get(at)) || (at > 0 && assigned(words.get(at), more)))) {
            at++;
        }
        List<String> bare = words.subList(at, words.size());
        if (bare.isEmpty()) {
            return true;
        }
        if (at > 0 && words.getFirst().equals("exec")) {
            return shell.command(bare, more, input, line);
        }
        Map<String, String> environment = new TreeMap<>(shell.variables().environment());
        environment.putAll(more);
        return process(bare, environment, input, line);
    }

    private static boolean assigned(String word, Map<String, String> environment) {
        Optional<Assignment> assignment = Assignment.of(word);
        assignment.ifPresent(found -> environment.put(found.name(), found.value()));
        return assignment.isPresent();
    }

    private boolean process(List<String> words, Map<String, String> environment, String input, int line) {
        int shellWord = -1;
        for (int i = 0; i < words.size() && shellWord < 0; i++) {
            shellWord = SHELLS.contains(new LaunchFile(words.get(i), "").baseName()) ? i : -1;
        }
        int flag = shellWord < 0 ? -1 : inline(words, shellWord);
        String first = new LaunchFile(words.getFirst(), "").baseName();
        boolean runsInput = first.equals("sbatch") || shellWord == 0;
        if (flag > 0 || (runsInput && !input.isEmpty())) {
            String text = flag > 0 ? words.get(flag) : input;
            List<String> allocation = new ArrayList<>(shell.allocation());
            allocation.addAll(words.subList(1, flag > 0 ? Math.max(1, shellWord) : words.size()));
            Script.directives(text).stream()
                    .filter(word -> !allocation.contains(word))
                    .forEach(allocation::add);
            List<String> parameters =
                    flag > 0 ? words.subList(Math.min(words.size(), flag + 2), words.size()) : List.of();
            return child(shell.file(), text, line, environment, allocation, parameters);
        }
        int scriptWord = shellWord == 0 ? plain(words) : 0;
        Optional<LaunchFile> called = script.given(words.get(scriptWord));
        if (called.isPresent() && words.get(scriptWord).matches(".*\\.(sh|bash|slurm|sbatch)|.*/[^./]+")) {
            script.called(called.get());
            List<String> allocation = new ArrayList<>(shell.allocation());
            allocation.addAll(Script.directives(called.get().text()));
            List<String> parameters = words.subList(scriptWord + 1, words.size());
            return child(called.get().name(), called.get().text(), 1, environment, allocation, parameters);
        }
        unknown++;
        script.doubts().raise();
        script.start(new Call(words, environment, shell.allocation(), new Place(shell.file(), line)));
        return true;
    }

    private static int plain(List<String> words) {
        int at = 1;
        while (at < words.size() - 1 && words.get(at).startsWith("-")) {
            at++;
        }
        return Math.min(at, words.size() - 1);
    }

    /** The word behind {@code -c} of a shell; -1 without. */
    private static int inline(List<String> words, int shellWord) {
        for (int i = shellWord + 1; i + 1 < words.size() && words.get(i).startsWith("-"); i++) {
            if (words.get(i).matches("-[a-z]*c")) {
                return i + 1;
            }
        }
        return -1;
    }

    private boolean child(
            String file,
            String text,
            int line,
            Map<String, String> environment,
            List<String> allocation,
            List<String> parameters) {
        Variables variables = new Variables(environment);
        variables.parameters(parameters);
        Interpreter child = new Interpreter(script, file, variables, allocation);
        child.depth(shell.depth() + 1);
        child.run(Parser.script(file, text, line, script.findings()));
        return true;
    }
}
