package dev.meshwright.answer.json;

import dev.meshwright.question.audit.vocabulary.Entry;
import java.util.LinkedHashMap;
import java.util.Map;

/** A quantity of the audit as plain data. */
public final class QuantityDocument {

    private QuantityDocument() {}

    /** What claims name, and what else it is called. */
    public static Map<String, Object> of(Entry entry) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("quantity", entry.quantity().id());
        document.put("meaning", entry.quantity().description());
        document.put("unit", entry.unit());
        document.put("scope", entry.scope());
        document.put("synonyms", entry.names());
        return document;
    }
}
