package dev.meshwright.base.derivation;

import java.util.List;

/**
 * How a number came about.
 *
 * @param quantity its name, such as {@code throughput.system}
 * @param value in base units
 * @param unit of the value
 * @param formula over the symbols of {@code terms}, with {@code + - * / ^ ( ) max( , ) min( , ) ceil( )}; putting the
 *     terms into it gives the value
 * @param terms what was put in
 * @param source where the formula comes from
 */
public record Derivation(String quantity, double value, Unit unit, String formula, List<Term> terms, String source) {

    public Derivation {
        terms = List.copyOf(terms);
    }
}
