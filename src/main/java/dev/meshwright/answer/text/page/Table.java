package dev.meshwright.answer.text.page;

import java.util.ArrayList;
import java.util.List;

/** Columns that line up; numbers to the right, words to the left. */
public final class Table {

    private final List<Boolean> right = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();
    private final String indent;

    /**
     * An empty table.
     *
     * @param indent before every row
     * @param headings of the columns; one that starts with {@code >} is of numbers. All empty: no heading row
     */
    public Table(String indent, String... headings) {
        this.indent = indent;
        List<String> first = new ArrayList<>();
        for (String heading : headings) {
            boolean numbers = heading.startsWith(">");
            right.add(numbers);
            first.add(numbers ? heading.substring(1) : heading);
        }
        if (first.stream().anyMatch(heading -> !heading.isEmpty())) {
            rows.add(first);
        }
    }

    public Table row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    boolean isEmpty() {
        return rows.size() < 2;
    }

    /** The rows as lines without trailing blanks. */
    public List<String> lines() {
        int[] widths = new int[right.size()];
        for (List<String> row : rows) {
            for (int column = 0; column < row.size(); column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder(indent);
        for (int column = 0; column < row.size(); column++) {
            String blanks = " ".repeat(widths[column] - row.get(column).length());
            line.append(column == 0 ? "" : "  ");
            line.append(right.get(column) ? blanks + row.get(column) : row.get(column) + blanks);
        }
        return line.toString().stripTrailing();
    }
}
