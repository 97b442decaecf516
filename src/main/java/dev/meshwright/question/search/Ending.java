package dev.meshwright.question.search;

import java.util.function.BooleanSupplier;

/** When a search ends before its proof: once it is stopped, and where it has nothing yet, a moment later. */
final class Ending implements BooleanSupplier {

    private final BooleanSupplier cancelled;
    private final long grace;
    private long stopped;
    private boolean noticed;
    private boolean found;

    /**
     * An end that has not come.
     *
     * @param cancelled whether the search is stopped
     * @param grace nanoseconds that it goes on while nothing is found
     */
    Ending(BooleanSupplier cancelled, long grace) {
        this.cancelled = cancelled;
        this.grace = grace;
    }

    /** Something is found: no more grace. */
    void found() {
        found = true;
    }

    /** Another moment, for the next part of the search. */
    void again() {
        noticed = false;
    }

    @Override
    public boolean getAsBoolean() {
        if (!cancelled.getAsBoolean()) {
            return false;
        }
        if (found || grace == 0) {
            return true;
        }
        long now = System.nanoTime();
        if (!noticed) {
            noticed = true;
            stopped = now;
        }
        return now - stopped > grace;
    }
}
