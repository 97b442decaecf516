package dev.meshwright.replay;

import dev.meshwright.replay.scheduler.StepWork;

/** What a step takes. */
@FunctionalInterface
public interface StepTimes {

    /**
     * Seconds of a step in which the attention ranks of a replica do {@code ranks}, its overhead included.
     *
     * @param ranks one entry for each attention rank that steps along, at least one of them with work; not to be kept
     */
    double seconds(StepWork[] ranks);
}
