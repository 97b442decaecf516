package dev.meshwright.io.document;

import dev.meshwright.question.audit.drafting.Passage;
import java.util.ArrayList;
import java.util.List;

/** Gathers passages: remembers the headings above and the sentences that lead to what follows ("Current:"). */
final class Outline {

    /** Longer sentences lead to nothing in particular. */
    private static final int LONGEST_PASSAGE = 4_000;

    private static final int LONGEST_LEAD = 200;

    private record Heading(int level, String text) {}

    private record Lead(int depth, String text) {}

    private final List<Passage> passages = new ArrayList<>();
    private final List<Heading> headings = new ArrayList<>();
    private final List<Lead> leads = new ArrayList<>();

    List<Passage> passages() {
        return List.copyOf(passages);
    }

    /** A heading; 1 is the highest level. */
    void heading(int level, String text, String place) {
        headings.removeIf(above -> above.level() >= level);
        leads.clear();
        add(Passage.Kind.HEADING, List.of(), text, place);
        headings.add(new Heading(level, text));
    }

    /** A paragraph or an item of a list; what is deeper belongs to it where it ends with a colon. */
    void prose(int depth, String text, String place) {
        leads.removeIf(lead -> lead.depth() >= depth);
        add(Passage.Kind.PROSE, names(), text, place);
        if (text.length() <= LONGEST_LEAD && text.stripTrailing().endsWith(":")) {
            leads.add(new Lead(depth, text));
        }
    }

    /** A line of code. */
    void code(int depth, String text, String place) {
        leads.removeIf(lead -> lead.depth() >= depth);
        add(Passage.Kind.CODE, names(), text, place);
    }

    /** What the last sentence led to is over. */
    void ledTo() {
        if (!leads.isEmpty()) {
            leads.removeLast();
        }
    }

    /** A cell of a table. */
    void cell(String row, String column, String text, String place) {
        List<String> labels = new ArrayList<>(names());
        if (!column.isBlank()) {
            labels.add(column);
        }
        if (!row.isBlank()) {
            labels.add(row);
        }
        add(Passage.Kind.CELL, labels, text, place);
    }

    /** What follows belongs to no sentence above. */
    void ends() {
        leads.clear();
    }

    /** The rows of a table, headings first. The first cell of a row and the heading of a column name the others. */
    void table(int depth, List<List<String>> rows, List<String> places) {
        leads.removeIf(lead -> lead.depth() >= depth);
        for (int row = 0; row < rows.size(); row++) {
            List<String> cells = rows.get(row);
            for (int column = 0; column < cells.size(); column++) {
                boolean headed = row > 0 && column < rows.getFirst().size();
                cell(
                        column > 0 ? cells.getFirst() : "",
                        headed ? rows.getFirst().get(column) : "",
                        cells.get(column),
                        places.get(row) + ", column " + (column + 1));
            }
        }
    }

    private List<String> names() {
        return leads.stream().map(Lead::text).toList();
    }

    /** What is longer than any paragraph is read in parts: every number is looked at with all that stands around it. */
    private void add(Passage.Kind kind, List<String> labels, String text, String place) {
        String rest = text;
        while (rest.length() > LONGEST_PASSAGE) {
            int space = rest.lastIndexOf(' ', LONGEST_PASSAGE);
            int end = space > 0 ? space : LONGEST_PASSAGE;
            part(kind, labels, rest.substring(0, end), place);
            rest = rest.substring(end);
        }
        part(kind, labels, rest, place);
    }

    private void part(Passage.Kind kind, List<String> labels, String text, String place) {
        if (!text.isBlank()) {
            passages.add(new Passage(
                    kind, place, headings.stream().map(Heading::text).toList(), labels, text));
        }
    }
}
