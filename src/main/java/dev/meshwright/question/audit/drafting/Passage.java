package dev.meshwright.question.audit.drafting;

import java.util.List;

/**
 * A piece of a document: a paragraph, an item of a list, a cell of a table, a line of code.
 *
 * @param kind what it is
 * @param place for people: {@code line 12}; {@code table 1, row 2, column 3}
 * @param headings that it stands under, the nearest last
 * @param labels what names it: the item or sentence that leads to it, the first cell of its row, the heading of its column;
 *     the nearest last
 * @param text without markup
 */
public record Passage(Kind kind, String place, List<String> headings, List<String> labels, String text) {

    /** What a passage is. */
    public enum Kind {
        HEADING,
        PROSE,
        CELL,
        CODE
    }

    public Passage {
        headings = List.copyOf(headings);
        labels = List.copyOf(labels);
    }
}
