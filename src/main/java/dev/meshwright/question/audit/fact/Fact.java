package dev.meshwright.question.audit.fact;

import dev.meshwright.base.derivation.Formula;
import dev.meshwright.base.quantity.Dimension;
import dev.meshwright.base.quantity.Figures;
import java.util.ArrayList;
import java.util.List;

/**
 * A number and where it comes from.
 *
 * @param quantity its name
 * @param value in base units
 * @param dimension of the value
 * @param formula over the names of {@code inputs}; empty for what was put in
 * @param inputs of the formula
 * @param source why it holds: where an input is from, or what the formula rests on
 * @param premised whether it is a premise of the document, or rests on one
 */
public record Fact(
        String quantity,
        double value,
        Dimension dimension,
        String formula,
        List<Fact> inputs,
        String source,
        boolean premised) {

    public Fact {
        inputs = List.copyOf(inputs);
    }

    /** Lines of a derivation beyond this tell nobody anything. */
    private static final int MOST_LINES = 14;

    /** Something that was put in. */
    static Fact input(String quantity, double value, Dimension dimension, String source) {
        return new Fact(quantity, value, dimension, "", List.of(), source, false);
    }

    /** The number with a unit, for people. */
    public String amount() {
        if (QuantityCatalogue.find(quantity).map(AuditQuantity::truth).orElse(false)) {
            return value == 1 ? "true" : "false";
        }
        if (quantity.startsWith("parameters.") && value >= 1e6) {
            return Figures.parameters(value);
        }
        return amount(value, dimension);
    }

    /** A number with a unit, for people. */
    public static String amount(double value, Dimension dimension) {
        return switch (dimension) {
            case BYTES -> Figures.bytes(value);
            case BYTES_PER_SECOND -> Figures.bytes(value) + "/s";
            case FLOP -> Figures.flops(value);
            case FLOP_PER_SECOND -> Figures.flops(value) + "/s";
            case SECONDS -> Figures.seconds(value);
            case TOKENS_PER_SECOND -> Figures.tokensPerSecond(value);
            case SEQUENCES_PER_SECOND -> Figures.plain(value) + " sequences/s";
            case WATTS -> Figures.plain(value) + " W";
            case COUNT -> Figures.plain(value);
            case FRACTION -> value > 2 || value < -2 ? Figures.plain(value) + " times" : Figures.percent(value);
        };
    }

    /** The derivation, one step a line: symbols, numbers, value, source; what is derived comes before what is put in. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        print(lines, seen);
        return lines.size() <= MOST_LINES ? lines : lines.subList(0, MOST_LINES);
    }

    private void print(List<String> lines, List<String> seen) {
        if (seen.contains(quantity)) {
            return;
        }
        seen.add(quantity);
        lines.add(line());
        inputs.stream().filter(input -> !input.formula.isEmpty()).forEach(input -> input.print(lines, seen));
        inputs.stream()
                .filter(input -> input.formula.isEmpty() && input.premised)
                .forEach(input -> input.print(lines, seen));
    }

    /** One step: symbols, numbers, value and source. */
    public String line() {
        String origin = source.isEmpty() ? "" : " (" + source + ")";
        boolean itself = !inputs.isEmpty()
                && formula.equals(inputs.getFirst().quantity)
                && inputs.getFirst().formula.isEmpty();
        if (formula.isEmpty() || inputs.isEmpty() || itself) {
            return quantity + " = " + amount() + origin;
        }
        String numbers = new Formula(formula).substitute(name -> inputs.stream()
                .filter(input -> input.quantity.equals(name))
                .findFirst()
                .map(Fact::amount)
                .orElse(name));
        return quantity + " = " + formula + " = " + numbers + " = " + amount() + origin;
    }
}
