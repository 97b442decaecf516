package dev.meshwright.layout;

/**
 * A broken hard constraint or a missed target.
 *
 * @param constraint its name, such as {@code memory}
 * @param where stage, rank, layer or field
 * @param actual value, in base units
 * @param limit that was broken, in base units
 * @param unit of both: {@code bytes}, {@code seconds}, {@code tokens/s} or empty for counts
 * @param fix the smallest change that would mend it
 */
public record Violation(String constraint, String where, double actual, double limit, String unit, String fix) {

    /** A constraint on counts. */
    public static Violation count(String constraint, String where, double actual, double limit, String fix) {
        return new Violation(constraint, where, actual, limit, "", fix);
    }

    /** Whether a target of latency is missed: {@code target.timeToFirstToken} or {@code target.timePerOutputToken}. */
    public boolean late() {
        return constraint.startsWith("target.time");
    }
}
