package dev.meshwright.placement.timefold;

import dev.meshwright.placement.Budget;
import java.time.Duration;
import java.util.Optional;

/** When a budget is used up by time or cancellation. Reads the clock only if the budget has a time limit. */
public final class Deadline {
    private final Budget budget;
    private final long startNanoseconds;

    public Deadline(Budget budget) {
        this.budget = budget;
        startNanoseconds = budget.timeLimit().isPresent() ? System.nanoTime() : 0;
    }

    public boolean passed() {
        return budget.cancelled().getAsBoolean()
                || remaining().filter(Duration::isZero).isPresent();
    }

    /** Time left, zero when none is; empty without a limit. */
    public Optional<Duration> remaining() {
        return budget.timeLimit().map(limit -> {
            Duration left = limit.minusNanos(System.nanoTime() - startNanoseconds);
            return left.isNegative() ? Duration.ZERO : left;
        });
    }
}
