package dev.meshwright.answer.text;

import dev.meshwright.answer.text.page.Style;
import dev.meshwright.answer.text.page.Table;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.lab.bench.BenchAnswer;
import dev.meshwright.lab.bench.BenchRow;
import dev.meshwright.lab.bench.BenchRow.Placement;
import dev.meshwright.lab.bench.BenchRow.Search;
import dev.meshwright.lab.bench.Growth;
import dev.meshwright.lab.bench.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;

/** Benchmarks as tables. */
public final class BenchText {

    private BenchText() {}

    /** What is in the tables already; any further figure gets a column of its own. */
    private static final Set<String> SHOWN = Set.of(
            "meanMaxOverMean",
            "spread",
            "worstProfile",
            "nodesPerToken",
            "movedFraction",
            "feasible",
            "optimalLayers",
            "layers",
            "milliseconds",
            "slowestMilliseconds",
            "limitSeconds",
            "seeds",
            "throughput",
            "gap",
            "complete",
            "combinations",
            "placed",
            "seconds",
            "slowestSeconds");

    /** The tables of a benchmark, ending in a line break. */
    public static String of(BenchAnswer answer, Style style) {
        return switch (answer) {
            case BenchAnswer.Placements placements -> of(placements, style);
            case BenchAnswer.Searches searches -> of(searches, style);
        };
    }

    private static String of(BenchAnswer.Placements answer, Style style) {
        StringBuilder text = new StringBuilder();
        for (String name :
                answer.rows().stream().map(Placement::name).distinct().toList()) {
            List<Placement> ofCase = answer.rows().stream()
                    .filter(row -> row.name().equals(name))
                    .toList();
            text.append(style.strong(name)).append('\n').append(table(ofCase)).append('\n');
            for (Placement row : ofCase) {
                row.missed().forEach(missed -> text.append("  ")
                        .append(style.bad("missed: " + missed))
                        .append('\n'));
            }
            text.append('\n');
        }
        answer.skipped().forEach(line -> text.append(style.faint(line)).append('\n'));
        return text.toString();
    }

    private static String table(List<Placement> rows) {
        boolean traffic =
                rows.stream().anyMatch(row -> row.value("nodesPerToken").isPresent());
        boolean moves = rows.stream().anyMatch(row -> row.value("movedFraction").isPresent());
        List<String> columns = new ArrayList<>(List.of(
                "",
                ">busiest/mean",
                ">+-seeds",
                ">worst",
                traffic ? ">nodes/token" : ">",
                moves ? ">moved" : ">",
                ">optimal",
                ">ms",
                ">slowest"));
        List<String> further = further(rows);
        further.forEach(metric -> columns.add(">" + metric));
        Table table = new Table("  ", columns.toArray(String[]::new));
        for (Placement row : rows) {
            boolean timed = of(row, "milliseconds") > 0;
            List<String> cells = new ArrayList<>(List.of(
                    label(row) + (of(row, "feasible") > 0 ? "" : " (breaks rules)"),
                    number("%.5f", of(row, "meanMaxOverMean")),
                    of(row, "spread") > 0 ? number("%.5f", of(row, "spread")) : "",
                    number("%.5f", of(row, "worstProfile")),
                    optional(row, "nodesPerToken", "%.3f", 1),
                    optional(row, "movedFraction", "%.1f %%", 100),
                    of(row, "layers") > 0 ? whole(row, "optimalLayers") + " of " + whole(row, "layers") : "",
                    timed ? number("%.0f", of(row, "milliseconds")) : "",
                    timed ? number("%.0f", of(row, "slowestMilliseconds")) : ""));
            further.forEach(metric -> cells.add(cell(row, metric)));
            table.row(cells.toArray(String[]::new));
        }
        return String.join("\n", table.lines());
    }

    private static String label(Placement row) {
        return (row.algorithm() + " " + row.budget()).strip();
    }

    private static String of(BenchAnswer.Searches answer, Style style) {
        List<String> columns = new ArrayList<>(List.of(
                "problem",
                ">limit",
                ">seeds",
                ">tokens/s",
                ">+-seeds",
                ">gap",
                ">layouts",
                ">placed",
                ">seconds",
                ">slowest"));
        List<String> further = further(answer.rows());
        further.forEach(metric -> columns.add(">" + metric));
        Table table = new Table("", columns.toArray(String[]::new));
        for (Search row : answer.rows()) {
            boolean found = !Double.isNaN(of(row, "throughput"));
            List<String> cells = new ArrayList<>(List.of(
                    row.problem(),
                    of(row, "limitSeconds") == 0 ? "none" : whole(row, "limitSeconds") + " s",
                    String.valueOf(whole(row, "seeds")),
                    found ? Figures.count(Math.round(of(row, "throughput"))) : "none",
                    of(row, "spread") > 0 ? number("%.1f", of(row, "spread")) : "",
                    found ? number("%.3f %%", 100 * of(row, "gap")) + (of(row, "complete") > 0 ? "" : " (cut)") : "",
                    Figures.count(whole(row, "combinations")),
                    Figures.count(whole(row, "placed")),
                    number("%.2f", of(row, "seconds")),
                    number("%.2f", of(row, "slowestSeconds"))));
            further.forEach(metric -> cells.add(cell(row, metric)));
            table.row(cells.toArray(String[]::new));
        }
        List<String> lines = table.lines();
        StringBuilder text = new StringBuilder(style.strong(lines.getFirst()) + "\n");
        lines.subList(1, lines.size()).forEach(line -> text.append(line).append('\n'));
        growth(answer.growth(), text);
        return text.toString();
    }

    private static void growth(List<Growth> growth, StringBuilder text) {
        if (growth.isEmpty()) {
            return;
        }
        text.append("\nGrowth of seconds with the number at the end of the name\n");
        for (Growth series : growth) {
            text.append("  ")
                    .append(series.name())
                    .append(" from ")
                    .append(Figures.count(series.least()))
                    .append(" to ")
                    .append(Figures.count(series.most()))
                    .append(": to the power of ")
                    .append(number("%.2f", series.exponent()))
                    .append('\n');
        }
    }

    private static List<String> further(List<? extends BenchRow> rows) {
        return rows.stream()
                .flatMap(row -> row.metrics().stream())
                .map(Metric::name)
                .filter(metric -> !SHOWN.contains(metric))
                .distinct()
                .toList();
    }

    /** A figure as its kind is written; empty where the row has none. */
    private static String cell(BenchRow row, String name) {
        return row.metrics().stream()
                .filter(metric -> metric.name().equals(name))
                .map(metric -> switch (metric.kind()) {
                    case RATIO -> number("%.5f", metric.value());
                    case NUMBER -> number("%.3f", metric.value());
                    case COUNT -> Figures.count((long) metric.value());
                    case SHARE -> number("%.1f %%", 100 * metric.value());
                    case TRUTH -> metric.value() > 0 ? "yes" : "no";
                    case TOKENS_PER_SECOND -> Figures.tokensPerSecond(metric.value());
                    case SECONDS -> number("%.2f", metric.value());
                    case MILLISECONDS -> number("%.0f", metric.value());
                })
                .findFirst()
                .orElse("");
    }

    private static String optional(BenchRow row, String metric, String format, double factor) {
        OptionalDouble value = row.value(metric);
        return value.isPresent() ? number(format, factor * value.getAsDouble()) : "";
    }

    private static double of(BenchRow row, String metric) {
        return row.value(metric).orElse(Double.NaN);
    }

    private static long whole(BenchRow row, String metric) {
        return (long) of(row, metric);
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
