package dev.meshwright.answer.report;

import dev.meshwright.answer.report.Block.Cell;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.DoubleFunction;

/** Which numbers of an answer have a derivation, by name. */
final class Reasons {

    private final Set<String> names = new HashSet<>();

    Reasons(Tree report) {
        report.rows("derivations").forEach(this::gather);
    }

    private void gather(Tree node) {
        if (!node.flag("derivedAbove")) {
            names.add(node.text("quantity"));
        }
        node.rows("inputs").forEach(this::gather);
    }

    /** The cell of a number that may have a derivation of one of these names. */
    Cell cell(String text, double value, String... quantities) {
        for (String quantity : quantities) {
            if (names.contains(quantity)) {
                return new Cell(text, String.valueOf(value), quantity, "", "", "");
            }
        }
        return Cell.of(text, value);
    }

    /** The same of a number that there may be; a dash where there is none. */
    Cell cell(OptionalDouble value, DoubleFunction<String> format, String... quantities) {
        return value.isPresent()
                ? cell(format.apply(value.getAsDouble()), value.getAsDouble(), quantities)
                : Cell.of("-");
    }

    /** The name of a component's time: of the pass that is shown, else of any other. */
    String component(String id) {
        Optional<String> other = names.stream()
                .filter(name -> name.endsWith("." + id) && !name.contains(".layer."))
                .sorted()
                .findFirst();
        return names.contains("main." + id) ? "main." + id : other.orElse("");
    }
}
