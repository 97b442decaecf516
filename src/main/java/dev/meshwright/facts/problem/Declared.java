package dev.meshwright.facts.problem;

import java.util.OptionalDouble;

/**
 * What the author says about the model: claims to audit, never inputs.
 *
 * @param parameters all weights
 * @param activeParameters weights that one token uses
 */
public record Declared(OptionalDouble parameters, OptionalDouble activeParameters) {

    /** Nothing declared. */
    public static final Declared NOTHING = new Declared(OptionalDouble.empty(), OptionalDouble.empty());
}
