package dev.meshwright.base.patience;

import java.io.Serial;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The one cancellation: loops ask it, and where patience is over the work is left where it stands.
 *
 * <p>It belongs to a thread, so that a loop deep in the cost model or in a replay needs no parameter for it. Threads that help with a
 * work take its limit along, see {@link #current()}.
 */
public final class Patience {

    private static final ThreadLocal<BooleanSupplier> CURRENT = ThreadLocal.withInitial(() -> Patience::endless);

    private Patience() {}

    private static boolean endless() {
        return false;
    }

    /** Leaves the work; caught by {@link #within} alone. */
    private static final class Over extends RuntimeException {

        @Serial
        private static final long serialVersionUID = 1;

        private final transient BooleanSupplier limit;

        Over(BooleanSupplier limit) {
            super("patience is over", null, false, false);
            this.limit = limit;
        }
    }

    /**
     * Does {@code work} unless patience ends before.
     *
     * @param over asked often, so it must be quick; once it says yes it must go on saying so
     * @return what comes out, or nothing where patience was over
     */
    public static <T> Optional<T> within(BooleanSupplier over, Supplier<T> work) {
        BooleanSupplier before = CURRENT.get();
        CURRENT.set(over);
        try {
            return Optional.of(work.get());
        } catch (Over left) {
            if (!over.equals(left.limit)) {
                throw left;
            }
            return Optional.empty();
        } finally {
            CURRENT.set(before);
        }
    }

    /** The same for what returns nothing; whether it came to its end. */
    public static boolean done(BooleanSupplier over, Runnable work) {
        return within(over, () -> {
                    work.run();
                    return true;
                })
                .isPresent();
    }

    /** The limit of this thread, for threads that help with its work. */
    public static BooleanSupplier current() {
        return CURRENT.get();
    }

    /** Does a part of another thread's work under its limit; where patience ends, that work ends. */
    public static void helping(BooleanSupplier limit, Runnable part) {
        BooleanSupplier before = CURRENT.get();
        CURRENT.set(limit);
        try {
            part.run();
        } finally {
            CURRENT.set(before);
        }
    }

    /** Asks; returns where there is patience left, and leaves the work where there is none. */
    public static void ask() {
        BooleanSupplier limit = CURRENT.get();
        if (limit.getAsBoolean()) {
            throw new Over(limit);
        }
    }
}
