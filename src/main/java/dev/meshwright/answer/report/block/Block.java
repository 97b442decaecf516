package dev.meshwright.answer.report.block;

import java.util.List;

/** A part of a section, as a template shows it. Empty texts are left out. */
public sealed interface Block {

    /**
     * A paragraph.
     *
     * @param text of it
     * @param tone {@code good}, {@code bad}, {@code note} or empty
     */
    record Paragraph(String text, String tone) implements Block {
        public Paragraph(String text) {
            this(text, "");
        }
    }

    /** A list of sentences. */
    record Bullets(List<String> items) implements Block {
        public Bullets {
            items = List.copyOf(items);
        }
    }

    /**
     * Figures that come first.
     *
     * @param tiles each with a value in large
     */
    record Tiles(List<Tile> tiles) implements Block {
        public Tiles {
            tiles = List.copyOf(tiles);
        }
    }

    /**
     * A figure.
     *
     * @param what it is
     * @param value as a cell
     * @param more lines below it
     */
    record Tile(String what, Cell value, List<String> more) {
        public Tile {
            more = List.copyOf(more);
        }
    }

    /**
     * A table, and the chart that it is behind.
     *
     * @param caption what it shows
     * @param chart kind of the chart; empty for a table alone
     * @param label of the chart for those who do not see it
     * @param heads of the columns
     * @param rows cells in the order of the heads, the first a head of its row
     */
    record Table(String caption, String chart, String label, List<Head> heads, List<Row> rows) implements Block {
        public Table {
            heads = List.copyOf(heads);
            rows = List.copyOf(rows);
        }

        /** Whether its columns say what they are. */
        public boolean headed() {
            return heads.stream().anyMatch(head -> !head.text().isEmpty());
        }

        /** A table alone. */
        public Table(String caption, List<Head> heads, List<Row> rows) {
            this(caption, "", "", heads, rows);
        }
    }

    /**
     * The head of a column.
     *
     * @param text of it
     * @param unit that a chart's axis has: {@code seconds}, {@code bytes}, {@code flops}, {@code tokens}, {@code share}; empty for words
     */
    record Head(String text, String unit) {}

    /**
     * A row.
     *
     * @param head of it
     * @param kind that decides its colour in a chart; empty for none
     * @param cells the others
     */
    record Row(Cell head, String kind, List<Cell> cells) {
        public Row {
            cells = List.copyOf(cells);
        }
    }

    /**
     * A cell.
     *
     * @param text that is shown
     * @param value number behind it, as JSON writes it; empty for words
     * @param why name of the derivation that a click opens; empty where there is none
     * @param note what to know of it beside its derivation; empty for nothing
     * @param claim number of the claim whose derivation a click opens; empty for none
     * @param tone {@code good}, {@code bad} or empty
     */
    record Cell(String text, String value, String why, String note, String claim, String tone) {

        /** Words. */
        public static Cell of(String text) {
            return new Cell(text, "", "", "", "", "");
        }

        /** A number and its words. */
        public static Cell of(String text, double value) {
            return new Cell(text, String.valueOf(value), "", "", "", "");
        }

        /** The same with a tone. */
        public Cell toned(String other) {
            return new Cell(text, value, why, note, claim, other);
        }
    }

    /**
     * Text to copy.
     *
     * @param name of the file that it is
     * @param text of it
     */
    record Script(String name, String text) implements Block {}

    /** The map of GPUs, which a script draws of the answer's layout. */
    record ClusterMap(String label) implements Block {}
}
