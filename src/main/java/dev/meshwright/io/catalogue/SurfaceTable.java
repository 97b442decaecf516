package dev.meshwright.io.catalogue;

import dev.meshwright.base.resource.ResourceText;
import dev.meshwright.cost.efficiency.SurfaceSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The surfaces of one efficiency file, by name. Strict: an unknown key, a missing constant and a constant without a unit
 * are faults, because a constant that is read nowhere or silently zero would make every prediction wrong.
 */
final class SurfaceTable {

    private static final Set<String> FILE_KEYS = Set.of("family", "inherits", "description", "basis", "surfaces");
    private static final Set<String> SURFACE_KEYS = Set.of("source", "range", "medianError", "constants");
    private static final Set<String> CONSTANT_KEYS = Set.of("value", "unit", "note");

    private record Entry(String family, JsonNode node) {}

    private final Map<String, Entry> entries;
    private final Set<String> unused;
    private final List<SurfaceSource> sources = new ArrayList<>();

    private SurfaceTable(Map<String, Entry> entries) {
        this.entries = entries;
        this.unused = new TreeSet<>(entries.keySet());
    }

    static SurfaceTable bundled(String family) {
        Map<String, Entry> entries = new TreeMap<>();
        String next = family;
        while (!next.isEmpty()) {
            JsonNode root = readResource(next);
            requireKeys(next, root, FILE_KEYS);
            String current = next;
            root.path("surfaces")
                    .properties()
                    .forEach(surface -> entries.putIfAbsent(surface.getKey(), new Entry(current, surface.getValue())));
            next = root.path("inherits").asString("");
        }
        return new SurfaceTable(entries);
    }

    /**
     * The constants that the file of a family holds, those that it inherits left out.
     *
     * @param basis where they come from, in a few words
     */
    record OwnConstants(int count, String basis) {}

    /** What the file of {@code family} holds itself. */
    static OwnConstants ownConstants(String family) {
        JsonNode file = readResource(family);
        int count = file.path("surfaces").properties().stream()
                .mapToInt(surface -> surface.getValue().path("constants").size())
                .sum();
        return new OwnConstants(count, file.path("basis").asString(""));
    }

    /** The surface {@code name} as a record whose components are the constants of that name. */
    <T extends Record> T surface(String name, Class<T> type) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw new IllegalArgumentException("/surfaces: surface " + name + " is missing");
        }
        String where = entry.family() + ".yaml: /surfaces/" + name;
        requireKeys(where, entry.node(), SURFACE_KEYS);
        RecordComponent[] components = type.getRecordComponents();
        JsonNode constants = entry.node().path("constants");
        requireKeys(where + "/constants", constants, names(components));
        Object[] values = new Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] =
                    constant(where + "/constants/" + components[i].getName(), constants.path(components[i].getName()));
            types[i] = components[i].getType();
        }
        unused.remove(name);
        sources.add(new SurfaceSource(
                name,
                entry.family(),
                text(where, entry.node(), "source"),
                text(where, entry.node(), "range"),
                entry.node().path("medianError").asDouble(Double.NaN)));
        return create(where, type, types, values);
    }

    /** Where the surfaces asked for so far come from, in the order they were asked for. */
    List<SurfaceSource> sources() {
        return sources;
    }

    void requireAllUsed() {
        if (!unused.isEmpty()) {
            throw new IllegalArgumentException("/surfaces: unknown surfaces " + unused);
        }
    }

    private static JsonNode readResource(String family) {
        if (!EfficiencyFiles.FAMILIES.contains(family)) {
            throw new IllegalArgumentException(
                    "no efficiencies for family " + family + ". Maybe one of " + EfficiencyFiles.FAMILIES);
        }
        return new YAMLMapper().readTree(ResourceText.of("/dev/meshwright/efficiency/" + family + ".yaml"));
    }

    private static double constant(String where, JsonNode node) {
        requireKeys(where, node, CONSTANT_KEYS);
        text(where, node, "unit");
        if (!node.path("value").isNumber()) {
            throw new IllegalArgumentException(where + "/value must be a number, but is " + node.path("value"));
        }
        return node.path("value").asDouble();
    }

    private static String text(String where, JsonNode node, String key) {
        String text = node.path(key).asString("");
        if (text.isBlank()) {
            throw new IllegalArgumentException(where + "/" + key + " is missing");
        }
        return text;
    }

    private static Set<String> names(RecordComponent[] components) {
        return Arrays.stream(components).map(RecordComponent::getName).collect(Collectors.toSet());
    }

    private static void requireKeys(String where, JsonNode node, Set<String> known) {
        for (Map.Entry<String, JsonNode> property : node.properties()) {
            if (!known.contains(property.getKey())) {
                throw new IllegalArgumentException(
                        where + ": unknown key " + property.getKey() + ". Maybe one of " + new TreeSet<>(known));
            }
        }
    }

    private static <T extends Record> T create(String where, Class<T> type, Class<?>[] types, Object[] values) {
        try {
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(
                    where + ": " + e.getTargetException().getMessage(), e.getTargetException());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(where, e);
        }
    }
}
