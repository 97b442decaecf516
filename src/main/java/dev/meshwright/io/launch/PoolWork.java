package dev.meshwright.io.launch;

import java.util.OptionalInt;

/**
 * What a launch serves, of which it says nothing.
 *
 * @param inputTokens of a request; empty for the default
 * @param outputTokens of a request; empty for the default
 * @param concurrency requests in flight; empty for as many as the layout takes
 * @param longest whether one sequence of the longest length on each attention rank is asked instead: what an engine wants
 *     room for when it starts
 */
public record PoolWork(OptionalInt inputTokens, OptionalInt outputTokens, OptionalInt concurrency, boolean longest) {

    /** Nothing stated. */
    public static final PoolWork USUAL =
            new PoolWork(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), false);

    /** The longest sequence on each attention rank. */
    public static final PoolWork LONGEST =
            new PoolWork(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), true);
}
