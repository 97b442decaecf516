package dev.meshwright.io.huggingface.key;

import dev.meshwright.base.fault.Fault;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;

/**
 * Typed, bounded access to the text model's part of a configuration. Every wrong value becomes a {@link Fault} and is
 * replaced by a harmless one, so that a single reading finds all of them.
 */
public final class ConfigFields {

    /** Longest excerpt of an offending value in a message, characters. */
    private static final int EXCERPT = 60;

    private final String file;
    private final JsonNode root;
    private final JsonNode text;
    private final String textPointer;
    private final List<Fault> faults = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final ReadKeys read = new ReadKeys();
    private final Map<ConfigKey, Found> used = new EnumMap<>(ConfigKey.class);
    private final Map<ConfigKey, Integer> classDefaults = new EnumMap<>(ConfigKey.class);

    public ConfigFields(String file, JsonNode root, JsonNode text, String textPointer) {
        this.file = file;
        this.root = root;
        this.text = text;
        this.textPointer = textPointer;
    }

    /** A value as found: where it stands and what it is. */
    public record Found(String spelling, String pointer, JsonNode node) {

        /** Whether the value is {@code false}, as some makers write a number that is not there (Hunyuan's {@code n_group}). */
        boolean off() {
            return node.isBoolean() && !node.booleanValue();
        }
    }

    public List<Fault> faults() {
        return faults;
    }

    /** Whether the language model stands inside another configuration. */
    public boolean nested() {
        return !textPointer.isEmpty();
    }

    /** What was read so far. */
    public ReadKeys read() {
        return read;
    }

    /** The keys that were found, each with the spelling and the place that count. */
    public Map<ConfigKey, Found> used() {
        return used;
    }

    public List<String> notes() {
        return notes;
    }

    public void note(String note) {
        if (!note.isEmpty() && !notes.contains(note)) {
            notes.add(note);
        }
    }

    public void fault(String pointer, String value, String message, String maybe) {
        fault(new Fault(file, pointer, value, message, maybe));
    }

    /** A fault of another file. */
    public void fault(Fault fault) {
        if (!faults.contains(fault)) {
            faults.add(fault);
        }
    }

    public void fault(Found found, String message, String maybe) {
        fault(found.pointer(), excerpt(found.node()), message, maybe);
    }

    public static String excerpt(JsonNode node) {
        String json = node.toString();
        return json.length() <= EXCERPT ? json : json.substring(0, EXCERPT) + "...";
    }

    /** The first spelling with a value other than null, in the text model's part, else at the root. */
    @Nullable
    public Found find(ConfigKey key) {
        Found found = inside(key, text, textPointer);
        if (found == null && !textPointer.isEmpty()) {
            found = inside(key, root, "");
        }
        if (found != null) {
            used.put(key, found);
            // An object is read key by key.
            if (!found.node().isObject()) {
                read.add(found.pointer());
            }
            return found;
        }
        Integer value = classDefaults.get(key);
        // Null is a statement too: DeepSeek's classes have no query rank then.
        if (value == null || key.spellings().stream().anyMatch(text::has)) {
            return null;
        }
        note(key.usual() + " is not stated; " + value + " is what the model type's configuration class takes");
        return new Found(key.usual(), textPointer + "/" + key.usual(), IntNode.valueOf(value));
    }

    private static @Nullable Found inside(ConfigKey key, JsonNode object, String pointer) {
        for (String spelling : key.spellings()) {
            Found found = find(object, pointer, spelling);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** Values for keys that stand nowhere. */
    public void completeFrom(Map<ConfigKey, Integer> values) {
        classDefaults.putAll(values);
    }

    public static @Nullable Found find(JsonNode object, String pointer, String spelling) {
        JsonNode node = object;
        for (String part : spelling.split("\\.", -1)) {
            node = node == null ? null : node.get(part);
        }
        return node == null || node.isNull()
                ? null
                : new Found(spelling, pointer + "/" + spelling.replace('.', '/'), node);
    }

    public boolean has(ConfigKey key) {
        return find(key) != null;
    }

    /** Pointer for a message about a key that is missing. */
    public String pointerOf(ConfigKey key) {
        Found found = find(key);
        return found != null ? found.pointer() : textPointer + "/" + key.usual();
    }

    /** An integer or the fallback; a list of per-layer or per-modality values stands for its first. */
    public int integer(ConfigKey key, int minimum, int maximum, int fallback) {
        Found found = find(key);
        return found == null || found.off() ? fallback : integer(found, minimum, maximum, fallback);
    }

    /** A size, or the fallback where there is none; zero is how some configurations say that there is no such part. */
    public int size(ConfigKey key, int maximum, int fallback) {
        int stated = integer(key, 0, maximum, 0);
        return stated == 0 ? fallback : stated;
    }

    /** An integer that must be there. */
    public int required(ConfigKey key, int minimum, int maximum) {
        Found found = find(key);
        if (found == null) {
            String others =
                    String.join(", ", key.spellings().subList(1, key.spellings().size()));
            String maybe = others.isEmpty() ? "" : "Maybe it is spelt unlike any of: " + others;
            fault(textPointer + "/" + key.usual(), "", "missing", maybe);
            return minimum;
        }
        return integer(found, minimum, maximum, minimum);
    }

    /**
     * The value for one layer where there is a list as long as the model, else the one value. Prediction layers, which
     * follow the model's own, are like its last.
     */
    public int forLayer(ConfigKey key, int layer, int layers, int minimum, int maximum, int fallback) {
        Found found = find(key);
        if (found == null || found.off()) {
            return fallback;
        }
        if (found.node().isArray() && found.node().size() == layers) {
            int index = Math.min(layer, layers - 1);
            JsonNode item = found.node().get(index);
            if (item.isNull()) {
                return fallback;
            }
            return integer(
                    new Found(found.spelling(), found.pointer() + "/" + index, item), minimum, maximum, fallback);
        }
        return integer(found, minimum, maximum, fallback);
    }

    /** The value for one of two families of experts, where there is a value for each; else the one value. */
    public int forFamily(ConfigKey key, int family, int minimum, int maximum, int fallback) {
        Found found = find(key);
        if (found == null || !hasPair(key)) {
            return integer(key, minimum, maximum, fallback);
        }
        JsonNode item = found.node().get(family);
        return integer(new Found(found.spelling(), found.pointer() + "/" + family, item), minimum, maximum, fallback);
    }

    /** Whether a key has one value for each of two families of experts. */
    public boolean hasPair(ConfigKey key) {
        Found found = find(key);
        return found != null && found.node().isArray() && found.node().size() == 2;
    }

    public int integer(Found found, int minimum, int maximum, int fallback) {
        JsonNode node = found.node();
        if (node.isArray()) {
            if (node.isEmpty()) {
                return fallback;
            }
            note(found.pointer() + " is a list; its first value is used");
            return integer(
                    new Found(found.spelling(), found.pointer() + "/0", node.get(0)), minimum, maximum, fallback);
        }
        double value = node.isNumber() ? node.doubleValue() : Double.NaN;
        if (Double.isNaN(value) || value != Math.rint(value)) {
            boolean quoted = node.isString() && node.stringValue().matches("[0-9]+");
            fault(
                    found,
                    "a whole number is expected",
                    quoted ? "Maybe " + node.stringValue() + " without the quotes?" : "");
            return fallback;
        }
        if (value < minimum || value > maximum) {
            fault(found, String.format(Locale.ROOT, "must lie between %d and %d", minimum, maximum), "");
            return fallback;
        }
        return (int) value;
    }

    /** A number or the fallback. */
    public double number(ConfigKey key, double minimum, double maximum, double fallback) {
        Found found = find(key);
        if (found == null || found.off()) {
            return fallback;
        }
        double value = found.node().isNumber() ? found.node().doubleValue() : Double.NaN;
        if (!(value >= minimum && value <= maximum)) {
            fault(found, String.format(Locale.ROOT, "a number between %s and %s is expected", minimum, maximum), "");
            return fallback;
        }
        return value;
    }

    /** True or false; anything else is a fault. */
    public boolean flag(ConfigKey key, boolean fallback) {
        Found found = find(key);
        if (found == null) {
            return fallback;
        }
        if (found.node().isBoolean()) {
            return found.node().booleanValue();
        }
        if (found.node().isNumber()) {
            return found.node().doubleValue() != 0;
        }
        fault(found, "true or false is expected", "");
        return fallback;
    }

    /** A string or the fallback; a value of another type is a fault. */
    public String string(ConfigKey key, String fallback) {
        Found found = find(key);
        if (found == null) {
            return fallback;
        }
        if (found.node().isString()) {
            return found.node().stringValue();
        }
        fault(found, "text is expected", "");
        return fallback;
    }

    /** Whether a list of layer numbers (or a comma-separated string of them) holds {@code layer}. */
    public boolean listed(Found found, int layer) {
        if (found.node().isString()) {
            List<String> parts = List.of(found.node().stringValue().split(",", -1));
            return parts.stream().map(String::trim).anyMatch(Integer.toString(layer)::equals);
        }
        for (JsonNode item : found.node().values()) {
            if (item.isNumber() && item.doubleValue() == layer) {
                return true;
            }
        }
        return false;
    }
}
