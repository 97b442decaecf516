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

    /** What names a passage says so at its beginning. */
    private static final int LONGEST_NAME = 500;

    /** Names beyond their first few hundred letters, which every number under them would repeat, are cut. */
    public Passage {
        headings = headings.stream().map(Passage::cut).toList();
        labels = labels.stream().map(Passage::cut).toList();
    }

    private static String cut(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + " ...";
    }
}
