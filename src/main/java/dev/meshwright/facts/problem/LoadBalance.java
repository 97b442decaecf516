package dev.meshwright.facts.problem;

import java.util.OptionalDouble;

/**
 * The expert load balance that the author wants.
 *
 * @param coefficientOfVariation standard deviation over mean of the ranks' loads, at most
 * @param capacityFactor tokens an expert accepts, as a multiple of its fair share; the rest overflows
 */
public record LoadBalance(OptionalDouble coefficientOfVariation, OptionalDouble capacityFactor) {

    /** No wish. */
    public static final LoadBalance NONE = new LoadBalance(OptionalDouble.empty(), OptionalDouble.empty());
}
