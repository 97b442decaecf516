package dev.meshwright.base.derivation;

import dev.meshwright.base.quantity.Dimension;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * A number and how it came about: a formula, and what was put into it, each again with its derivation.
 *
 * <p>Equal parts of a tree are one object, so that the whole of it is a graph no larger than what was noted.
 *
 * @param quantity its name, such as {@code throughput.system}
 * @param value in the base unit of the dimension
 * @param dimension of the value
 * @param formula over the symbols of {@code inputs}, see {@link Formula}; putting them in gives the value. Empty for what was
 *     put in itself
 * @param inputs of the formula
 * @param source where a number that was put in is from, or what the formula rests on
 * @param premised whether it is a premise of a document, or rests on one
 */
public record Derivation(
        String quantity,
        double value,
        Dimension dimension,
        String formula,
        List<Input> inputs,
        String source,
        boolean premised) {

    public Derivation {
        inputs = List.copyOf(inputs);
    }

    /**
     * Something put into a formula; its value is that of its derivation.
     *
     * @param symbol as the formula writes it
     * @param derivation how it came about
     */
    public record Input(String symbol, Derivation derivation) {

        /** An input that the formula calls by its full name. */
        public static Input named(Derivation derivation) {
            return new Input(derivation.quantity(), derivation);
        }
    }

    /** Something that was put in. */
    public static Derivation given(String quantity, double value, Dimension dimension, String source) {
        return new Derivation(quantity, value, dimension, "", List.of(), source, false);
    }

    /** Something that a document puts in, right or wrong. */
    public static Derivation premise(String quantity, double value, Dimension dimension, String source) {
        return new Derivation(quantity, value, dimension, "", List.of(), source, true);
    }

    /**
     * What follows by a formula; it is premised where any input is.
     *
     * @throws IllegalArgumentException if the formula has a symbol that is no input
     */
    public static Derivation of(
            String quantity, Dimension dimension, Formula formula, List<Input> inputs, String source) {
        double value = formula.value(symbol -> input(inputs, symbol).value());
        boolean premised = inputs.stream().map(Input::derivation).anyMatch(Derivation::premised);
        return new Derivation(quantity, value, dimension, formula.text(), inputs, source, premised);
    }

    /** The same number under another name. */
    public Derivation named(String name) {
        return new Derivation(name, value, dimension, formula, inputs, source, premised);
    }

    /** Whether it was put in rather than worked out. */
    public boolean isGiven() {
        return formula.isEmpty();
    }

    /**
     * What was put in for a symbol.
     *
     * @throws IllegalArgumentException if the formula has no such symbol
     */
    public Derivation input(String symbol) {
        return input(inputs, symbol);
    }

    private static Derivation input(List<Input> inputs, String symbol) {
        return inputs.stream()
                .filter(input -> input.symbol().equals(symbol))
                .findFirst()
                .map(Input::derivation)
                .orElseThrow(() -> new IllegalArgumentException(symbol + " is no input of " + inputs));
    }

    /** Levels of formulas below this one; 0 where all inputs, if any, were put in. */
    public int depth() {
        return depth(new IdentityHashMap<>());
    }

    private int depth(Map<Derivation, Integer> known) {
        Integer before = known.get(this);
        if (before != null) {
            return before;
        }
        int deepest = 0;
        for (Input input : inputs) {
            if (!input.derivation().isGiven()) {
                deepest = Math.max(deepest, 1 + input.derivation().depth(known));
            }
        }
        known.put(this, deepest);
        return deepest;
    }
}
