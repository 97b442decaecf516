package dev.meshwright.question.audit.fact;

import dev.meshwright.base.derivation.Derivation;
import dev.meshwright.base.quantity.Dimension;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** What is known without any conclusion, in the making: derivations by the names of their quantities. */
public final class Facts {

    private final Map<String, Derivation> facts = new LinkedHashMap<>();

    /** Adds an input; the catalogue says what it measures. */
    public Facts put(String quantity, double value, String source) {
        Dimension dimension = QuantityCatalogue.get(quantity).dimension();
        facts.put(quantity, Derivation.given(quantity, value, dimension, source));
        return this;
    }

    /** Adds a statement. */
    public Facts put(String quantity, boolean truth, String source) {
        return put(quantity, truth ? 1 : 0, source);
    }

    /** Adds what was worked out, whether the catalogue has its name or not. */
    public Facts put(Derivation derivation) {
        facts.put(derivation.quantity(), derivation);
        return this;
    }

    /** What is known of a quantity that is known. */
    public Derivation get(String quantity) {
        return Objects.requireNonNull(facts.get(quantity), quantity);
    }

    public Map<String, Derivation> all() {
        return Collections.unmodifiableMap(facts);
    }
}
