package dev.meshwright.answer;

import dev.meshwright.answer.explain.Argument;
import dev.meshwright.question.scale.Scaling;
import java.util.List;
import java.util.Optional;

/**
 * The hardware that a target needs.
 *
 * @param scaling sizes, proofs, roadmap, sensitivity
 * @param plans for each kind of node of {@code scaling}, in its order
 * @param notes what the problem leaves open, and what was calibrated
 */
public record ScaleAnswer(Scaling scaling, List<Plans> plans, List<String> notes, Provenance provenance) {

    public ScaleAnswer {
        plans = List.copyOf(plans);
        notes = List.copyOf(notes);
    }

    /**
     * The layouts that answer for one kind of node.
     *
     * @param system of the smallest size that reaches the target together; empty where none does
     * @param perGpu of the size at which each GPU does, else of that with the most per GPU; empty where none works
     */
    public record Plans(Optional<Argument> system, Optional<Argument> perGpu) {}
}
