package dev.meshwright.report;

import java.util.List;

/** Text in the making: headings, paragraphs broken at 100 columns, tables. */
final class Page {

    /** Columns of a line. */
    static final int WIDTH = 100;

    private final StringBuilder text = new StringBuilder();
    private final Style style;

    Page(Style style) {
        this.style = style;
    }

    Style style() {
        return style;
    }

    /** A line as it is. */
    Page line(String line) {
        text.append(line).append('\n');
        return this;
    }

    Page lines(List<String> lines) {
        lines.forEach(this::line);
        return this;
    }

    /** A heading after an empty line. */
    Page heading(String heading) {
        return line("").line(style.strong(heading));
    }

    /** A paragraph, indented, broken between words. */
    Page paragraph(String indent, String paragraph) {
        return paragraph(indent, indent, paragraph);
    }

    /** A paragraph whose first line is indented differently. */
    Page paragraph(String firstIndent, String indent, String paragraph) {
        return lines(wrapped(firstIndent, indent, paragraph));
    }

    /** The lines of a paragraph. */
    static List<String> wrapped(String firstIndent, String indent, String paragraph) {
        java.util.ArrayList<String> lines = new java.util.ArrayList<>();
        StringBuilder line = new StringBuilder(firstIndent);
        boolean empty = true;
        for (String word : paragraph.strip().split(" +")) {
            if (!empty && line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString());
                line = new StringBuilder(indent);
                empty = true;
            }
            line.append(empty ? "" : " ").append(word);
            empty = false;
        }
        lines.add(line.toString());
        return lines;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
