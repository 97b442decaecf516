package dev.meshwright.answer.launch;

import dev.meshwright.answer.CheckAnswer;
import dev.meshwright.launch.export.Exported;
import dev.meshwright.launch.export.Ordered;
import dev.meshwright.launch.export.Target;
import dev.meshwright.launch.export.node.NodePart;
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
 * @param fallback the best plans where hardware is missing; none where nobody asked
 * @param problem file that the plan is for, as seen from where all is written; empty where there is none that says all
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
        List<FallbackPlan> fallback,
        Optional<ProblemPlace> problem,
        List<String> notes) {

    public ExportAnswer {
        parts = List.copyOf(parts);
        steps = List.copyOf(steps);
        fallback = List.copyOf(fallback);
        notes = List.copyOf(notes);
    }

    /** All its servers. */
    public ExportedPool servers() {
        return new ExportedPool(ordered, exported, parts, target, image);
    }
}
