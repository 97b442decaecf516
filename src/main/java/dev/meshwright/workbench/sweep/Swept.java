package dev.meshwright.workbench.sweep;

import dev.meshwright.io.sweep.ScenarioRow;
import dev.meshwright.io.sweep.ScenarioStatus;
import java.util.List;
import java.util.Map;

/**
 * A sweep, answered as far as it went.
 *
 * @param axes names of what varied
 * @param rows of the scenarios that were answered, in order
 * @param scenarios of the sweep
 * @param reused rows that were answered before
 * @param outstanding the best and the front of every group of scenarios
 */
public record Swept(
        List<String> axes, List<Map<String, Object>> rows, long scenarios, long reused, Outstanding outstanding) {

    public Swept {
        axes = List.copyOf(axes);
        rows = List.copyOf(rows);
    }

    /** Whether every scenario has its row. */
    public boolean complete() {
        return rows.size() == scenarios;
    }

    /** Rows of a status. */
    public long with(ScenarioStatus status) {
        return rows.stream()
                .filter(row -> ScenarioRow.status(row).equals(status.label()))
                .count();
    }
}
