package dev.meshwright.base.resource;

import java.util.OptionalDouble;

/**
 * How much memory a work may take: what the process was given, or less where somebody said so. Whoever is about to take much asks
 * before, so that a size is refused in words and not by the end of the process.
 */
public final class MemoryLimit {

    /** Of the heap; the rest is for what every run needs. */
    private static final double USABLE = 0.8;

    private static final ThreadLocal<OptionalDouble> STATED = ThreadLocal.withInitial(OptionalDouble::empty);

    private MemoryLimit() {}

    /** Sets the limit of this thread in bytes; empty for what the process was given. */
    public static void set(OptionalDouble bytes) {
        STATED.set(bytes);
    }

    /** Bytes that may be taken. */
    public static double bytes() {
        double given = USABLE * Runtime.getRuntime().maxMemory();
        return Math.min(given, STATED.get().orElse(given));
    }

    /** Whether so many bytes may be taken. */
    public static boolean allows(double bytes) {
        return bytes <= bytes();
    }
}
