package dev.meshwright.answer.text;

import dev.meshwright.answer.text.page.Style;
import dev.meshwright.answer.text.page.Table;
import dev.meshwright.base.quantity.Figures;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Benchmarks as tables. */
public final class BenchText {

    private BenchText() {}

    /**
     * One placement measured.
     *
     * @param mean of busiest over mean rank, over layers and profiles
     * @param worst profile
     * @param nodesPerToken 0 without traffic
     * @param moved part of the slots; NaN without a placement in force
     * @param optimalLayers layers that meet their bound
     */
    public record Measured(
            double mean,
            double worst,
            double nodesPerToken,
            double moved,
            boolean feasible,
            long optimalLayers,
            int layers,
            double milliseconds) {

        /** What no placement can beat: a figure without a placement. */
        public static Measured bound(double mean) {
            return new Measured(mean, mean, 0, Double.NaN, true, 0, 0, 0);
        }
    }

    /**
     * One line: an algorithm under one budget, over the problems of a case and all seeds.
     *
     * @param budget in words, empty for the usual one
     * @param mean over problems and seeds
     * @param spread difference of the largest and the smallest mean of a seed
     * @param missed what is required and not met, in words
     */
    public record Row(
            String name,
            String algorithm,
            String budget,
            double mean,
            double spread,
            double worst,
            double nodesPerToken,
            double moved,
            boolean feasible,
            long optimalLayers,
            long layers,
            double milliseconds,
            double slowestMilliseconds,
            List<String> missed) {

        /** The mean of measurements, [seed][problem]; milliseconds are of all problems of a seed together. */
        public static Row of(String name, String algorithm, String budget, List<List<Measured>> bySeed) {
            List<Measured> all = bySeed.stream().flatMap(List::stream).toList();
            double[] means = bySeed.stream()
                    .filter(seed -> !seed.isEmpty())
                    .mapToDouble(seed -> mean(seed, Measured::mean))
                    .sorted()
                    .toArray();
            double[] times = bySeed.stream()
                    .mapToDouble(seed ->
                            seed.stream().mapToDouble(Measured::milliseconds).sum())
                    .sorted()
                    .toArray();
            return new Row(
                    name,
                    algorithm,
                    budget,
                    mean(all, Measured::mean),
                    means[means.length - 1] - means[0],
                    all.stream().mapToDouble(Measured::worst).max().orElse(0),
                    mean(all, Measured::nodesPerToken),
                    mean(all, Measured::moved),
                    all.stream().allMatch(Measured::feasible),
                    all.stream().mapToLong(Measured::optimalLayers).sum() / bySeed.size(),
                    all.stream().mapToLong(Measured::layers).sum() / bySeed.size(),
                    times[times.length / 2],
                    times[times.length - 1],
                    List.of());
        }

        private static double mean(List<Measured> measured, ToDoubleFunction<Measured> figure) {
            return measured.stream().mapToDouble(figure).average().orElse(Double.NaN);
        }

        /** The same with what it misses. */
        public Row withMissed(List<String> newMissed) {
            return new Row(
                    name,
                    algorithm,
                    budget,
                    mean,
                    spread,
                    worst,
                    nodesPerToken,
                    moved,
                    feasible,
                    optimalLayers,
                    layers,
                    milliseconds,
                    slowestMilliseconds,
                    List.copyOf(newMissed));
        }
    }

    /**
     * Searches of one problem under one limit.
     *
     * @param limitSeconds 0 = none
     * @param seeds how many searches
     * @param tokensPerSecond of the best layout, NaN if there is none; mean over the seeds
     * @param spread of it: largest minus smallest
     * @param gap largest proved gap
     * @param seconds median
     */
    public record SearchRow(
            String problem,
            int limitSeconds,
            int seeds,
            double tokensPerSecond,
            double spread,
            double gap,
            boolean complete,
            long combinations,
            int placed,
            double seconds,
            double slowestSeconds) {

        /** Several searches of the same problem as one line. */
        public static SearchRow together(List<SearchRow> rows) {
            double[] tokens = rows.stream()
                    .mapToDouble(SearchRow::tokensPerSecond)
                    .sorted()
                    .toArray();
            double[] seconds =
                    rows.stream().mapToDouble(SearchRow::seconds).sorted().toArray();
            SearchRow first = rows.getFirst();
            return new SearchRow(
                    first.problem(),
                    first.limitSeconds(),
                    rows.size(),
                    rows.stream()
                            .mapToDouble(SearchRow::tokensPerSecond)
                            .average()
                            .orElse(Double.NaN),
                    tokens[tokens.length - 1] - tokens[0],
                    rows.stream().mapToDouble(SearchRow::gap).max().orElse(0),
                    rows.stream().allMatch(SearchRow::complete),
                    first.combinations(),
                    rows.stream().mapToInt(SearchRow::placed).max().orElse(0),
                    seconds[seconds.length / 2],
                    seconds[seconds.length - 1]);
        }
    }

    /** The tables, one per case, ending in a line break. */
    public static String of(List<Row> rows, List<String> skipped, Style style) {
        StringBuilder text = new StringBuilder();
        for (String name : rows.stream().map(Row::name).distinct().toList()) {
            List<Row> ofCase =
                    rows.stream().filter(row -> row.name().equals(name)).toList();
            text.append(style.strong(name)).append('\n').append(table(ofCase)).append('\n');
            for (Row row : ofCase) {
                row.missed().forEach(missed -> text.append("  ")
                        .append(style.bad("missed: " + missed))
                        .append('\n'));
            }
            text.append('\n');
        }
        skipped.forEach(line -> text.append(style.faint(line)).append('\n'));
        return text.toString();
    }

    private static String table(List<Row> rows) {
        boolean traffic = rows.stream().anyMatch(row -> row.nodesPerToken() > 0);
        boolean moves = rows.stream().anyMatch(row -> !Double.isNaN(row.moved()));
        Table table = new Table(
                "  ",
                "",
                ">busiest/mean",
                ">+-seeds",
                ">worst",
                traffic ? ">nodes/token" : ">",
                moves ? ">moved" : ">",
                ">optimal",
                ">ms",
                ">slowest");
        for (Row row : rows) {
            table.row(
                    (row.algorithm() + " " + row.budget()).strip() + (row.feasible() ? "" : " (breaks rules)"),
                    number("%.5f", row.mean()),
                    row.spread() > 0 ? number("%.5f", row.spread()) : "",
                    number("%.5f", row.worst()),
                    row.nodesPerToken() > 0 ? number("%.3f", row.nodesPerToken()) : "",
                    Double.isNaN(row.moved()) ? "" : number("%.1f %%", 100 * row.moved()),
                    row.layers() > 0 ? row.optimalLayers() + " of " + row.layers() : "",
                    row.milliseconds() > 0 ? number("%.0f", row.milliseconds()) : "",
                    row.milliseconds() > 0 ? number("%.0f", row.slowestMilliseconds()) : "");
        }
        return String.join("\n", table.lines());
    }

    /** The table of searches, ending in a line break. */
    public static String ofSearches(List<SearchRow> rows, Style style) {
        Table table = new Table(
                "",
                "problem",
                ">limit",
                ">seeds",
                ">tokens/s",
                ">+-seeds",
                ">gap",
                ">layouts",
                ">placed",
                ">seconds",
                ">slowest");
        for (SearchRow row : rows) {
            table.row(
                    row.problem(),
                    row.limitSeconds() == 0 ? "none" : row.limitSeconds() + " s",
                    String.valueOf(row.seeds()),
                    Double.isNaN(row.tokensPerSecond()) ? "none" : Figures.count(Math.round(row.tokensPerSecond())),
                    row.spread() > 0 ? number("%.1f", row.spread()) : "",
                    Double.isNaN(row.tokensPerSecond())
                            ? ""
                            : number("%.3f %%", 100 * row.gap()) + (row.complete() ? "" : " (cut)"),
                    Figures.count(row.combinations()),
                    Figures.count(row.placed()),
                    number("%.2f", row.seconds()),
                    number("%.2f", row.slowestSeconds()));
        }
        List<String> lines = table.lines();
        return style.strong(lines.getFirst()) + "\n" + String.join("\n", lines.subList(1, lines.size())) + "\n";
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
