package dev.meshwright.placement.timefold;

import java.util.function.BooleanSupplier;

/** Cooperative cancellation: asked once per search step, it ends the solver that is running. */
public final class SearchStop {
    private final BooleanSupplier cancelled;
    private Runnable terminate = () -> {};

    public SearchStop(BooleanSupplier cancelled) {
        this.cancelled = cancelled;
    }

    public static SearchStop never() {
        return new SearchStop(() -> false);
    }

    /** What ends the present solver. */
    void onStop(Runnable newTerminate) {
        terminate = newTerminate;
    }

    public void check() {
        if (cancelled.getAsBoolean()) {
            terminate.run();
        }
    }
}
