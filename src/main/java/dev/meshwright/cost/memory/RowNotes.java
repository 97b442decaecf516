package dev.meshwright.cost.memory;

import dev.meshwright.base.derivation.Ledger;
import dev.meshwright.base.derivation.Term;
import dev.meshwright.base.derivation.Unit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Takes down how the rows of a memory bill come about: the parts of each row as they are booked, then the rows and the
 * total as sums.
 */
final class RowNotes {

    /** For searches: nobody listens. */
    static final RowNotes SILENT = new RowNotes(Ledger.NONE);

    private static final String PREFIX = "memory.";

    private final Ledger ledger;
    private final Map<MemoryComponent, List<Term>> parts = new EnumMap<>(MemoryComponent.class);

    RowNotes(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Whether anybody listens. */
    boolean active() {
        return ledger.active();
    }

    /** Takes down a part of a row; parts of no bytes are left out. */
    void part(MemoryComponent row, double bytes, String formula, String source, Term... terms) {
        if (bytes <= 0) {
            return;
        }
        List<Term> known = parts.computeIfAbsent(row, ignored -> new ArrayList<>());
        String symbol = "part_" + known.size();
        String quantity = PREFIX + row.label() + "." + symbol;
        ledger.note(quantity, bytes, Unit.BYTES, formula, source, terms);
        known.add(Term.from(symbol, bytes, Unit.BYTES, quantity));
    }

    /** Takes down rows that are what they are. */
    void constant(MemoryComponent row, double bytes, String source) {
        part(row, bytes, "constant", source, Term.of("constant", bytes, Unit.BYTES));
    }

    /** Takes down the rows and the total. */
    void close() {
        if (!active()) {
            return;
        }
        List<Term> rows = new ArrayList<>();
        parts.forEach((row, terms) -> {
            double bytes = terms.stream().mapToDouble(Term::value).sum();
            String quantity = PREFIX + row.label();
            ledger.note(quantity, bytes, Unit.BYTES, sum(terms), "parts of the row", terms.toArray(Term[]::new));
            rows.add(Term.from("row_" + rows.size(), bytes, Unit.BYTES, quantity));
        });
        double total = rows.stream().mapToDouble(Term::value).sum();
        ledger.note(
                "memory.perGpu", total, Unit.BYTES, sum(rows), "rows of the fullest GPU", rows.toArray(Term[]::new));
    }

    private static String sum(List<Term> terms) {
        return String.join(" + ", terms.stream().map(Term::symbol).toList());
    }
}
