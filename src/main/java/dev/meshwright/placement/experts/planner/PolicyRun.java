package dev.meshwright.placement.experts.planner;

import dev.meshwright.placement.experts.PlacedLayers;

/** What a {@link PlacementPolicy} comes to. */
public sealed interface PolicyRun {

    /**
     * A placement and what it is worth.
     *
     * @param milliseconds that placing took; what it is worth is found out on the side, unless the policy needs it
     */
    record Placed(PlacedLayers placed, double milliseconds) implements PolicyRun {}

    /**
     * A figure without a placement: what none can beat, or what is known of the best.
     *
     * @param mean of busiest over mean rank
     * @param worst the same of the worst of several
     */
    record Figure(double mean, double worst) implements PolicyRun {

        /** One figure. */
        public static Figure of(double maxOverMean) {
            return new Figure(maxOverMean, maxOverMean);
        }
    }
}
