package dev.meshwright.question.audit.fact;

import dev.meshwright.base.derivation.Derivation;
import dev.meshwright.base.derivation.Formula;
import dev.meshwright.base.quantity.Figures;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Derivations in words: the number with a unit, and the steps that lead to it, one a line. */
public final class Steps {

    private Steps() {}

    /** The number with a unit, for people; statements of the catalogue are true or false. */
    public static String amount(Derivation derivation) {
        String quantity = derivation.quantity();
        if (QuantityCatalogue.find(quantity).map(AuditQuantity::truth).orElse(false)) {
            return derivation.value() == 1 ? "true" : "false";
        }
        return quantity.startsWith("parameters.") && derivation.value() >= 1e6
                ? Figures.parameters(derivation.value())
                : Figures.amount(derivation.value(), derivation.dimension());
    }

    /** The formula with numbers in the place of symbols. */
    public static String numbers(Derivation derivation) {
        return new Formula(derivation.formula()).substitute(symbol -> amount(derivation.input(symbol)));
    }

    /** Whether the formula is a single symbol, which has the same value. */
    public static boolean alias(Derivation derivation) {
        return derivation.inputs().stream().anyMatch(input -> input.symbol().equals(derivation.formula()));
    }

    /** One step: symbols, numbers, value and source. */
    public static String line(Derivation derivation) {
        String origin = derivation.source().isEmpty() ? "" : " (" + derivation.source() + ")";
        String formula = derivation.isGiven() ? "" : " = " + derivation.formula();
        String numbers = derivation.isGiven() || alias(derivation) ? "" : " = " + numbers(derivation);
        return derivation.quantity() + formula + numbers + " = " + amount(derivation) + origin;
    }

    /** The first {@code most} steps of a tree; what is derived comes before the premises that it rests on. */
    public static List<String> of(Derivation derivation, int most) {
        List<String> lines = new ArrayList<>();
        collect(derivation, most, lines, Collections.newSetFromMap(new IdentityHashMap<>()));
        return lines;
    }

    private static void collect(Derivation derivation, int most, List<String> lines, Set<Derivation> seen) {
        if (lines.size() >= most || !seen.add(derivation)) {
            return;
        }
        lines.add(line(derivation));
        List<Derivation> inputs =
                derivation.inputs().stream().map(Derivation.Input::derivation).toList();
        inputs.stream().filter(input -> !input.isGiven()).forEach(input -> collect(input, most, lines, seen));
        inputs.stream()
                .filter(input -> input.isGiven() && input.premised())
                .forEach(input -> collect(input, most, lines, seen));
    }
}
