package dev.meshwright.facts.problem;

import java.util.Locale;

/** What of a time that differs from request to request. */
public enum Statistic {
    /** On average over all requests. */
    MEAN,
    /** What half of the requests stay within. */
    P50,
    /** What nine of ten requests stay within. */
    P90,
    /** What 99 of a hundred requests stay within. */
    P99;

    /** The name as problem files spell it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
