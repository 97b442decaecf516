package dev.meshwright.cli.output;

import dev.meshwright.base.quantity.Figures;
import dev.meshwright.io.sweep.ScenarioRow;
import dev.meshwright.io.sweep.ScenarioStatus;
import dev.meshwright.io.tree.Documents;
import dev.meshwright.workbench.sweep.Swept;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is said of a sweep: how many scenarios came to what, and the best of every group. */
public final class SweepOutput {

    private SweepOutput() {}

    /** The text, or the same as data. */
    public static String of(Swept swept, Path folder, boolean json) {
        return json ? Documents.toJson(document(swept)) : text(swept, folder);
    }

    private static Map<String, Object> document(Swept swept) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("scenarios", swept.scenarios());
        document.put("answered", swept.rows().size());
        document.put("reused", swept.reused());
        for (ScenarioStatus status : ScenarioStatus.values()) {
            document.put(status.label(), swept.with(status));
        }
        document.put("best", swept.outstanding().best());
        document.put("front", swept.outstanding().front());
        return document;
    }

    private static String text(Swept swept, Path folder) {
        StringBuilder text = new StringBuilder();
        text.append(Figures.number(swept.rows().size(), "scenario"))
                .append(swept.complete() ? "" : " of " + Figures.count(swept.scenarios()))
                .append(" answered, ")
                .append(Figures.count(swept.reused()))
                .append(" of them before.\n");
        line("meet their targets", swept.with(ScenarioStatus.FOUND), text);
        line("miss a target", swept.with(ScenarioStatus.MISSED), text);
        line("have no feasible layout", swept.with(ScenarioStatus.INFEASIBLE), text);
        line("were stopped before any layout was complete", swept.with(ScenarioStatus.STOPPED), text);
        line("are no valid problem", swept.with(ScenarioStatus.INVALID), text);
        line("failed; a next run asks them again", swept.with(ScenarioStatus.FAILED), text);
        if (!swept.outstanding().best().isEmpty()) {
            text.append("\nBest by tokens/s and GPU\n");
            swept.outstanding()
                    .best()
                    .forEach(row -> text.append("  ").append(best(row)).append('\n'));
        }
        text.append("\nRows: ").append(folder.resolve("answers.jsonl"));
        text.append(
                        swept.complete()
                                ? ", table: " + folder.resolve("summary.csv") + " and "
                                        + folder.resolve("answers.parquet")
                                : "")
                .append('\n');
        return text.toString();
    }

    private static void line(String what, long rows, StringBuilder text) {
        if (rows > 0) {
            text.append("  ")
                    .append(Figures.count(rows))
                    .append(' ')
                    .append(what)
                    .append('\n');
        }
    }

    private static String best(Map<String, Object> row) {
        Map<?, ?> values = ScenarioRow.values(row);
        StringBuilder name = new StringBuilder();
        values.forEach((axis, value) ->
                name.append(name.isEmpty() ? "" : ", ").append(axis).append(' ').append(value));
        return name + ": " + ScenarioRow.field(row, "layout") + ", " + Figures.count(ScenarioRow.worth(row))
                + " tokens/s per GPU";
    }
}
