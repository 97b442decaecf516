package dev.meshwright.base.derivation;

import dev.meshwright.base.quantity.Dimension;

/** Something put into a formula, as a note writes it down: a value, or the name of a quantity noted elsewhere. */
public sealed interface Term permits Term.Given, Term.Cited {

    /** As the formula writes it. */
    String symbol();

    /**
     * A value.
     *
     * @param symbol as the formula writes it
     * @param value in the base unit of the dimension
     * @param dimension of the value
     * @param source where it is from; empty where the symbol says enough
     */
    record Given(String symbol, double value, Dimension dimension, String source) implements Term {}

    /**
     * A quantity of the same book, noted before or after.
     *
     * @param symbol as the formula writes it
     * @param quantity its name
     */
    record Cited(String symbol, String quantity) implements Term {}

    /** An input. */
    static Term of(String symbol, double value, Dimension dimension) {
        return new Given(symbol, value, dimension, "");
    }

    /** A count that is an input. */
    static Term count(String symbol, double value) {
        return new Given(symbol, value, Dimension.COUNT, "");
    }

    /** Something derived elsewhere. */
    static Term from(String symbol, String quantity) {
        return new Cited(symbol, quantity);
    }
}
