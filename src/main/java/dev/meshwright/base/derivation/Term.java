package dev.meshwright.base.derivation;

import org.jspecify.annotations.Nullable;

/**
 * Something put into a formula.
 *
 * @param symbol as the formula writes it
 * @param value in base units
 * @param unit of the value
 * @param quantity the derivation it comes from; null for an input
 */
public record Term(
        String symbol, double value, Unit unit, @Nullable String quantity) {

    /** An input. */
    public static Term of(String symbol, double value, Unit unit) {
        return new Term(symbol, value, unit, null);
    }

    /** A count that is an input. */
    public static Term count(String symbol, double value) {
        return new Term(symbol, value, Unit.COUNT, null);
    }

    /** Something derived elsewhere. */
    public static Term from(String symbol, double value, Unit unit, String quantity) {
        return new Term(symbol, value, unit, quantity);
    }
}
