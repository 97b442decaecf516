package dev.meshwright.question.audit.fact;

import dev.meshwright.base.derivation.Derivation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is known, and the rules between quantities: the audit's view of the one book of reasons.
 *
 * <p>A premise of the document comes first; then a rule that rests on a premise, because a conclusion from stated
 * numbers must use them; then the cost model's formulas with premises put in; then what problem, layout and evaluation
 * say; then a rule over those.
 */
public final class FactBook {

    /** Equal but for rounding: then the rule is shown, which says more than the number. */
    private static final double ROUNDING = 1e-9;

    private final Work work;
    private final Map<String, Derivation> known;
    private final Map<String, Derivation> premises;
    private final Map<String, Resolution> resolved = new LinkedHashMap<>();
    private final List<String> pending = new ArrayList<>();
    private final Set<String> provisional = new HashSet<>();
    private final Reworking reworking;

    /** What became of a quantity. */
    public sealed interface Resolution {
        /** It follows. */
        record Derived(Derivation derivation) implements Resolution {}

        /** It does not follow; {@code missing} names what would have to be known, empty where nothing would help. */
        record Missing(List<String> missing) implements Resolution {}
    }

    /**
     * A book.
     *
     * @param work phase of work, which says which rules hold
     * @param known what problem, layout and evaluation say
     * @param premises what a document states; it goes before everything
     */
    public FactBook(Work work, Map<String, Derivation> known, Map<String, Derivation> premises) {
        this.work = work;
        this.known = known;
        this.premises = premises;
        this.reworking = new Reworking(premises);
    }

    /** Names of what is known without any rule. */
    public Set<String> known() {
        return Collections.unmodifiableSet(known.keySet());
    }

    /** Phase of work that it speaks of. */
    public Work work() {
        return work;
    }

    /** The same knowledge under premises. */
    public FactBook given(Map<String, Derivation> stated) {
        return new FactBook(work, known, stated);
    }

    /** The quantity, if it follows from what is known. */
    public Optional<Derivation> find(String quantity) {
        return resolve(quantity) instanceof Resolution.Derived derived
                ? Optional.of(derived.derivation())
                : Optional.empty();
    }

    /** Value of the quantity, or {@code otherwise}. */
    public double value(String quantity, double otherwise) {
        return find(quantity).map(Derivation::value).orElse(otherwise);
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
        // Inside a circle a quantity may be missing, or miss a premise, only because it was asked for on the way.
        boolean derived = result instanceof Resolution.Derived;
        boolean premised =
                result instanceof Resolution.Derived found && found.derivation().premised();
        if (derived) {
            resolved.put(quantity, result);
        }
        if (derived && !premised && !pending.isEmpty()) {
            provisional.add(quantity);
        }
        if (pending.isEmpty()) {
            provisional.forEach(resolved::remove);
            provisional.clear();
            resolved.put(quantity, result);
        }
        return result;
    }

    /**
     * What would have to be known in the end for a quantity that does not follow: what no rule leads to, instead of the
     * quantities between.
     */
    public List<String> lacking(String quantity) {
        Set<String> last = new LinkedHashSet<>();
        lacking(quantity, last, new HashSet<>());
        return List.copyOf(last);
    }

    private void lacking(String quantity, Set<String> last, Set<String> seen) {
        if (seen.add(quantity) && resolve(quantity) instanceof Resolution.Missing unknown) {
            if (unknown.missing().equals(List.of(quantity))) {
                last.add(quantity);
            }
            unknown.missing().forEach(missing -> lacking(missing, last, seen));
        }
    }

    private Resolution work(String quantity) {
        Derivation premise = premises.get(quantity);
        if (premise != null) {
            return new Resolution.Derived(premise);
        }
        Derivation noted = known.get(quantity);
        Derivation fact = noted == null ? null : reworking.of(noted);
        List<String> missing = new ArrayList<>();
        Derivation ruled = null;
        for (Rule rule : Rules.of(quantity, work)) {
            Resolution applied = apply(rule);
            if (applied instanceof Resolution.Derived derived) {
                if (derived.derivation().premised()) {
                    return derived;
                }
                ruled = ruled == null && !rule.premisedOnly() ? derived.derivation() : ruled;
            } else if (applied instanceof Resolution.Missing lacking && missing.isEmpty()) {
                missing.addAll(lacking.missing());
            }
        }
        if (fact != null && fact.premised()) {
            return new Resolution.Derived(fact);
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
        List<Derivation.Input> inputs = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (String symbol : rule.formula().symbols()) {
            switch (resolve(symbol)) {
                case Resolution.Derived derived -> inputs.add(Derivation.Input.named(derived.derivation()));
                case Resolution.Missing unknown -> missing.add(symbol);
            }
        }
        if (!missing.isEmpty()) {
            return new Resolution.Missing(missing);
        }
        Derivation derivation = Derivation.of(
                rule.quantity(),
                QuantityCatalogue.get(rule.quantity()).dimension(),
                rule.formula(),
                inputs,
                rule.source());
        return Double.isFinite(derivation.value())
                ? new Resolution.Derived(derivation)
                : new Resolution.Missing(List.of(rule.quantity()));
    }
}
