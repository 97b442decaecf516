package dev.meshwright.io.sweep;

import dev.meshwright.io.parquet.Column;
import dev.meshwright.io.parquet.Column.Kind;
import dev.meshwright.io.parquet.ParquetTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a sweep as a table, for people as comma-separated values and for programs as Apache Parquet: the scenario, a column for each
 * axis, what the scenario came to in base units, and whether it is among the best.
 */
public final class SweepTable {

    private static final List<Column> ANSWERS = List.of(
            new Column("status", Kind.TEXT),
            new Column("gpus", Kind.INTEGER),
            new Column("layout", Kind.TEXT),
            new Column("usedGpus", Kind.INTEGER),
            new Column("tokensPerSecond", Kind.NUMBER),
            new Column("tokensPerSecondPerGpu", Kind.NUMBER),
            new Column("timeToFirstToken", Kind.NUMBER),
            new Column("timePerOutputToken", Kind.NUMBER),
            new Column("timeToFirstTokenP99", Kind.NUMBER),
            new Column("timePerOutputTokenP99", Kind.NUMBER),
            new Column("stepTime", Kind.NUMBER),
            new Column("watts", Kind.NUMBER),
            new Column("currency", Kind.TEXT),
            new Column("costPerHour", Kind.NUMBER),
            new Column("costPerMillionTokens", Kind.NUMBER),
            new Column("bound", Kind.NUMBER),
            new Column("gap", Kind.NUMBER),
            new Column("missed", Kind.TEXT),
            new Column("reason", Kind.TEXT));

    private final List<Column> columns = new ArrayList<>();
    private final List<List<@Nullable Object>> cells = new ArrayList<>();

    /**
     * A table.
     *
     * @param axes names of what varied
     * @param best numbers of the scenarios that are the best of their group
     * @param front numbers of those that none of their group beats in everything
     */
    public SweepTable(List<String> axes, List<Map<String, Object>> rows, Set<Long> best, Set<Long> front) {
        columns.add(new Column("scenario", Kind.INTEGER));
        axes.forEach(axis -> columns.add(new Column(axis, Kind.TEXT)));
        columns.addAll(ANSWERS);
        columns.add(new Column("best", Kind.TEXT));
        columns.add(new Column("front", Kind.TEXT));
        for (Map<String, Object> row : rows) {
            List<@Nullable Object> line = new ArrayList<>();
            Long number = (Long) row.get("scenario");
            line.add(number);
            axes.forEach(axis -> line.add(text(ScenarioRow.values(row).get(axis))));
            ANSWERS.forEach(column -> line.add(cell(column.kind(), ScenarioRow.value(row, column.name()))));
            line.add(best.contains(number) ? "yes" : null);
            line.add(front.contains(number) ? "yes" : null);
            cells.add(line);
        }
    }

    private static @Nullable Object cell(Kind kind, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        return switch (kind) {
            case INTEGER -> value instanceof Number number ? number.longValue() : null;
            case NUMBER -> value instanceof Number number ? number.doubleValue() : null;
            case TEXT -> text(value);
        };
    }

    private static @Nullable String text(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Collection<?> several -> several.stream().map(String::valueOf).collect(Collectors.joining("; "));
            default -> String.valueOf(value);
        };
    }

    /** With a head, a line for each row. */
    public String csv() {
        StringBuilder table = new StringBuilder();
        line(columns.stream().map(Column::name).toList(), table);
        for (List<@Nullable Object> row : cells) {
            line(
                    row.stream()
                            .map(cell -> cell == null ? "" : String.valueOf(cell))
                            .toList(),
                    table);
        }
        return table.toString();
    }

    /** The same with types. */
    public byte[] parquet() {
        return new ParquetTable(columns, cells).bytes();
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
