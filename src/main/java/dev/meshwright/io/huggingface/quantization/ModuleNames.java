package dev.meshwright.io.huggingface.quantization;

import dev.meshwright.base.resource.ResourceText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The names of modules in checkpoints, by what they do and by model type; a resource. */
final class ModuleNames {

    private static final String FILE = "/dev/meshwright/huggingface/module-names.txt";
    private static final String ALL_TYPES = "*";

    /** By type, then by role. */
    private static final Map<String, Map<String, List<String>>> NAMES = read();

    private final Map<String, List<String>> own;
    private final Map<String, List<String>> usual;

    private ModuleNames(Map<String, List<String>> own, Map<String, List<String>> usual) {
        this.own = own;
        this.usual = usual;
    }

    static ModuleNames of(String type) {
        return new ModuleNames(NAMES.getOrDefault(type, Map.of()), NAMES.getOrDefault(ALL_TYPES, Map.of()));
    }

    /** The names that modules of a role may have. */
    List<String> ofRole(String role) {
        return own.getOrDefault(role, usual.getOrDefault(role, List.of()));
    }

    /** Words in names of modules that checkpoints have beside the matrices that are counted. */
    static Set<String> others() {
        return Set.copyOf(NAMES.getOrDefault(ALL_TYPES, Map.of()).getOrDefault("others", List.of()));
    }

    private static Map<String, Map<String, List<String>>> read() {
        Map<String, Map<String, List<String>>> names = new HashMap<>();
        for (String line : ResourceText.of(FILE).lines().toList()) {
            int colon = line.indexOf(':');
            if (line.startsWith("#") || colon < 0) {
                continue;
            }
            List<String> head = List.of(line.substring(0, colon).strip().split("\\s+"));
            List<String> words = List.of(line.substring(colon + 1).strip().split("\\s+"));
            for (String type : head.subList(0, head.size() - 1)) {
                names.computeIfAbsent(type, absent -> new HashMap<>()).put(head.getLast(), words);
            }
        }
        return Map.copyOf(names);
    }
}
