package dev.meshwright.cost.memory;

import dev.meshwright.base.derivation.Ledger;
import dev.meshwright.base.derivation.Term;
import dev.meshwright.base.quantity.Dimension;
import dev.meshwright.cost.evaluation.MemoryComponent;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Takes down how the rows of a memory bill come about: each row by its own formula, or as the sum of its parts, then the
 * total as the sum of the rows.
 */
final class RowNotes {

    /** For searches: nobody listens. */
    static final RowNotes SILENT = new RowNotes(Ledger.NONE);

    private static final String PREFIX = "memory.";

    /** What one kind of layers, or something else that is booked at once, adds to a row. */
    private record Part(double bytes, String formula, String source, List<Term> terms) {}

    private final Ledger ledger;
    private final Map<MemoryComponent, List<Part>> rows = new EnumMap<>(MemoryComponent.class);

    RowNotes(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Whether anybody listens. */
    boolean active() {
        return ledger.active();
    }

    /** Takes down a part of a row; parts of no bytes are left out. */
    void part(MemoryComponent row, double bytes, String formula, String source, Term... terms) {
        if (bytes > 0) {
            rows.computeIfAbsent(row, ignored -> new ArrayList<>())
                    .add(new Part(bytes, formula, source, List.of(terms)));
        }
    }

    /** Takes down what no formula of this model gives. */
    void constant(MemoryComponent row, double bytes, String source) {
        part(row, bytes, "", source);
    }

    /** Takes down the rows and the total. */
    void close() {
        if (!active()) {
            return;
        }
        Sum total = new Sum();
        rows.forEach((row, parts) -> {
            String quantity = PREFIX + row.label();
            total.add(row.label(), bytes(quantity, parts), quantity);
        });
        total.note(PREFIX + "perGpu", "rows of the fullest GPU");
    }

    /** Takes down a row and returns its bytes. */
    private double bytes(String quantity, List<Part> parts) {
        if (parts.size() == 1) {
            note(quantity, parts.getFirst());
            return parts.getFirst().bytes();
        }
        Sum row = new Sum();
        for (Part part : parts) {
            String symbol = "part_" + row.terms.size();
            note(quantity + "." + symbol, part);
            row.add(symbol, part.bytes(), quantity + "." + symbol);
        }
        row.note(quantity, "parts of the row");
        return row.bytes;
    }

    private void note(String quantity, Part part) {
        ledger.note(
                quantity,
                part.bytes(),
                Dimension.BYTES,
                part.formula(),
                part.source(),
                part.terms().toArray(Term[]::new));
    }

    /** Bytes added up, each a quantity of its own. */
    private final class Sum {
        private final List<Term> terms = new ArrayList<>();
        private double bytes;

        void add(String symbol, double more, String quantity) {
            terms.add(Term.from(symbol, quantity));
            bytes += more;
        }

        void note(String quantity, String source) {
            String formula = String.join(" + ", terms.stream().map(Term::symbol).toList());
            ledger.note(quantity, bytes, Dimension.BYTES, formula, source, terms.toArray(Term[]::new));
        }
    }
}
