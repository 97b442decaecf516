package dev.meshwright.placement;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What a placer may spend. The move limit and the seed make a run reproducible; the time limit and the cancellation
 * are opt-in and end it early with the best placement so far.
 *
 * @param moves how many moves a search may try in all; 0 = constructions and descents only
 * @param seed of every random choice
 * @param closedGap a placement within this fraction of its lower bound counts as optimal and is not searched further
 * @param timeLimit wall-clock limit, empty = none
 * @param cancelled asked now and then; once true the placer returns what it has
 */
public record Budget(long moves, long seed, double closedGap, Optional<Duration> timeLimit, BooleanSupplier cancelled) {

    /**
     * Gap below which searching on is pointless: 0.01 %. A guess on the safe side: routing noise of one step alone moves
     * the slowest rank by several percent, so that a gain of this size cannot be measured.
     */
    public static final double DEFAULT_CLOSED_GAP = 1e-4;

    public Budget {
        if (moves < 0) {
            throw new IllegalArgumentException("moves (%d) must not be negative.".formatted(moves));
        }
        if (!(closedGap >= 0)) {
            throw new IllegalArgumentException("closedGap (%s) must be 0 or more.".formatted(closedGap));
        }
        timeLimit.filter(limit -> limit.isNegative() || limit.isZero()).ifPresent(limit -> {
            throw new IllegalArgumentException("timeLimit (%s) must be positive.".formatted(limit));
        });
    }

    /** A reproducible budget: ends on the move limit or on a closed gap only. */
    public static Budget ofMoves(long moves, long seed) {
        return new Budget(moves, seed, DEFAULT_CLOSED_GAP, Optional.empty(), () -> false);
    }

    public Budget withMoves(long newMoves) {
        return new Budget(newMoves, seed, closedGap, timeLimit, cancelled);
    }

    public Budget withClosedGap(double newClosedGap) {
        return new Budget(moves, seed, newClosedGap, timeLimit, cancelled);
    }

    public Budget withTimeLimit(Duration newTimeLimit) {
        return new Budget(moves, seed, closedGap, Optional.of(newTimeLimit), cancelled);
    }

    public Budget withCancelled(BooleanSupplier newCancelled) {
        return new Budget(moves, seed, closedGap, timeLimit, newCancelled);
    }

    /** True if {@code nanoseconds} is so close to {@code boundNanoseconds} that the gap counts as closed. */
    public boolean closes(long nanoseconds, long boundNanoseconds) {
        return nanoseconds <= closedNanoseconds(boundNanoseconds);
    }

    /** The largest value that counts as having reached {@code boundNanoseconds}. */
    public long closedNanoseconds(long boundNanoseconds) {
        return boundNanoseconds + (long) (boundNanoseconds * closedGap);
    }
}
