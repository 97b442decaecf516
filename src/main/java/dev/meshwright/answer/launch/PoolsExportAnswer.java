package dev.meshwright.answer.launch;

import dev.meshwright.answer.PoolsCheckAnswer;
import dev.meshwright.launch.export.Ordered;
import java.util.List;
import java.util.Optional;

/**
 * A plan of two pools as what starts it.
 *
 * @param pools the one of prompts, then the one of answers
 * @param served the pool of answers for all that requests ask, which the client asks for
 * @param check what the plan is worth
 * @param fallback the best plans where hardware is missing; none where nobody asked
 * @param problem file that the plan is for, as seen from where all is written; empty where there is none that says all
 * @param notes what somebody has to add or to know
 */
public record PoolsExportAnswer(
        List<ExportedPool> pools,
        Ordered served,
        PoolsCheckAnswer check,
        List<FallbackPlan> fallback,
        Optional<ProblemPlace> problem,
        List<String> notes) {

    public PoolsExportAnswer {
        pools = List.copyOf(pools);
        fallback = List.copyOf(fallback);
        notes = List.copyOf(notes);
    }
}
