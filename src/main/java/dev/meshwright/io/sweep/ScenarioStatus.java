package dev.meshwright.io.sweep;

import java.util.Locale;

/** What a scenario came to. */
public enum ScenarioStatus {
    /** A layout that meets all targets. */
    FOUND,
    /** The best layout misses a target. */
    MISSED,
    /** No layout is feasible. */
    INFEASIBLE,
    /** The time limit came before any layout was complete. */
    STOPPED,
    /** No problem: what is wrong with it is in the row. */
    INVALID,
    /** The program failed on it: why is in the row, and it is asked again in the next run. */
    FAILED;

    /** As rows spell it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
