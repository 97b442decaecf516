package dev.meshwright.question.audit.fact;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known, and the rules between quantities.
 *
 * <p>A premise of the document comes first; then a rule that rests on a premise, because a conclusion from stated
 * numbers must use them; then what problem, layout and evaluation say; then a rule over those.
 */
public final class FactBook {

    /** Equal but for rounding: then the rule is shown, which says more than the number. */
    private static final double ROUNDING = 1e-9;

    private final Map<String, Fact> known;
    private final Map<String, Fact> premises;
    private final Map<String, Resolution> resolved = new LinkedHashMap<>();
    private final List<String> pending = new ArrayList<>();

    /** What became of a quantity. */
    public sealed interface Resolution {
        /** It follows. */
        record Derived(Fact fact) implements Resolution {}

        /** It does not follow; {@code missing} names what would have to be known, empty where nothing would help. */
        record Missing(List<String> missing) implements Resolution {}
    }

    public FactBook(Map<String, Fact> known, Map<String, Fact> premises) {
        this.known = known;
        this.premises = premises;
    }

    /** The same knowledge under premises. */
    public FactBook given(Map<String, Fact> stated) {
        return new FactBook(known, stated);
    }

    /** The quantity, if it follows from what is known. */
    public Optional<Fact> find(String quantity) {
        return resolve(quantity) instanceof Resolution.Derived derived ? Optional.of(derived.fact()) : Optional.empty();
    }

    /** Value of the quantity, or {@code otherwise}. */
    public double value(String quantity, double otherwise) {
        return find(quantity).map(Fact::value).orElse(otherwise);
    }

    /** The quantity, or what is missing for it. */
    public Resolution resolve(String quantity) {
        Resolution before = resolved.get(quantity);
        if (before != null) {
            return before;
        }
        if (pending.contains(quantity)) {
            return new Resolution.Missing(List.of(quantity));
        }
        pending.add(quantity);
        Resolution result = work(quantity);
        pending.removeLast();
        // Inside a circle a quantity may be missing only because it was asked for on the way.
        if (pending.isEmpty() || result instanceof Resolution.Derived) {
            resolved.put(quantity, result);
        }
        return result;
    }

    private Resolution work(String quantity) {
        Fact premise = premises.get(quantity);
        if (premise != null) {
            return new Resolution.Derived(premise);
        }
        Fact fact = known.get(quantity);
        List<String> missing = new ArrayList<>();
        Fact ruled = null;
        for (Rule rule : Rules.of(quantity)) {
            Resolution applied = apply(rule);
            if (applied instanceof Resolution.Derived derived) {
                if (derived.fact().premised()) {
                    return derived;
                }
                ruled = ruled == null && !rule.premisedOnly() ? derived.fact() : ruled;
            } else if (applied instanceof Resolution.Missing lacking && missing.isEmpty()) {
                missing.addAll(lacking.missing());
            }
        }
        boolean agree = fact != null
                && ruled != null
                && Math.abs(ruled.value() - fact.value()) <= ROUNDING * Math.abs(fact.value());
        if (fact != null && !agree) {
            return new Resolution.Derived(fact);
        }
        return ruled != null
                ? new Resolution.Derived(ruled)
                : new Resolution.Missing(missing.isEmpty() ? List.of(quantity) : List.copyOf(missing));
    }

    private Resolution apply(Rule rule) {
        List<Fact> inputs = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (String symbol : rule.formula().symbols()) {
            switch (resolve(symbol)) {
                case Resolution.Derived derived -> inputs.add(derived.fact());
                case Resolution.Missing unknown -> missing.add(symbol);
            }
        }
        if (!missing.isEmpty()) {
            return new Resolution.Missing(missing);
        }
        double value = rule.formula().value(name -> inputs.stream()
                .filter(input -> input.quantity().equals(name))
                .findFirst()
                .orElseThrow()
                .value());
        if (!Double.isFinite(value)) {
            return new Resolution.Missing(List.of(rule.quantity()));
        }
        boolean premised = inputs.stream().anyMatch(Fact::premised);
        return new Resolution.Derived(new Fact(
                rule.quantity(),
                value,
                QuantityCatalogue.get(rule.quantity()).dimension(),
                rule.formula().text(),
                inputs,
                rule.source(),
                premised));
    }
}
