package dev.meshwright.answer.json;

import dev.meshwright.base.derivation.Derivation;
import dev.meshwright.base.derivation.Term;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A derivation and those it rests on, as plain data: a tree. */
public final class DerivationDocument {

    private DerivationDocument() {}

    /**
     * The tree of one quantity.
     *
     * @throws java.util.NoSuchElementException if nothing of that name was derived
     */
    public static Map<String, Object> of(String quantity, List<Derivation> derivations) {
        Derivation derivation = find(quantity, derivations).orElseThrow();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("quantity", derivation.quantity());
        document.put("value", derivation.value());
        document.put("unit", derivation.unit().name().toLowerCase(java.util.Locale.ROOT));
        document.put("formula", derivation.formula());
        document.put("source", derivation.source());
        List<Map<String, Object>> terms = new ArrayList<>();
        for (Term term : derivation.terms()) {
            Map<String, Object> item = new LinkedHashMap<>();
            item.put("symbol", term.symbol());
            item.put("value", term.value());
            item.put("unit", term.unit().name().toLowerCase(java.util.Locale.ROOT));
            Optional.ofNullable(term.quantity())
                    .filter(name -> find(name, derivations).isPresent())
                    .ifPresent(name -> item.put("derivation", of(name, derivations)));
            terms.add(item);
        }
        document.put("terms", terms);
        return document;
    }

    private static Optional<Derivation> find(String quantity, List<Derivation> derivations) {
        return derivations.stream()
                .filter(derivation -> derivation.quantity().equals(quantity))
                .findFirst();
    }
}
