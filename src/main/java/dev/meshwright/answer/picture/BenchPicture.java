package dev.meshwright.answer.picture;

import dev.meshwright.lab.bench.BenchAnswer;
import dev.meshwright.lab.bench.BenchRow;
import dev.meshwright.lab.bench.BenchRow.Placement;
import dev.meshwright.lab.bench.BenchRow.Search;
import dev.meshwright.placement.experts.planner.PlacementPolicies;
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

    /** A benchmark as a picture. */
    public static String of(BenchAnswer answer) {
        return switch (answer) {
            case BenchAnswer.Placements placements -> of(placements.rows());
            case BenchAnswer.Searches searches -> ofSearches(searches.rows());
        };
    }

    /** What each row's busiest rank loses to perfect balance, and how long it took. */
    private static String of(List<Placement> rows) {
        List<String> names = rows.stream().map(Placement::name).distinct().toList();
        List<List<Bar>> panels = names.stream()
                .map(name -> rows.stream()
                        .filter(row -> row.name().equals(name))
                        .map(BenchPicture::bar)
                        .toList())
                .toList();
        return picture("busiest over mean rank, above 1 (shorter is better); milliseconds", names, panels);
    }

    private static Bar bar(Placement row) {
        double mean = of(row, "meanMaxOverMean");
        StringBuilder value = new StringBuilder(number("%.5f", mean));
        row.value("nodesPerToken").ifPresent(nodes -> value.append(number(", %.3f nodes/token", nodes)));
        row.value("movedFraction").ifPresent(moved -> value.append(number(", %.1f %% moved", 100 * moved)));
        if (of(row, "milliseconds") > 0) {
            value.append(number(", %.0f ms", of(row, "milliseconds")));
        }
        String colour =
                row.algorithm().equals(PlacementPolicies.OURS) ? OURS : of(row, "layers") == 0 ? BOUNDS : THEIRS;
        return new Bar((row.algorithm() + " " + row.budget()).strip(), mean - 1, value.toString(), colour);
    }

    /** Seconds of each search. */
    private static String ofSearches(List<Search> rows) {
        List<Bar> bars = rows.stream()
                .map(row -> new Bar(
                        row.problem()
                                + (of(row, "limitSeconds") == 0 ? "" : ", " + (long) of(row, "limitSeconds") + " s"),
                        of(row, "seconds"),
                        number(
                                "%.2f s, %s",
                                of(row, "seconds"),
                                Double.isNaN(of(row, "throughput"))
                                        ? "nothing feasible"
                                        : number("gap %.3f %%", 100 * of(row, "gap"))),
                        OURS))
                .toList();
        return picture("seconds of a search (shorter is better) and proved gap", List.of(""), List.of(bars));
    }

    private static double of(BenchRow row, String metric) {
        return row.value(metric).orElse(Double.NaN);
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
