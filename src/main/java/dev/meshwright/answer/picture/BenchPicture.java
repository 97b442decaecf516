package dev.meshwright.answer.picture;

import dev.meshwright.answer.text.BenchText.Row;
import dev.meshwright.answer.text.BenchText.SearchRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Benchmarks as a picture (SVG): a panel per case, a bar per row, each panel with a scale of its own, cut for experts in order. */
public final class BenchPicture {

    private static final int WIDTH = 900;
    private static final int LABELS = 260;
    private static final int BARS = 360;
    private static final int LINE = 20;
    private static final int HEADING = 34;
    private static final String OURS = "#1f6fb4";
    private static final String THEIRS = "#b9c4ce";
    private static final String BOUNDS = "#3a9a5b";

    /** Thousandths are told apart on the scale; equal values need some width too. */
    private static final double LEAST_SCALE = 1e-6;

    private BenchPicture() {}

    /** One bar. */
    private record Bar(String label, double length, String value, String colour) {

        /** Far longer than the rest; it fills its line and sets no scale. */
        boolean outsized() {
            return label.startsWith("contiguous");
        }
    }

    /** What each row's busiest rank loses to perfect balance, and how long it took. */
    public static String of(List<Row> rows) {
        List<String> names = rows.stream().map(Row::name).distinct().toList();
        List<List<Bar>> panels = names.stream()
                .map(name -> rows.stream()
                        .filter(row -> row.name().equals(name))
                        .map(BenchPicture::bar)
                        .toList())
                .toList();
        return picture("busiest over mean rank, above 1 (shorter is better); milliseconds", names, panels);
    }

    private static Bar bar(Row row) {
        StringBuilder value = new StringBuilder(number("%.5f", row.mean()));
        if (row.nodesPerToken() > 0) {
            value.append(number(", %.3f nodes/token", row.nodesPerToken()));
        }
        if (!Double.isNaN(row.moved())) {
            value.append(number(", %.1f %% moved", 100 * row.moved()));
        }
        if (row.milliseconds() > 0) {
            value.append(number(", %.0f ms", row.milliseconds()));
        }
        String colour = row.algorithm().equals("meshwright") ? OURS : row.layers() == 0 ? BOUNDS : THEIRS;
        return new Bar((row.algorithm() + " " + row.budget()).strip(), row.mean() - 1, value.toString(), colour);
    }

    /** Seconds of each search. */
    public static String ofSearches(List<SearchRow> rows) {
        List<Bar> bars = rows.stream()
                .map(row -> new Bar(
                        row.problem() + (row.limitSeconds() == 0 ? "" : ", " + row.limitSeconds() + " s"),
                        row.seconds(),
                        number(
                                "%.2f s, %s",
                                row.seconds(),
                                Double.isNaN(row.tokensPerSecond())
                                        ? "nothing feasible"
                                        : number("gap %.3f %%", 100 * row.gap())),
                        OURS))
                .toList();
        return picture("seconds of a search (shorter is better) and proved gap", List.of(""), List.of(bars));
    }

    private static String picture(String title, List<String> names, List<List<Bar>> panels) {
        List<String> lines = new ArrayList<>();
        int top = HEADING;
        for (int panel = 0; panel < panels.size(); panel++) {
            lines.add(number(
                    "<text x=\"8\" y=\"%d\" font-weight=\"bold\">%s</text>", top + LINE - 6, escape(names.get(panel))));
            top += LINE;
            double longest = panels.get(panel).stream()
                    .filter(bar -> !bar.outsized())
                    .mapToDouble(Bar::length)
                    .max()
                    .orElse(0);
            for (Bar bar : panels.get(panel)) {
                double width = Math.clamp(bar.length() / Math.max(longest, LEAST_SCALE) * BARS, 1.0, BARS);
                lines.add(number(
                        "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>",
                        LABELS - 8, top + LINE - 6, escape(bar.label())));
                lines.add(number(
                        "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>",
                        LABELS, top + 3, width, LINE - 6, bar.colour()));
                lines.add(number(
                        "<text x=\"%.1f\" y=\"%d\">%s</text>",
                        LABELS + width + 6, top + LINE - 6, escape(bar.value())));
                top += LINE;
            }
            top += LINE / 2;
        }
        return number(
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\""
                                + " font-size=\"12\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n"
                                + "<text x=\"8\" y=\"20\" font-size=\"14\">%s</text>%n",
                        WIDTH, top, escape(title))
                + String.join("\n", lines)
                + "\n</svg>\n";
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    private static String number(String format, Object... values) {
        return String.format(Locale.ROOT, format.replace("%n", "\n"), values);
    }
}
