package dev.meshwright.workbench.launch;

import dev.meshwright.facts.workload.RecordedLoads;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Loads over time, which decide whether experts move.
 *
 * @param loads in the order in which they were recorded
 * @param periodSeconds from one to the next
 * @param pauseSeconds of a rearrangement, measured; empty for the engine's usual one
 */
public record RecordedDrift(List<RecordedLoads> loads, double periodSeconds, OptionalDouble pauseSeconds) {

    public RecordedDrift {
        loads = List.copyOf(loads);
    }
}
