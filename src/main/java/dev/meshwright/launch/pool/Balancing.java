package dev.meshwright.launch.pool;

/**
 * Whether experts move while an engine serves.
 *
 * @param moves whether its balancer is on
 * @param intervalSteps steps from one rearrangement to the next; 0 for the engine's own
 * @param why a sentence or two, with what it is worth; empty where there are no experts to move
 */
public record Balancing(boolean moves, long intervalSteps, String why) {

    /** Nothing moves, and nobody asks why. */
    public static final Balancing NONE = new Balancing(false, 0, "");
}
