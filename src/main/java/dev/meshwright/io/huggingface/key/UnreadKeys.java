package dev.meshwright.io.huggingface.key;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Finds the keys of a document that were not read and are not known to change nothing. */
public final class UnreadKeys {

    /** Keys that a note names before it counts the others. */
    private static final int NAMED = 8;

    private final ReadKeys read;
    private final HarmlessKeys harmless;
    private final String part;
    private final List<String> names = new ArrayList<>();

    private UnreadKeys(ReadKeys read, HarmlessKeys harmless, String part) {
        this.read = read;
        this.harmless = harmless;
        this.part = part;
    }

    /**
     * Their names in the order of the document, objects with dots.
     *
     * @param part pointer of the object with the language model, whose keys are named without it; empty for the root
     */
    public static List<String> of(JsonNode root, String part, ReadKeys read) {
        UnreadKeys unread = new UnreadKeys(read, HarmlessKeys.standard(), part);
        unread.walk(root, "", "");
        return List.copyOf(unread.names);
    }

    /** One line for a list of names; empty for none. */
    public static String note(List<String> names) {
        if (names.isEmpty()) {
            return "";
        }
        int shown = Math.min(NAMED, names.size());
        String rest = names.size() > shown ? " and " + (names.size() - shown) + " more" : "";
        return "not read, though not known to change nothing: " + String.join(", ", names.subList(0, shown)) + rest;
    }

    private void walk(JsonNode object, String pointer, String prefix) {
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            String at = pointer + "/" + entry.getKey();
            if (entry.getValue().isNull() || read.has(at)) {
                continue;
            }
            if (part.equals(at)) {
                walk(entry.getValue(), at, "");
            } else if (part.startsWith(at + "/")) {
                walk(entry.getValue(), at, prefix);
            } else if (!samePlaceInPart(pointer, entry.getKey())) {
                visit(entry.getValue(), at, prefix + entry.getKey());
            }
        }
    }

    /** A key that stands beside the language model and inside it counts there. */
    private boolean samePlaceInPart(String pointer, String key) {
        return part.startsWith(pointer + "/") && read.has(part + "/" + key);
    }

    private void visit(JsonNode value, String pointer, String name) {
        boolean empty = (value.isObject() || value.isArray()) && value.isEmpty();
        if (empty || harmless.reason(name).isPresent()) {
            return;
        }
        if (value.isObject() && read.opened(pointer)) {
            walk(value, pointer, name + ".");
        } else {
            names.add(name);
        }
    }
}
