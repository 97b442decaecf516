package dev.meshwright.answer;

import dev.meshwright.launch.export.Exported;
import dev.meshwright.launch.export.NodePart;
import dev.meshwright.launch.export.Ordered;
import dev.meshwright.launch.export.Target;
import java.util.List;
import java.util.Optional;

/**
 * A plan as what starts it.
 *
 * @param ordered the plan, with what it is started for
 * @param exported options of the engine
 * @param parts which node runs what
 * @param target what starts it
 * @param image container of a manifest
 * @param check what the plan is worth
 * @param steps in this order where a measurement lies outside; none in training
 * @param fallback the best plan where hardware is missing; empty where nobody asked
 * @param notes what somebody has to add or to know
 */
public record ExportAnswer(
        Ordered ordered,
        Exported exported,
        List<NodePart> parts,
        Target target,
        String image,
        CheckAnswer check,
        List<FallbackStep> steps,
        Optional<FallbackPlan> fallback,
        List<String> notes) {

    public ExportAnswer {
        parts = List.copyOf(parts);
        steps = List.copyOf(steps);
        notes = List.copyOf(notes);
    }
}
