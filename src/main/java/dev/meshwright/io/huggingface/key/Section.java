package dev.meshwright.io.huggingface.key;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** An object of a document whose keys count as read when they are asked for. */
public final class Section {

    private final JsonNode node;
    private final String pointer;
    private final ReadKeys read;
    private final Faults faults;

    /** Takes a fault: where, the value, what is wrong with it and a hint. */
    @FunctionalInterface
    public interface Faults {
        void add(String pointer, String value, String message, String maybe);
    }

    /** The object {@code node} at {@code pointer}. */
    public Section(JsonNode node, String pointer, ReadKeys read, Faults faults) {
        this.node = node;
        this.pointer = pointer;
        this.read = read;
        this.faults = faults;
    }

    /** Where the object stands. */
    public String pointer() {
        return pointer;
    }

    /** A value other than null. */
    public Optional<JsonNode> value(String key) {
        JsonNode value = node.get(key);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isObject()) {
            read.add(pointer + "/" + key);
        }
        return Optional.of(value);
    }

    /** Text; empty where there is none. */
    public String text(String key) {
        return value(key).filter(JsonNode::isString).map(JsonNode::stringValue).orElse("");
    }

    /** A number, or the fallback. */
    public double number(String key, double fallback) {
        return value(key).filter(JsonNode::isNumber).map(JsonNode::doubleValue).orElse(fallback);
    }

    /** Whether a value is true. */
    public boolean flag(String key) {
        return value(key)
                .filter(JsonNode::isBoolean)
                .map(JsonNode::booleanValue)
                .orElse(false);
    }

    /** The texts of a list; others in it are left out. */
    public List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        value(key).filter(JsonNode::isArray).ifPresent(list -> list.values().forEach(item -> {
            if (item.isString()) {
                texts.add(item.stringValue());
            }
        }));
        return texts;
    }

    /** An object inside. */
    public Optional<Section> section(String key) {
        return value(key).filter(JsonNode::isObject).map(value -> inside(key, value));
    }

    /** The objects inside, by key. */
    public List<Map.Entry<String, Section>> sections() {
        List<Map.Entry<String, Section>> sections = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            if (entry.getValue().isObject()) {
                sections.add(Map.entry(entry.getKey(), inside(entry.getKey(), entry.getValue())));
            }
        }
        return sections;
    }

    private Section inside(String key, JsonNode value) {
        return new Section(value, pointer + "/" + key, read, faults);
    }

    /** Counts everything in the object as read. */
    public void readAll() {
        read.add(pointer);
    }

    /** Reports a value. */
    public void fault(String key, String message, String maybe) {
        JsonNode value = node.get(key);
        String shown = value == null ? "" : value.toString();
        faults.add(pointer + "/" + key, shown.substring(0, Math.min(60, shown.length())), message, maybe);
    }
}
