package dev.meshwright.cost.evaluation;

import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What no placement of given degrees can beat.
 *
 * @param performance of the whole system, optimistic in everything a placement can change
 * @param memoryBytes of an average stage's GPU that count against the engine's share: the heaviest has at least these
 * @param infeasibility why the degrees cannot work even so; null where they may
 */
public record DegreeBound(
        Performance performance,
        double memoryBytes,
        @Nullable Infeasibility infeasibility) {

    private static final Performance NOTHING =
            new Performance(0, 0, OptionalDouble.empty(), OptionalDouble.empty(), Double.POSITIVE_INFINITY);

    /** Degrees that work if any placement does. */
    public static DegreeBound possible(double memoryBytes, Performance performance) {
        return new DegreeBound(performance, memoryBytes, null);
    }

    /** Degrees that cannot work for want of memory. */
    public static DegreeBound tooLarge(double memoryBytes) {
        return new DegreeBound(NOTHING, memoryBytes, Infeasibility.MEMORY);
    }

    /** The same degrees, which miss a target. */
    public DegreeBound missing(Infeasibility target) {
        return new DegreeBound(performance, memoryBytes, target);
    }

    /** Whether a placement of these degrees may be feasible. */
    public boolean mayWork() {
        return infeasibility == null;
    }
}
