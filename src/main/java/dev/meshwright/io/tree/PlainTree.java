package dev.meshwright.io.tree;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A tree as plain data: maps in their own order, lists, texts, numbers, booleans. */
public final class PlainTree {

    private PlainTree() {}

    /** The tree at a place, as {@link Documents} writes it. */
    public static Object of(TreeReader place) {
        return of(place.node());
    }

    private static Object of(JsonNode node) {
        if (node.isObject()) {
            Map<String, Object> fields = new LinkedHashMap<>();
            node.properties().forEach(field -> fields.put(field.getKey(), of(field.getValue())));
            return fields;
        }
        if (node.isArray()) {
            List<Object> items = new ArrayList<>();
            node.forEach(item -> items.add(of(item)));
            return items;
        }
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return node.longValue();
        }
        return node.isNumber() ? node.doubleValue() : node.isBoolean() ? node.booleanValue() : node.asString();
    }
}
