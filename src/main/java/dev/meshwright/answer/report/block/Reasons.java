package dev.meshwright.answer.report.block;

import dev.meshwright.answer.report.block.Block.Cell;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.DoubleFunction;

/** Which numbers of an answer have a derivation, by name. */
public final class Reasons {

    private final Set<String> names = new HashSet<>();
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
            names.add(node.text("quantity"));
        }
        node.rows("inputs").forEach(this::gather);
    }

    /** The cell of a number that may have a derivation of one of these names. */
    public Cell cell(String text, double value, String... quantities) {
        for (String quantity : quantities) {
            if (names.contains(quantity)) {
                return new Cell(text, String.valueOf(value), book + quantity, "", "", "");
            }
        }
        return Cell.of(text, value);
    }

    /** The same of a number that there may be; a dash where there is none. */
    public Cell cell(OptionalDouble value, DoubleFunction<String> format, String... quantities) {
        return value.isPresent()
                ? cell(format.apply(value.getAsDouble()), value.getAsDouble(), quantities)
                : Cell.of("-");
    }

    /** The name of a component's time: of the pass that is shown, else of any other. */
    public String component(String id) {
        Optional<String> other = names.stream()
                .filter(name -> name.endsWith("." + id) && !name.contains(".layer."))
                .sorted()
                .findFirst();
        return names.contains("main." + id) ? "main." + id : other.orElse("");
    }
}
