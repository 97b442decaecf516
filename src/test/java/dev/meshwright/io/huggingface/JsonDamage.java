package dev.meshwright.io.huggingface;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON with one value replaced or removed. */
final class JsonDamage {

    private static final JsonMapper MAPPER = new JsonMapper();

    private JsonDamage() {}

    /** Pointers of all values below the top, containers included. */
    static List<String> paths(String text) {
        return paths(MAPPER.readTree(text), "");
    }

    private static List<String> paths(JsonNode node, String pointer) {
        List<String> paths = new ArrayList<>();
        if (node.isObject()) {
            for (String key : node.propertyNames()) {
                paths.add(pointer + "/" + key);
                paths.addAll(paths(node.get(key), pointer + "/" + key));
            }
        } else if (node.isArray() && !node.isEmpty()) {
            paths.add(pointer + "/0");
            paths.addAll(paths(node.get(0), pointer + "/0"));
        }
        return paths;
    }

    /** Text with the value at a pointer replaced by text that need not be valid JSON. */
    static String replaced(String text, String pointer, String value) {
        String mark = "\u00a7";
        JsonNode tree = MAPPER.readTree(text);
        set(tree, pointer, mark);
        return tree.toString().replace("\"" + mark + "\"", value);
    }

    /** Text without the value at a pointer. */
    static String removed(String text, String pointer) {
        JsonNode tree = MAPPER.readTree(text);
        set(tree, pointer, "");
        return tree.toString();
    }

    private static void set(JsonNode tree, String pointer, String value) {
        int slash = pointer.lastIndexOf('/');
        JsonNode parent = tree.at(pointer.substring(0, slash));
        String key = pointer.substring(slash + 1);
        if (parent instanceof ObjectNode object && value.isEmpty()) {
            object.remove(key);
        } else if (parent instanceof ObjectNode object) {
            object.put(key, value);
        } else if (parent instanceof ArrayNode array && value.isEmpty()) {
            array.remove(0);
        } else if (parent instanceof ArrayNode array) {
            array.set(0, MAPPER.valueToTree(value));
        }
    }
}
