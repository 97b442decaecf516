package dev.meshwright.io.launch.written;

import dev.meshwright.facts.engine.option.EngineOption;
import dev.meshwright.facts.engine.option.Meaning;
import dev.meshwright.io.tree.Documents;
import dev.meshwright.launch.export.ExpertMap;
import dev.meshwright.launch.export.Exported;
import dev.meshwright.launch.export.Flag;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Settings of an engine as a YAML file, keys behind dots as mappings; maps of experts. */
final class SettingsTree {

    private SettingsTree() {}

    /** The file of settings, its map of experts within. */
    static String of(Exported exported) {
        Map<String, Object> root = new LinkedHashMap<>();
        for (Flag flag : exported.settings()) {
            Map<String, Object> place = root;
            String[] keys = flag.option().name().split("\\.", -1);
            for (int key = 0; key < keys.length - 1; key++) {
                place = below(place, keys[key]);
            }
            boolean map =
                    flag.option().means().filter(Meaning.EXPERT_MAP::equals).isPresent();
            place.put(keys[keys.length - 1], map ? byLayer(exported.map().orElseThrow()) : value(flag));
        }
        return Documents.toYaml(root);
    }

    @SuppressWarnings("unchecked") // every mapping of the tree was made here
    private static Map<String, Object> below(Map<String, Object> place, String key) {
        return (Map<String, Object>) place.computeIfAbsent(key, unused -> new LinkedHashMap<String, Object>());
    }

    private static Object value(Flag flag) {
        EngineOption option = flag.option();
        return switch (option.type()) {
            case SWITCH -> Boolean.valueOf(flag.value());
            case INTEGER -> Long.valueOf(flag.value());
            case NUMBER -> Double.valueOf(flag.value());
            case LIST ->
                Arrays.stream(flag.value().split(",", -1)).map(Long::valueOf).toList();
            case TEXT, MAPPING -> flag.value();
        };
    }

    private static Map<String, Object> byLayer(ExpertMap map) {
        Map<String, Object> layers = new LinkedHashMap<>();
        map.routed()
                .forEach(layer -> layers.put(String.valueOf(layer), map.rows().get(layer)));
        return layers;
    }

    /** A row for every hidden layer, as SGLang reads it: any further key fails there. */
    static String map(ExpertMap map) {
        return Documents.toJson(Map.of("physical_to_logical_map", List.copyOf(map.rows())));
    }
}
