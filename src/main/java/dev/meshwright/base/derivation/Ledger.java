package dev.meshwright.base.derivation;

import dev.meshwright.base.quantity.Dimension;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
    void note(String quantity, double value, Dimension dimension, String formula, String source, Term... terms);

    /** Takes down a number that was put in. */
    void given(String quantity, double value, Dimension dimension, String source);

    /** The same ledger, in which notes and the names that they cite begin with {@code scope}. */
    Ledger within(String scope);

    /** Takes down nothing. */
    record None() implements Ledger {
        @Override
        public boolean active() {
            return false;
        }

        @Override
        public void note(
                String quantity, double value, Dimension dimension, String formula, String source, Term... terms) {}

        @Override
        public void given(String quantity, double value, Dimension dimension, String source) {}

        @Override
        public Ledger within(String scope) {
            return this;
        }
    }

    /** Keeps every note, in order. */
    final class Book implements Ledger {

        private record Note(
                String quantity, double value, Dimension dimension, String formula, String source, List<Term> terms) {}

        private final String scope;
        private final Map<String, Note> notes;

        public Book() {
            this("", new LinkedHashMap<>());
        }

        private Book(String scope, Map<String, Note> notes) {
            this.scope = scope;
            this.notes = notes;
        }

        @Override
        public boolean active() {
            return true;
        }

        @Override
        public void note(
                String quantity, double value, Dimension dimension, String formula, String source, Term... terms) {
            List<Term> cited = new ArrayList<>();
            for (Term term : terms) {
                cited.add(
                        switch (term) {
                            case Term.Given given -> given;
                            case Term.Cited other -> Term.from(other.symbol(), scope + other.quantity());
                        });
            }
            notes.put(scope + quantity, new Note(scope + quantity, value, dimension, formula, source, cited));
        }

        @Override
        public void given(String quantity, double value, Dimension dimension, String source) {
            note(quantity, value, dimension, "", source);
        }

        @Override
        public Ledger within(String part) {
            return new Book(scope + part, notes);
        }

        /**
         * Everything that was taken down, in order, each citation replaced by what it cites.
         *
         * @throws IllegalStateException if a note cites what nobody noted, or itself in the end
         */
        public List<Derivation> derivations() {
            Map<String, Derivation> known = new LinkedHashMap<>();
            List<String> pending = new ArrayList<>();
            return notes.keySet().stream()
                    .map(quantity -> resolve(quantity, known, pending))
                    .toList();
        }

        private Derivation resolve(String quantity, Map<String, Derivation> known, List<String> pending) {
            Derivation before = known.get(quantity);
            if (before != null) {
                return before;
            }
            Note note = notes.get(quantity);
            if (note == null || pending.contains(quantity)) {
                throw new IllegalStateException(String.join(" rests on ", pending) + " rests on " + quantity
                        + (note == null ? ", which nobody noted." : ", which rests on itself."));
            }
            pending.add(quantity);
            List<Derivation.Input> inputs = new ArrayList<>();
            for (Term term : note.terms()) {
                Derivation derivation =
                        switch (term) {
                            case Term.Given given ->
                                Derivation.given(given.symbol(), given.value(), given.dimension(), given.source());
                            case Term.Cited cited -> resolve(cited.quantity(), known, pending);
                        };
                inputs.add(new Derivation.Input(term.symbol(), derivation));
            }
            pending.removeLast();
            Derivation derivation = new Derivation(
                    quantity, note.value(), note.dimension(), note.formula(), inputs, note.source(), false);
            known.put(quantity, derivation);
            return derivation;
        }
    }
}
