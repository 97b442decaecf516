package dev.meshwright.answer.text.page;

/**
 * Emphasis, where the reader has a terminal that shows it, and how wide that is.
 *
 * @param emphasised whether ANSI escape sequences are shown
 * @param columns of a line
 * @param pictured whether bars and sparklines of block characters are drawn: on a real terminal only
 */
public record Style(boolean emphasised, int columns, boolean pictured) {

    /** Columns of a line where nobody says. */
    public static final int USUAL_COLUMNS = 100;

    private static final int FEWEST_COLUMNS = 40;

    /** No emphasis: files, pipes, tests. */
    public static final Style PLAIN = new Style(false, USUAL_COLUMNS, false);

    /** ANSI escape sequences. */
    public static final Style TERMINAL = new Style(true, USUAL_COLUMNS, false);

    /** Lines are no longer than is read with ease, and no shorter than a table needs. */
    public Style {
        columns = Math.clamp(columns, FEWEST_COLUMNS, USUAL_COLUMNS);
    }

    /** A style without pictures. */
    public Style(boolean emphasised, int columns) {
        this(emphasised, columns, false);
    }

    /** The same without pictures. */
    public Style withoutPictures() {
        return new Style(emphasised, columns, false);
    }

    private String escape(String code, String text) {
        return emphasised ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    /** What matters most. */
    public String strong(String text) {
        return escape("1", text);
    }

    /** What may be skipped. */
    public String faint(String text) {
        return escape("2", text);
    }

    /** Good news. */
    public String good(String text) {
        return escape("32", text);
    }

    /** Bad news. */
    public String bad(String text) {
        return escape("31", text);
    }

    /** News to think about. */
    public String warn(String text) {
        return escape("33", text);
    }
}
