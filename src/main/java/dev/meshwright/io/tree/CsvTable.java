package dev.meshwright.io.tree;

import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.base.quantity.Figures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A table in comma-separated values (RFC 4180): fields in quotes may hold commas, line breaks and doubled quotes.
 *
 * @param columns names, in order
 * @param rows values by column, in the order of the columns
 * @param lines where each row begins in its file, the first line being 1
 */
public record CsvTable(List<String> columns, List<Map<String, String>> rows, List<Integer> lines) {

    public CsvTable {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        lines = List.copyOf(lines);
    }

    /** A table to be written, whose rows have one line each. */
    public CsvTable(List<String> columns, List<Map<String, String>> rows) {
        this(
                columns,
                rows,
                IntStream.range(0, rows.size()).mapToObj(index -> index + 2).toList());
    }

    /**
     * Reads a table whose first line names its columns.
     *
     * @throws InvalidInputException if the file cannot be read or is no table; every line with another number of fields
     *     is named
     */
    public static CsvTable read(Path file) {
        InputFile input = InputFile.read(file);
        return parse(input.text(), input.name());
    }

    /** Reads a table from text; {@code source} names it in messages. */
    public static CsvTable parse(String text, String source) {
        Faults faults = new Faults(source);
        Scanner scanner = new Scanner(text);
        List<List<String>> lines = scanner.lines();
        if (scanner.unclosed() > 0) {
            faults.add("line " + scanner.unclosed(), "", "a quote is opened and never closed", "");
        }
        if (lines.isEmpty()) {
            faults.add("", "", "is empty", "");
        }
        faults.throwIfAny();
        List<String> columns = lines.getFirst().stream().map(String::strip).toList();
        header(columns, faults);
        List<Map<String, String>> rows = new ArrayList<>();
        for (int line = 1; line < lines.size(); line++) {
            List<String> values = lines.get(line);
            if (values.size() != columns.size()) {
                faults.add(
                        "line " + scanner.starts().get(line),
                        "",
                        "has " + Figures.number(values.size(), "field") + " where the header has " + columns.size(),
                        values.size() > columns.size() ? "Maybe a comma in a value without quotes." : "");
                continue;
            }
            Map<String, String> row = new LinkedHashMap<>();
            for (int column = 0; column < columns.size(); column++) {
                row.put(columns.get(column), values.get(column));
            }
            rows.add(Collections.unmodifiableMap(row));
        }
        faults.throwIfAny();
        return new CsvTable(
                columns, rows, scanner.starts().subList(1, scanner.starts().size()));
    }

    private static void header(List<String> columns, Faults faults) {
        Set<String> seen = new HashSet<>();
        for (String column : columns) {
            if (!seen.add(column)) {
                faults.add(
                        "line 1",
                        column,
                        column.isEmpty() ? "leaves several columns without a name" : "names a column twice",
                        column.isEmpty() ? "Maybe commas at the end of the line." : "");
            }
        }
        if (columns.size() == 1) {
            faults.add("line 1", "", "has one column only", "Maybe it is not comma-separated.");
        }
    }

    /** The table as text, fields quoted where they must be. */
    public String text() {
        StringBuilder text = new StringBuilder(line(columns));
        rows.forEach(row -> text.append(line(
                columns.stream().map(column -> row.getOrDefault(column, "")).toList())));
        return text.toString();
    }

    private static String line(List<String> fields) {
        return String.join(",", fields.stream().map(CsvTable::quoted).toList()) + "\n";
    }

    private static String quoted(String field) {
        boolean plain = field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
    }

    /** Walks through the characters once. */
    private static final class Scanner {
        private final String text;
        private final List<List<String>> lines = new ArrayList<>();
        private final List<Integer> starts = new ArrayList<>();
        private int line = 1;
        private int start = 1;
        private int quoteLine;
        private List<String> fields = new ArrayList<>();
        private final StringBuilder field = new StringBuilder();
        private int at;

        Scanner(String text) {
            this.text = text.startsWith("\uFEFF") ? text.substring(1) : text;
        }

        List<List<String>> lines() {
            boolean quoted = false;
            while (at < text.length()) {
                char c = text.charAt(at++);
                line += c == '\n' || (c == '\r' && !before('\n')) ? 1 : 0;
                if (quoted) {
                    quoted = inQuotes(c);
                } else if (c == '"') {
                    quoted = true;
                    quoteLine = line;
                } else if (c == ',') {
                    endField();
                } else if (c == '\n' || (c == '\r' && !before('\n'))) {
                    endLine();
                } else if (c != '\r') {
                    field.append(c);
                }
            }
            if (!fields.isEmpty() || !field.isEmpty()) {
                endLine();
            }
            if (!quoted) {
                quoteLine = 0;
            }
            return lines;
        }

        /** Whether {@code next} comes next. */
        private boolean before(char next) {
            return at < text.length() && text.charAt(at) == next;
        }

        /** Line of a quote that is never closed; 0 where there is none. */
        int unclosed() {
            return quoteLine;
        }

        /** Line of the file on which each of the lines of the table begins. */
        List<Integer> starts() {
            return starts;
        }

        /** Whether the quotes are still open after {@code c}. */
        private boolean inQuotes(char c) {
            if (c != '"') {
                field.append(c);
                return true;
            }
            if (at < text.length() && text.charAt(at) == '"') {
                field.append('"');
                at++;
                return true;
            }
            return false;
        }

        private void endField() {
            fields.add(field.toString());
            field.setLength(0);
        }

        private void endLine() {
            endField();
            if (fields.size() > 1 || !fields.getFirst().isEmpty()) {
                lines.add(fields);
                starts.add(start);
            }
            start = line;
            fields = new ArrayList<>();
        }
    }
}
