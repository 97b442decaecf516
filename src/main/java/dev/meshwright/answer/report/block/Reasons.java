package dev.meshwright.answer.report.block;

import dev.meshwright.answer.report.block.Block.Cell;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;

/** Which numbers of an answer have a derivation, by name. */
public final class Reasons {

    /** Sums in another order may differ by as much. */
    private static final double ROUNDING = 1e-9;

    private final Map<String, Double> derived = new HashMap<>();
    private final String book;

    public Reasons(Tree report) {
        this(report, "");
    }

    /**
     * Those of one of several answers on a page.
     *
     * @param book how the page tells it from the others, such as {@code 1:}
     */
    public Reasons(Tree answer, String book) {
        this.book = book;
        answer.rows("derivations").forEach(this::gather);
    }

    private void gather(Tree node) {
        if (!node.flag("derivedAbove")) {
            derived.putIfAbsent(node.text("quantity"), node.numberOrZero("value"));
        }
        node.rows("inputs").forEach(this::gather);
    }

    /** The cell of a number that may have a derivation of one of these names; one of another number is none of it. */
    public Cell cell(String text, double value, String... quantities) {
        for (String quantity : quantities) {
            Double found = derived.get(quantity);
            if (found != null && Math.abs(found - value) <= ROUNDING * Math.abs(value)) {
                return new Cell(text, String.valueOf(value), book + quantity, "", "", "");
            }
        }
        return Cell.of(text, value);
    }

    /** The cell of a number beside which {@code quantity} is derived: {@code note} says what it is to the number. */
    public Cell noted(String text, double value, String note, String quantity) {
        return derived.containsKey(quantity)
                ? new Cell(text, String.valueOf(value), book + quantity, note, "", "")
                : Cell.of(text, value);
    }

    /** The same of a number that there may be; a dash where there is none. */
    public Cell cell(OptionalDouble value, DoubleFunction<String> format, String... quantities) {
        return value.isPresent()
                ? cell(format.apply(value.getAsDouble()), value.getAsDouble(), quantities)
                : Cell.of("-");
    }

    /** The name of a component's time: of the pass that is shown, else of any other. */
    public String component(String id) {
        Optional<String> other = derived.keySet().stream()
                .filter(name -> name.endsWith("." + id) && !name.contains(".layer."))
                .sorted()
                .findFirst();
        return derived.containsKey("main." + id) ? "main." + id : other.orElse("");
    }
}
