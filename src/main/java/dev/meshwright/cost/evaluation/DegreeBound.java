package dev.meshwright.cost.evaluation;

import org.jspecify.annotations.Nullable;

/**
 * What no placement of given degrees can beat.
 *
 * @param performance of the whole system, optimistic in everything a placement can change
 * @param memoryBytes of an average stage's GPU: the heaviest holds at least this
 * @param infeasibility why the degrees cannot work even so; null where they may
 */
public record DegreeBound(
        Performance performance,
        double memoryBytes,
        @Nullable Infeasibility infeasibility) {

    /** Whether a placement of these degrees may be feasible. */
    public boolean mayWork() {
        return infeasibility == null;
    }
}
