package dev.meshwright.workbench;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Whoever waits for an answer.
 *
 * @param events is told what happens, on the thread that asked
 * @param cancelled asked now and then; once it says yes, the best so far is the answer
 */
public record Watch(Consumer<Event> events, BooleanSupplier cancelled) {

    /** Nobody watches. */
    public static final Watch NONE = new Watch(event -> {}, () -> false);

    /** The same, whose patience ends after {@code limit}, from now on. */
    public Watch within(Optional<Duration> limit) {
        long start = System.nanoTime();
        return limit.map(Duration::toNanos)
                .map(most -> new Watch(events, () -> cancelled.getAsBoolean() || System.nanoTime() - start > most))
                .orElse(this);
    }
}
