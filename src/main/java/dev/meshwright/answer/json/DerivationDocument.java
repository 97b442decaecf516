package dev.meshwright.answer.json;

import dev.meshwright.base.derivation.Derivation;
import dev.meshwright.question.audit.fact.Explanation;
import dev.meshwright.question.audit.fact.FactBook.Resolution;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** How numbers came about, as plain data: trees in base units, see docs/DERIVATIONS.md. */
public final class DerivationDocument {

    /** Every level of a tree. */
    public static final int WHOLE = Integer.MAX_VALUE;

    private final int deepest;
    private final Set<Derivation> shown = Collections.newSetFromMap(new IdentityHashMap<>());

    private DerivationDocument(int deepest) {
        this.deepest = deepest;
    }

    /**
     * A quantity's explanations: the problem's own, then under {@code fromPremises} those of a document, if any.
     *
     * @param depth levels of formulas below a quantity's own, 0 or more
     */
    public static Map<String, Object> of(List<Explanation> explanations, int depth) {
        List<Map<String, Object>> all = explanations.stream()
                .map(explanation -> explanation(explanation, depth))
                .toList();
        Map<String, Object> document = all.getFirst();
        if (all.size() > 1) {
            document.put("fromPremises", all.subList(1, all.size()));
        }
        return document;
    }

    /** Whole trees of several numbers, the first first; what appears again is shown once. */
    public static List<Map<String, Object>> book(List<Derivation> derivations) {
        DerivationDocument document = new DerivationDocument(WHOLE);
        return derivations.stream()
                .filter(derivation -> !document.shown.contains(derivation))
                .map(derivation -> document.node(new LinkedHashMap<>(), derivation, 0))
                .toList();
    }

    /** The whole tree of a number. */
    static Map<String, Object> tree(Derivation derivation) {
        return new DerivationDocument(WHOLE).node(new LinkedHashMap<>(), derivation, 0);
    }

    private static Map<String, Object> explanation(Explanation explanation, int depth) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("quantity", explanation.quantity());
        document.put("description", explanation.description());
        document.put("from", explanation.from());
        document.put("notStated", explanation.open());
        switch (explanation.resolution()) {
            case Resolution.Derived derived -> {
                document.put("value", derived.derivation().value());
                document.put(
                        "derivation",
                        new DerivationDocument(depth).node(new LinkedHashMap<>(), derived.derivation(), 0));
            }
            case Resolution.Missing unknown -> {
                document.put("value", null);
                document.put("missing", unknown.missing());
            }
        }
        return document;
    }

    private Map<String, Object> node(Map<String, Object> node, Derivation derivation, int depth) {
        node.put("quantity", derivation.quantity());
        node.put("value", derivation.value());
        node.put("unit", derivation.dimension().name().toLowerCase(Locale.ROOT));
        if (derivation.premised()) {
            node.put("premised", true);
        }
        if (shown.contains(derivation)) {
            node.put("derivedAbove", true);
        } else if (depth > deepest && !derivation.isGiven()) {
            node.put("deeper", derivation.depth() + 1);
        } else {
            content(node, derivation, depth);
        }
        return node;
    }

    private void content(Map<String, Object> node, Derivation derivation, int depth) {
        if (!derivation.source().isEmpty()) {
            node.put("source", derivation.source());
        }
        if (derivation.isGiven()) {
            return;
        }
        shown.add(derivation);
        node.put("formula", derivation.formula());
        node.put(
                "inputs",
                derivation.inputs().stream()
                        .map(input -> {
                            Map<String, Object> item = new LinkedHashMap<>();
                            item.put("symbol", input.symbol());
                            return node(item, input.derivation(), depth + 1);
                        })
                        .toList());
    }
}
