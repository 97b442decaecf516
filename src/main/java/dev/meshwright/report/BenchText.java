package dev.meshwright.report;

import java.util.List;
import java.util.Locale;

/** A benchmark as a table and as a picture. */
public final class BenchText {

    private static final int BAR_HEIGHT = 18;
    private static final int LABELS_WIDTH = 330;
    private static final int BARS_WIDTH = 400;

    private BenchText() {}

    /**
     * One measurement.
     *
     * @param mean of max/mean over layers, profiles and seeds
     * @param worst profile of any seed
     */
    public record Row(String name, String algorithm, double mean, double worst, double milliseconds) {}

    /** The table, ending in a line break. */
    public static String of(List<Row> rows, Style style) {
        Table table = new Table("", "case", "algorithm", ">busiest/mean", ">worst", ">ms");
        for (Row row : rows) {
            table.row(
                    row.name(),
                    row.algorithm(),
                    number("%.5f", row.mean()),
                    number("%.5f", row.worst()),
                    number("%.1f", row.milliseconds()));
        }
        List<String> lines = table.lines();
        return style.strong(lines.getFirst()) + "\n" + String.join("\n", lines.subList(1, lines.size())) + "\n";
    }

    /** Bars of what each algorithm loses to perfect balance. */
    public static String svg(List<Row> rows) {
        double most = rows.stream().mapToDouble(row -> row.mean() - 1).max().orElse(1);
        StringBuilder svg = new StringBuilder(number(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"11\">%n",
                LABELS_WIDTH + BARS_WIDTH + 70, (rows.size() + 1) * BAR_HEIGHT));
        for (int index = 0; index < rows.size(); index++) {
            Row row = rows.get(index);
            int top = index * BAR_HEIGHT;
            double width = Math.max(0, (row.mean() - 1) / Math.max(most, 1e-12) * BARS_WIDTH);
            svg.append(number(
                    "<text x=\"4\" y=\"%d\">%s, %s</text>", top + 13, escape(row.name()), escape(row.algorithm())));
            svg.append(number(
                    "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"#4472a8\"/>",
                    LABELS_WIDTH, top + 2, width, BAR_HEIGHT - 4));
            svg.append(
                    number("<text x=\"%.1f\" y=\"%d\">%.4f</text>%n", LABELS_WIDTH + width + 4, top + 13, row.mean()));
        }
        return svg.append("</svg>\n").toString();
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    private static String number(String format, Object... values) {
        return String.format(Locale.ROOT, format.replace("%n", "\n"), values);
    }
}
