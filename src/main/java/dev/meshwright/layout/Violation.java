package dev.meshwright.layout;

/**
 * A broken hard constraint or a missed target.
 *
 * @param constraint which
 * @param where stage, rank, layer or field
 * @param actual value, in base units
 * @param limit that was broken, in base units
 * @param unit of both: {@code bytes}, {@code seconds}, {@code tokens/s} or empty for counts
 * @param fix the smallest change that would mend it
 */
public record Violation(Constraint constraint, String where, double actual, double limit, String unit, String fix) {

    /** A constraint on counts. */
    public static Violation count(Constraint constraint, String where, double actual, double limit, String fix) {
        return new Violation(constraint, where, actual, limit, "", fix);
    }

    /** The same as of a part of the plan. */
    public Violation within(String part) {
        return new Violation(constraint, part + ", " + where, actual, limit, unit, fix);
    }

    /** Whether a target of latency is missed. */
    public boolean late() {
        return constraint == Constraint.TARGET_TIME_TO_FIRST_TOKEN
                || constraint == Constraint.TARGET_TIME_PER_OUTPUT_TOKEN
                || constraint == Constraint.TARGET_END_TO_END;
    }
}
