package dev.meshwright.io.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The rows of a sweep as comma-separated values: a column for each axis, then what the scenario came to. */
public final class SweepTable {

    private static final List<String> COLUMNS = List.of(
            "status",
            "gpus",
            "layout",
            "usedGpus",
            "tokensPerSecond",
            "tokensPerSecondPerGpu",
            "timeToFirstToken",
            "timePerOutputToken",
            "stepTime",
            "watts",
            "currency",
            "costPerHour",
            "costPerMillionTokens",
            "bound",
            "gap",
            "reason");

    private SweepTable() {}

    /** The table. */
    public static String of(List<String> axes, List<Map<String, Object>> rows) {
        StringBuilder table = new StringBuilder();
        List<String> head = new ArrayList<>(List.of("scenario"));
        head.addAll(axes);
        head.addAll(COLUMNS);
        line(head, table);
        for (Map<String, Object> row : rows) {
            List<String> fields = new ArrayList<>(List.of(String.valueOf(row.get("scenario"))));
            Map<?, ?> values = ScenarioRow.values(row);
            axes.forEach(axis -> fields.add(String.valueOf(values.get(axis))));
            COLUMNS.forEach(column -> fields.add(ScenarioRow.field(row, column)));
            line(fields, table);
        }
        return table.toString();
    }

    private static void line(List<String> fields, StringBuilder table) {
        table.append(fields.stream().map(SweepTable::quoted).collect(Collectors.joining(",")))
                .append('\n');
    }

    private static String quoted(String field) {
        boolean plain = field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
    }
}
