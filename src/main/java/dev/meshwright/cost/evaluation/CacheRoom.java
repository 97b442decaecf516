package dev.meshwright.cost.evaluation;

import dev.meshwright.facts.engine.EngineVersion;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a layout leaves for the cache, and what that holds.
 *
 * <p>Tokens are those of requests as long as the workload's longest, each with what its engine sets aside for it: windows
 * and constants make them no rate per token. A rank is one attention copy: all tensor ranks of a stage together.
 *
 * @param bytesPerGpu room on a GPU of the stage that fills first; 0 where there is none
 * @param share of memory by the engine's rule, or the share taken where no engine is named
 * @param shareName what engine and option it is
 * @param assumedRelease of the engine, by whose rule all this is where the problem names none; empty where it does, where
 *     no engine is named, or where one rule holds for all releases
 * @param tokens of cache in a replica: those of its attention ranks together
 * @param tokensPerRank tokens of cache on an attention rank
 * @param longestInCache most tokens of one request that the cache holds
 * @param positions most tokens that the model takes; 0 where unknown
 * @param sequences of the workload's longest that a replica holds at once, no more than the engine runs
 * @param sequenceLimit most sequences that the engine runs on an attention rank; empty where no engine is named
 * @param context tokens of the workload's longest sequence
 */
public record CacheRoom(
        double bytesPerGpu,
        double share,
        String shareName,
        Optional<EngineVersion> assumedRelease,
        long tokens,
        long tokensPerRank,
        long longestInCache,
        int positions,
        long sequences,
        OptionalInt sequenceLimit,
        long context) {

    /** Most tokens that one request can have: what the cache holds, and no more than the model takes. */
    public long longestContext() {
        return limitedByModel() ? positions : longestInCache;
    }

    /** Whether the cache holds more of a request than the model takes. */
    public boolean limitedByModel() {
        return positions > 0 && positions < longestInCache;
    }
}
