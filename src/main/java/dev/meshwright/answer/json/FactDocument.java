package dev.meshwright.answer.json;

import dev.meshwright.question.audit.fact.Explanation;
import dev.meshwright.question.audit.fact.Fact;
import dev.meshwright.question.audit.fact.FactBook.Resolution;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How quantities of the audit come about, as plain data: trees in base units. */
public final class FactDocument {

    private FactDocument() {}

    /** Each explanation, the problem's own first. */
    public static List<Map<String, Object>> of(List<Explanation> explanations) {
        return explanations.stream().map(FactDocument::explanation).toList();
    }

    private static Map<String, Object> explanation(Explanation explanation) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("quantity", explanation.quantity().id());
        document.put("description", explanation.quantity().description());
        document.put("from", explanation.from());
        document.put("notStated", explanation.open());
        switch (explanation.resolution()) {
            case Resolution.Derived derived -> {
                document.put("value", derived.fact().value());
                document.put("derivation", tree(derived.fact()));
            }
            case Resolution.Missing unknown -> {
                document.put("value", null);
                document.put("missing", unknown.missing());
            }
        }
        return document;
    }

    private static Map<String, Object> tree(Fact fact) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("quantity", fact.quantity());
        document.put("value", fact.value());
        document.put("unit", fact.dimension().name().toLowerCase(Locale.ROOT));
        document.put("formula", fact.formula());
        document.put("source", fact.source());
        document.put("premise", fact.premised());
        document.put("terms", fact.inputs().stream().map(FactDocument::tree).toList());
        return document;
    }
}
