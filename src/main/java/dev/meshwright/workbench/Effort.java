package dev.meshwright.workbench;

import java.time.Duration;
import java.util.Optional;

/**
 * How much is tried for an answer.
 *
 * @param seed of every random choice: the same request gives the same answer, unless the time runs out
 * @param timeLimit after which the best so far is the answer; empty for none
 */
public record Effort(long seed, Optional<Duration> timeLimit) {

    /** Seed 1, all the time that it takes. */
    public static final Effort DEFAULT = new Effort(1, Optional.empty());
}
