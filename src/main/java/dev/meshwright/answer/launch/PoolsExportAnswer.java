package dev.meshwright.answer.launch;

import dev.meshwright.answer.PoolsCheckAnswer;
import java.util.List;

/**
 * A plan of two pools as what starts it.
 *
 * @param pools the one of prompts, then the one of answers
 * @param check what the plan is worth
 * @param notes what somebody has to add or to know
 */
public record PoolsExportAnswer(List<ExportedPool> pools, PoolsCheckAnswer check, List<String> notes) {

    public PoolsExportAnswer {
        pools = List.copyOf(pools);
        notes = List.copyOf(notes);
    }
}
