package dev.meshwright.question.scale;

import java.util.List;
import java.util.OptionalDouble;

/**
 * From a plain deployment on the given cluster to the target: optimisations first, then hardware.
 *
 * @param phases in the order in which they are taken
 * @param notes what the phases leave open
 */
public record Roadmap(List<Phase> phases, List<String> notes) {

    public Roadmap {
        phases = List.copyOf(phases);
        notes = List.copyOf(notes);
    }

    /**
     * One step.
     *
     * @param name of it
     * @param what is done
     * @param gpus of the cluster
     * @param alone tokens per second with only this added to the plain deployment; empty where that makes no sense or does
     *     not work
     * @param together tokens per second with this and everything before it; empty where nothing works
     * @param layout that reaches it, in short; empty where nothing works
     * @param reachesSystem whether the system then reaches the target
     * @param reachesPerGpu whether each GPU then does
     */
    public record Phase(
            String name,
            String what,
            int gpus,
            OptionalDouble alone,
            OptionalDouble together,
            String layout,
            boolean reachesSystem,
            boolean reachesPerGpu) {}
}
