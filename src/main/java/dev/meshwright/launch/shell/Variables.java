package dev.meshwright.launch.shell;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What a script has set so far: scalars, arrays, what is exported, positional parameters. */
final class Variables {

    private final Map<String, List<String>> values = new HashMap<>();
    private final Set<String> exported = new HashSet<>();
    private List<String> parameters = List.of();

    Variables(Map<String, String> environment) {
        environment.forEach((name, value) -> {
            values.put(name, List.of(value));
            exported.add(name);
        });
    }

    /** The same with more variables of the environment, where they are not set. */
    Variables unlessSet(Map<String, String> more) {
        more.forEach((name, value) -> {
            if (values.putIfAbsent(name, List.of(value)) == null) {
                exported.add(name);
            }
        });
        return this;
    }

    Optional<List<String>> find(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** Whether it is set to something that follows from no other program and from no variable that is not set. */
    boolean known(String name) {
        return find(name).filter(value -> value.stream().noneMatch(Unset::in)).isPresent();
    }

    void set(String name, List<String> value) {
        values.put(name, List.copyOf(value));
    }

    void unset(String name) {
        values.remove(name);
        exported.remove(name);
    }

    void export(String name) {
        exported.add(name);
    }

    List<String> parameters() {
        return parameters;
    }

    void parameters(List<String> given) {
        parameters = List.copyOf(given);
    }

    /** What a command sees. */
    Map<String, String> environment() {
        Map<String, String> seen = new TreeMap<>();
        for (String name : exported) {
            List<String> value = values.get(name);
            if (value != null && !value.isEmpty()) {
                seen.put(name, value.getFirst());
            }
        }
        return seen;
    }
}
