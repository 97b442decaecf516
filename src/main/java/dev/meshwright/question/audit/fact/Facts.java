package dev.meshwright.question.audit.fact;

import dev.meshwright.base.quantity.Dimension;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Facts in the making. */
public final class Facts {

    private final Map<String, Fact> facts = new LinkedHashMap<>();

    /** Adds an input; the catalogue says what it measures. */
    public Facts put(String quantity, double value, String source) {
        Dimension dimension = QuantityCatalogue.get(quantity).dimension();
        facts.put(quantity, Fact.input(quantity, value, dimension, source));
        return this;
    }

    /** Adds a statement. */
    public Facts put(String quantity, boolean truth, String source) {
        return put(quantity, truth ? 1 : 0, source);
    }

    /** Adds a fact under a name of the catalogue. */
    public Facts put(Fact fact) {
        facts.put(fact.quantity(), fact);
        return this;
    }

    public Map<String, Fact> all() {
        return Collections.unmodifiableMap(facts);
    }
}
