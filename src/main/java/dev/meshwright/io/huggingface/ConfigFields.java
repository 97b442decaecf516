package dev.meshwright.io.huggingface;

import dev.meshwright.io.tree.Fault;
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
final class ConfigFields {

    /** Longest excerpt of an offending value in a message, characters. */
    private static final int EXCERPT = 60;

    private final String file;
    private final JsonNode root;
    private final JsonNode text;
    private final String textPointer;
    private final List<Fault> faults = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Map<ConfigKey, Integer> classDefaults = new EnumMap<>(ConfigKey.class);

    ConfigFields(String file, JsonNode root, JsonNode text, String textPointer) {
        this.file = file;
        this.root = root;
        this.text = text;
        this.textPointer = textPointer;
    }

    /** A value as found: where it stands and what it is. */
    record Found(String spelling, String pointer, JsonNode node) {}

    List<Fault> faults() {
        return faults;
    }

    List<String> notes() {
        return notes;
    }

    void note(String note) {
        if (!notes.contains(note)) {
            notes.add(note);
        }
    }

    void fault(String pointer, String value, String message, String maybe) {
        Fault fault = new Fault(file, pointer, value, message, maybe);
        if (!faults.contains(fault)) {
            faults.add(fault);
        }
    }

    void fault(Found found, String message, String maybe) {
        fault(found.pointer(), excerpt(found.node()), message, maybe);
    }

    static String excerpt(JsonNode node) {
        String json = node.toString();
        return json.length() <= EXCERPT ? json : json.substring(0, EXCERPT) + "...";
    }

    /** The first spelling with a value other than null, in the text model's part, else at the root. */
    @Nullable
    Found find(ConfigKey key) {
        for (String spelling : key.spellings()) {
            Found found = find(text, textPointer, spelling);
            if (found != null) {
                return found;
            }
        }
        Found outside = textPointer.isEmpty() ? null : findAtRoot(key);
        if (outside != null || classDefaults.get(key) == null) {
            return outside;
        }
        int value = classDefaults.get(key);
        note(key.usual() + " is not stated; " + value + " is what the model type's configuration class takes");
        return new Found(key.usual(), textPointer + "/" + key.usual(), IntNode.valueOf(value));
    }

    /** Values for keys that stand nowhere. */
    void completeFrom(Map<ConfigKey, Integer> values) {
        classDefaults.putAll(values);
    }

    private @Nullable Found findAtRoot(ConfigKey key) {
        for (String spelling : key.spellings()) {
            Found found = find(root, "", spelling);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static @Nullable Found find(JsonNode object, String pointer, String spelling) {
        JsonNode node = object;
        for (String part : spelling.split("\\.", -1)) {
            node = node == null ? null : node.get(part);
        }
        return node == null || node.isNull()
                ? null
                : new Found(spelling, pointer + "/" + spelling.replace('.', '/'), node);
    }

    boolean has(ConfigKey key) {
        return find(key) != null;
    }

    /** Pointer for a message about a key that is missing. */
    String pointerOf(ConfigKey key) {
        Found found = find(key);
        return found != null ? found.pointer() : textPointer + "/" + key.usual();
    }

    /** An integer or the fallback; a list of per-layer or per-modality values stands for its first. */
    int integer(ConfigKey key, int minimum, int maximum, int fallback) {
        Found found = find(key);
        return found == null ? fallback : integer(found, minimum, maximum, fallback);
    }

    /** An integer that must be there. */
    int required(ConfigKey key, int minimum, int maximum) {
        Found found = find(key);
        if (found == null) {
            String others =
                    String.join(", ", key.spellings().subList(1, key.spellings().size()));
            fault(
                    textPointer + "/" + key.usual(),
                    "",
                    "missing",
                    others.isEmpty() ? "" : "Maybe it is spelt unlike any of: " + others);
            return minimum;
        }
        return integer(found, minimum, maximum, minimum);
    }

    /**
     * The value for one layer where there is a list as long as the model, else the one value. Prediction layers, which
     * follow the model's own, are like its last.
     */
    int forLayer(ConfigKey key, int layer, int layers, int minimum, int maximum, int fallback) {
        Found found = find(key);
        if (found == null) {
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

    int integer(Found found, int minimum, int maximum, int fallback) {
        JsonNode node = found.node();
        if (node.isArray()) {
            if (node.isEmpty()) {
                return fallback;
            }
            note(found.pointer() + " is a list; its first value is used");
            return integer(
                    new Found(found.spelling(), found.pointer() + "/0", node.get(0)), minimum, maximum, fallback);
        }
        if (!node.isNumber()) {
            String maybe = node.isString() && isDigits(node.stringValue())
                    ? "Maybe " + node.stringValue() + " without the quotes?"
                    : "";
            fault(found, "a whole number is expected", maybe);
            return fallback;
        }
        double value = node.doubleValue();
        if (Double.isNaN(value) || value != Math.rint(value)) {
            fault(found, "a whole number is expected", "");
            return fallback;
        }
        if (value < minimum || value > maximum) {
            fault(found, String.format(Locale.ROOT, "must lie between %d and %d", minimum, maximum), "");
            return fallback;
        }
        return (int) value;
    }

    private static boolean isDigits(String value) {
        return !value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** A number or the fallback. */
    double number(ConfigKey key, double minimum, double maximum, double fallback) {
        Found found = find(key);
        if (found == null) {
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
    boolean flag(ConfigKey key, boolean fallback) {
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
    String string(ConfigKey key, String fallback) {
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
    boolean listed(Found found, int layer) {
        if (found.node().isString()) {
            for (String part : found.node().stringValue().split(",", -1)) {
                if (part.trim().equals(Integer.toString(layer))) {
                    return true;
                }
            }
            return false;
        }
        for (JsonNode item : found.node().values()) {
            if (item.isNumber() && item.doubleValue() == layer) {
                return true;
            }
        }
        return false;
    }
}
