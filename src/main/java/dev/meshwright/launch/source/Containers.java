package dev.meshwright.launch.source;

import dev.meshwright.launch.Place;
import dev.meshwright.launch.shell.Call;
import dev.meshwright.launch.shell.Script;
import dev.meshwright.launch.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a container of a manifest starts: a command in words, or a script for a shell. */
final class Containers {

    private static final Set<String> SHELLS = Set.of("sh", "bash", "/bin/sh", "/bin/bash", "/usr/bin/bash");

    /** Kubernetes' own way of naming a variable in words, and of writing a dollar that names none. */
    private static final Pattern REFERENCE = Pattern.compile("\\$\\$|\\$\\((\\w+)\\)");

    private final String file;
    private final Script script;

    Containers(String file, Script script) {
        this.file = file;
        this.script = script;
    }

    /** The programs that a container starts, under the variables that it and {@code outer} set. */
    List<Call> calls(Tree container, Map<String, String> outer) {
        Map<String, String> environment = new TreeMap<>(outer);
        environment.putAll(environment(container));
        List<String> words = new ArrayList<>(words(container, "command"));
        words.addAll(words(container, "args"));
        int line = container
                .at("args")
                .or(() -> container.at("command"))
                .orElse(container)
                .line();
        return calls(words, environment, line);
    }

    /** The programs that those words start, once Kubernetes has filled in variables. */
    List<Call> calls(List<String> words, Map<String, String> environment, int line) {
        List<String> filled = words.stream()
                .map(word -> REFERENCE
                        .matcher(word)
                        .replaceAll(found -> Matcher.quoteReplacement(
                                found.group(1) == null
                                        ? "$"
                                        : environment.getOrDefault(found.group(1), found.group()))))
                .toList();
        return started(filled, environment, line);
    }

    /** The programs that those words start as they are. */
    List<Call> started(List<String> filled, Map<String, String> environment, int line) {
        for (int i = 0; i + 1 < filled.size(); i++) {
            boolean shell = i > 0 && filled.get(i).matches("-[a-z]*c") && SHELLS.contains(filled.getFirst());
            if (shell) {
                // A block of text begins on the line behind its mark.
                return script.run(
                        file, filled.get(i + 1), filled.get(i + 1).contains("\n") ? line + 1 : line, environment);
            }
        }
        return filled.isEmpty() ? List.of() : List.of(new Call(filled, environment, List.of(), new Place(file, line)));
    }

    /** Whether a container runs a command or a shell in place of the program that its image is. */
    static boolean programmed(List<String> command, List<String> arguments) {
        return !command.isEmpty() || (!arguments.isEmpty() && SHELLS.contains(arguments.getFirst()));
    }

    /** The same of one in a manifest. */
    static boolean programmed(Tree container) {
        return programmed(words(container, "command"), words(container, "args"));
    }

    static List<String> words(Tree container, String key) {
        List<String> words = new ArrayList<>();
        container.items(key).forEach(item -> words.add(item.text().orElse("")));
        container.text(key).ifPresent(text -> words.addAll(Arguments.words(text)));
        return words;
    }

    static Map<String, String> environment(Tree container) {
        Map<String, String> environment = new TreeMap<>();
        for (String key : List.of("env", "envs", "environment")) {
            for (Tree item : container.items(key)) {
                item.text("name")
                        .ifPresent(name -> item.text("value").ifPresent(value -> environment.put(name, value)));
                item.text()
                        .filter(text -> text.contains("="))
                        .ifPresent(
                                text -> environment.put(text.replaceFirst("=.*", ""), text.replaceFirst("[^=]*=", "")));
            }
            container.entries(key).forEach((name, value) -> value.text()
                    .ifPresent(text -> environment.put(name, text)));
        }
        return environment;
    }

    /** GPUs that a container asks for; empty where it does not say. */
    static OptionalInt gpus(Tree container) {
        for (String side : List.of("limits", "requests")) {
            for (String key : List.of("gpu", "nvidia.com/gpu", "amd.com/gpu")) {
                OptionalInt found = whole(container.text("resources", side, key).orElse(""));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return OptionalInt.empty();
    }

    static OptionalInt whole(String text) {
        return text.matches("\\d{1,6}") ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
    }
}
