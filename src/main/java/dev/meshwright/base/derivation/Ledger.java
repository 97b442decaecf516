package dev.meshwright.base.derivation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes down derivations where the cost model computes. The search uses {@link #NONE}, which takes down nothing; callers
 * ask {@link #active()} before they build terms, so that searching does not pay for explaining.
 */
public sealed interface Ledger permits Ledger.None, Ledger.Book {

    /** Takes down nothing. */
    Ledger NONE = new None();

    /** Whether notes are kept. */
    boolean active();

    /** Takes down one number; a later note of the same quantity replaces an earlier one. */
    void note(String quantity, double value, Unit unit, String formula, String source, Term... terms);

    /** Takes down nothing. */
    record None() implements Ledger {
        @Override
        public boolean active() {
            return false;
        }

        @Override
        public void note(String quantity, double value, Unit unit, String formula, String source, Term... terms) {}
    }

    /** Keeps every note, in order. */
    final class Book implements Ledger {

        private final Map<String, Derivation> derivations = new LinkedHashMap<>();

        @Override
        public boolean active() {
            return true;
        }

        @Override
        public void note(String quantity, double value, Unit unit, String formula, String source, Term... terms) {
            derivations.put(quantity, new Derivation(quantity, value, unit, formula, List.of(terms), source));
        }

        /** The derivation of a quantity. */
        public Optional<Derivation> find(String quantity) {
            return Optional.ofNullable(derivations.get(quantity));
        }

        /** Everything that was taken down, in order. */
        public List<Derivation> all() {
            return List.copyOf(derivations.values());
        }
    }
}
