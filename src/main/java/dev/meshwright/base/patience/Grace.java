package dev.meshwright.base.patience;

import java.util.function.BooleanSupplier;

/** When a work ends that was stopped: at once where it has something, and where it has nothing yet, a moment later. */
public final class Grace implements BooleanSupplier {

    private final BooleanSupplier cancelled;
    private final long grace;
    private long stopped;
    private boolean noticed;
    private boolean found;

    /**
     * An end that has not come.
     *
     * @param cancelled whether the work is stopped
     * @param grace nanoseconds that it goes on while nothing is found
     */
    public Grace(BooleanSupplier cancelled, long grace) {
        this.cancelled = cancelled;
        this.grace = grace;
    }

    /** Something is found: no more grace. */
    public void found() {
        found = true;
    }

    /** Another moment, for the next part of the work. */
    public void again() {
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
