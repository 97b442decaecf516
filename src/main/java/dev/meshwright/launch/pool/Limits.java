package dev.meshwright.launch.pool;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What a launch limits; empty where it says nothing.
 *
 * @param modelLength tokens of the longest sequence
 * @param sequences that run at once
 * @param tokensPerStep most tokens of a step
 * @param ofRank whether both count for an attention rank; else for the server, which shares them out among its ranks
 * @param memoryFlag name of the option of {@code memoryShare}; empty without
 * @param memoryShare share of memory, of what the engine says it is
 * @param cacheTokens tokens of the cache, where stated in absolute terms
 */
public record Limits(
        OptionalInt modelLength,
        OptionalInt sequences,
        OptionalInt tokensPerStep,
        boolean ofRank,
        String memoryFlag,
        OptionalDouble memoryShare,
        OptionalInt cacheTokens) {

    /** The same for sequences of so many tokens. */
    Limits withLength(int tokens) {
        return new Limits(
                OptionalInt.of(tokens), sequences, tokensPerStep, ofRank, memoryFlag, memoryShare, cacheTokens);
    }

    /** The same with another share of memory. */
    Limits withShare(double share) {
        return new Limits(
                modelLength, sequences, tokensPerStep, ofRank, memoryFlag, OptionalDouble.of(share), cacheTokens);
    }
}
