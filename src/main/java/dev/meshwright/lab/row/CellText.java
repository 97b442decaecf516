package dev.meshwright.lab.row;

import java.util.LinkedHashMap;
import java.util.Map;

/** Text of cells, made fit to be read and to be shown. */
public final class CellText {

    /** No word of a row is as long; patterns are not searched in more. */
    private static final int LONGEST = 10_000;

    private static final int LONGEST_SHOWN = 200;

    private CellText() {}

    /** {@code row} without the space around its values, and no more than the beginning of enormous ones. */
    public static Map<String, String> read(Map<String, String> row) {
        Map<String, String> read = new LinkedHashMap<>();
        row.forEach((column, text) -> read.put(
                column, text.substring(0, Math.min(text.length(), LONGEST)).strip()));
        return read;
    }

    /** {@code text} on one line, without characters that would steer a terminal. */
    public static String line(String text) {
        return text.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]", " ");
    }

    /** The beginning of {@code text} on one line. */
    static String shown(String text) {
        String line = line(text);
        return line.length() <= LONGEST_SHOWN ? line : line.substring(0, LONGEST_SHOWN - 3) + "...";
    }
}
