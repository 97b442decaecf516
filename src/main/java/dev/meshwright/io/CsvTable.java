package dev.meshwright.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A table in comma-separated values (RFC 4180): fields in quotes may hold commas, line breaks and doubled quotes.
 *
 * @param columns names, in order
 * @param rows values by column, in the order of the columns
 */
public record CsvTable(List<String> columns, List<Map<String, String>> rows) {

    public CsvTable {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /**
     * Reads a table whose first line names its columns.
     *
     * @throws InvalidInputException if the file cannot be read, is empty, or a line has another number of fields
     */
    public static CsvTable read(Path file) {
        try {
            return parse(Files.readString(file, StandardCharsets.UTF_8), file.toString());
        } catch (IOException exception) {
            throw fault(file.toString(), "", "cannot be read as UTF-8 text: " + exception.getMessage());
        }
    }

    /** Reads a table from text; {@code source} names it in messages. */
    public static CsvTable parse(String text, String source) {
        List<List<String>> lines = new Scanner(text).lines();
        if (lines.isEmpty()) {
            throw fault(source, "", "is empty");
        }
        List<String> columns = lines.getFirst();
        List<Map<String, String>> rows = new ArrayList<>();
        for (int line = 1; line < lines.size(); line++) {
            List<String> values = lines.get(line);
            if (values.size() != columns.size()) {
                throw fault(
                        source,
                        "/" + (line - 1),
                        "row " + line + " has " + values.size() + " fields, not " + columns.size());
            }
            Map<String, String> row = new LinkedHashMap<>();
            for (int column = 0; column < columns.size(); column++) {
                row.put(columns.get(column), values.get(column));
            }
            rows.add(java.util.Collections.unmodifiableMap(row));
        }
        return new CsvTable(columns, rows);
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

    private static InvalidInputException fault(String file, String path, String message) {
        return new InvalidInputException(List.of(new Fault(file, path, "", message, "")));
    }

    /** Walks through the characters once. */
    private static final class Scanner {
        private final String text;
        private final List<List<String>> lines = new ArrayList<>();
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
                if (quoted) {
                    quoted = inQuotes(c);
                } else if (c == '"') {
                    quoted = true;
                } else if (c == ',') {
                    endField();
                } else if (c == '\n') {
                    endLine();
                } else if (c != '\r') {
                    field.append(c);
                }
            }
            if (!fields.isEmpty() || !field.isEmpty()) {
                endLine();
            }
            return lines;
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
            }
            fields = new ArrayList<>();
        }
    }
}
