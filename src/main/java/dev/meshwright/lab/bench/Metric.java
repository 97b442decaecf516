package dev.meshwright.lab.bench;

/**
 * One figure of a row: data, so that another metric changes no rendering.
 *
 * @param name as documents and requirements call it
 * @param kind how it is written
 * @param value in the unit of its kind; 1 and 0 for truth
 */
public record Metric(String name, Kind kind, double value) {

    /** What a figure is. */
    public enum Kind {
        /** A ratio. */
        RATIO,
        /** A mean number of things. */
        NUMBER,
        /** A whole number of things. */
        COUNT,
        /** Part of a whole, 0 to 1. */
        SHARE,
        /** Yes or no. */
        TRUTH,
        /** Tokens per second. */
        TOKENS_PER_SECOND,
        /** Seconds. */
        SECONDS,
        /** Milliseconds. */
        MILLISECONDS
    }

    /** A whole number. */
    static Metric count(String name, long value) {
        return new Metric(name, Kind.COUNT, value);
    }

    /** Yes or no. */
    static Metric truth(String name, boolean value) {
        return new Metric(name, Kind.TRUTH, value ? 1 : 0);
    }
}
