package dev.meshwright.answer.json.front;

import dev.meshwright.answer.FormatComparison;
import dev.meshwright.answer.FormatComparison.Format;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Formats of the weights beside each other, as plain data. */
public final class ComparedFormatsDocument {

    private ComparedFormatsDocument() {}

    /** A row for each format, in the order in which they were asked for. */
    public static List<Map<String, Object>> of(FormatComparison comparison) {
        return comparison.formats().stream()
                .map(format -> row(comparison, format))
                .toList();
    }

    private static Map<String, Object> row(FormatComparison comparison, Format format) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("weights", format.label());
        row.put("feasible", format.winner().isPresent());
        row.put("best", comparison.best().filter(format.label()::equals).isPresent());
        format.winner().ifPresent(winner -> {
            row.put("layout", winner.name());
            row.put("throughput", winner.performance().tokensPerSecond());
            winner.performance()
                    .timePerOutputTokenSeconds()
                    .ifPresent(seconds -> row.put("timePerOutputToken", seconds));
            row.put("memoryPerGpu", winner.memoryBytes());
            row.put("behind", format.behind().orElseThrow());
            row.put("meetsTargets", format.meetsTargets());
        });
        format.gap().ifPresent(gap -> {
            if (Double.isFinite(gap)) {
                row.put("gap", gap);
            }
        });
        return row;
    }
}
