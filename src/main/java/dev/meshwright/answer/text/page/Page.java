package dev.meshwright.answer.text.page;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Text in the making: headings, paragraphs broken at the style's columns, tables. */
public final class Page {

    private static final Pattern NUMBER_AND_UNIT = Pattern.compile(
            "(\\d) (?=(?:%|[mun]?s|[kMGTP]?B|[kMGTPEZ]?FLOP|GPUs?|tokens/\\w+|x)(?:/s)?(?:[ ,.;:)]|$))");

    private final StringBuilder text = new StringBuilder();
    private final Style style;

    public Page(Style style) {
        this.style = style;
    }

    public Style style() {
        return style;
    }

    /** A line as it is. */
    public Page line(String line) {
        text.append(line).append('\n');
        return this;
    }

    public Page lines(List<String> lines) {
        lines.forEach(this::line);
        return this;
    }

    /** A heading after an empty line. */
    public Page heading(String heading) {
        return line("").line(style.strong(heading));
    }

    /** A paragraph, indented, broken between words. */
    public Page paragraph(String indent, String paragraph) {
        return paragraph(indent, indent, paragraph);
    }

    /** A paragraph whose first line is indented differently. */
    public Page paragraph(String firstIndent, String indent, String paragraph) {
        return lines(wrapped(firstIndent, indent, paragraph));
    }

    /** The lines of a paragraph; a number and its unit stay together. */
    public List<String> wrapped(String firstIndent, String indent, String paragraph) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(firstIndent);
        boolean empty = true;
        String kept = NUMBER_AND_UNIT.matcher(paragraph.strip()).replaceAll("$1\u00a0");
        for (String word : kept.split(" +", -1)) {
            if (!empty && line.length() + 1 + word.length() > style.columns()) {
                lines.add(broken(line));
                line = new StringBuilder(indent);
                empty = true;
            }
            line.append(empty ? "" : " ").append(word);
            empty = false;
        }
        lines.add(broken(line));
        return lines;
    }

    private static String broken(StringBuilder line) {
        return line.toString().replace('\u00a0', ' ');
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
