package dev.meshwright.answer.picture.chart;

import dev.meshwright.answer.picture.chart.Sheet.Anchor;
import dev.meshwright.answer.report.block.Block.Head;
import dev.meshwright.answer.report.block.Block.Row;
import dev.meshwright.answer.report.block.Block.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * Lines and points over two axes.
 *
 * @param series in the order of their colours
 * @param across the axis from left to right
 * @param up the axis from bottom to top
 */
record LineChart(List<Series> series, Measure across, Measure up) implements Chart {

    private static final int LEFT = 96;
    private static final int RIGHT = 660;
    private static final int BOTTOM = 380;
    private static final int LONGEST_NAME = 24;

    /** An axis: what it shows, in which unit, and whether powers of ten are equally far apart. */
    private record Measure(String words, String unit, boolean logarithmic) {}

    /**
     * Points of one colour.
     *
     * @param name of it
     * @param points across and up
     * @param joined whether a line goes through them
     */
    private record Series(String name, List<double[]> points, boolean joined) {}

    static LineChart of(Table table) {
        return switch (table.chart()) {
            case "scatter" -> points(table, 0, 1, false);
            case "front" -> points(table, 0, 1, true);
            case "roofline" -> roofline(table);
            case "spread" -> spread(table);
            default -> lines(table);
        };
    }

    /** Columns over the head of each row; of units that differ, each as a share of its largest number. */
    private static LineChart lines(Table table) {
        List<Head> heads = table.heads();
        boolean logarithmic = table.chart().equals("sizes") || table.chart().equals("line");
        List<Integer> columns = new ArrayList<>();
        for (int column = 0; column + 1 < heads.size(); column++) {
            if (!heads.get(column + 1).unit().isEmpty()) {
                columns.add(column);
            }
        }
        String unit = heads.get(columns.getFirst() + 1).unit();
        boolean mixed = columns.stream()
                .anyMatch(column -> !heads.get(column + 1).unit().equals(unit));
        List<Series> series = new ArrayList<>();
        for (int column : columns) {
            List<double[]> points = column(table, column);
            String name = heads.get(column + 1).text();
            double most = largest(table, columns, heads.get(column + 1).unit());
            series.add(
                    mixed && most > 0
                            ? new Series(
                                    name + ", 100 % = "
                                            + Chart.amount(
                                                    most, heads.get(column + 1).unit()),
                                    points.stream()
                                            .map(point -> new double[] {point[0], point[1] / most})
                                            .toList(),
                                    true)
                            : new Series(name, points, true));
        }
        return new LineChart(
                series,
                new Measure(heads.getFirst().text(), heads.getFirst().unit(), logarithmic),
                new Measure("", mixed ? "share" : unit, table.chart().equals("sizes")));
    }

    /** Of the columns of one unit, which have one scale. */
    private static double largest(Table table, List<Integer> columns, String unit) {
        return columns.stream()
                .filter(column -> table.heads().get(column + 1).unit().equals(unit))
                .flatMap(column -> column(table, column).stream())
                .mapToDouble(point -> point[1])
                .max()
                .orElse(1);
    }

    private static List<double[]> column(Table table, int column) {
        List<double[]> points = new ArrayList<>();
        for (Row row : table.rows()) {
            OptionalDouble across = Chart.value(row.head());
            OptionalDouble up = Chart.value(row.cells().get(column));
            if (across.isPresent() && up.isPresent()) {
                points.add(new double[] {across.getAsDouble(), up.getAsDouble()});
            }
        }
        return points;
    }

    /** Shares over times, which differ a hundredfold. */
    private static LineChart spread(Table table) {
        List<Series> series = new ArrayList<>();
        for (int column = 0; column + 1 < table.heads().size(); column++) {
            List<double[]> points = column(table, column).stream()
                    .map(point -> new double[] {point[1], point[0]})
                    .toList();
            if (!points.isEmpty()) {
                series.add(new Series(table.heads().get(column + 1).text(), points, true));
            }
        }
        return new LineChart(series, new Measure("time", "seconds", true), new Measure("requests", "share", false));
    }

    /** A series for each kind of row, or all in one that is joined. */
    private static LineChart points(Table table, int across, int up, boolean joined) {
        List<Series> series = new ArrayList<>();
        List<String> names = joined
                ? List.of("")
                : table.rows().stream().map(Row::kind).distinct().toList();
        for (String name : names) {
            List<double[]> points = new ArrayList<>();
            for (Row row : table.rows()) {
                if (joined || row.kind().equals(name)) {
                    points.add(new double[] {
                        Chart.value(row.cells().get(across)).orElse(0),
                        Chart.value(row.cells().get(up)).orElse(0)
                    });
                }
            }
            series.add(new Series(name.isEmpty() ? table.caption() : name, points, joined));
        }
        Head first = table.heads().get(across + 1);
        Head second = table.heads().get(up + 1);
        return new LineChart(
                series,
                new Measure(first.text(), first.unit(), !joined),
                new Measure(second.text(), second.unit(), !joined));
    }

    private static LineChart roofline(Table table) {
        List<Series> series = new ArrayList<>();
        List<double[]> kernels = new ArrayList<>();
        for (Row row : table.rows()) {
            double second = Chart.value(row.cells().get(1)).orElse(0);
            if (row.kind().equals("kernel")) {
                kernels.add(new double[] {Chart.value(row.cells().getFirst()).orElse(1), second});
                series.add(new Series(row.head().text(), List.of(kernels.getLast()), false));
            }
        }
        double least = kernels.stream().mapToDouble(point -> point[0]).min().orElse(1);
        for (Row row : table.rows()) {
            if (row.kind().equals("roof")) {
                double peak = Chart.value(row.cells().get(1)).orElse(1);
                double bandwidth = Chart.value(row.cells().get(2)).orElse(1);
                double knee = peak / bandwidth;
                double most = Math.max(
                        10 * knee,
                        kernels.stream().mapToDouble(point -> point[0]).max().orElse(1));
                double from = Math.min(least, knee);
                series.add(new Series(
                        row.head().text(),
                        List.of(new double[] {from, from * bandwidth}, new double[] {knee, peak}, new double[] {
                            most, peak
                        }),
                        true));
            }
        }
        return new LineChart(
                series, new Measure("FLOP per byte", "count", true), new Measure("reached", "flops", true));
    }

    @Override
    public int height() {
        return Math.max(BOTTOM + 60, TOP + 30 + 20 * series.size());
    }

    @Override
    public void draw(Sheet sheet) {
        Scale x = scale(across, point -> point[0], LEFT, RIGHT);
        Scale y = scale(up, point -> point[1], BOTTOM, TOP);
        for (double tick : x.ticks()) {
            sheet.line(x.at(tick), TOP, x.at(tick), BOTTOM, LINE, false);
            sheet.words(x.at(tick), BOTTOM + 18, Anchor.MIDDLE, 11, SOFT, Chart.amount(tick, across.unit()));
        }
        for (double tick : y.ticks()) {
            sheet.line(LEFT, y.at(tick), RIGHT, y.at(tick), LINE, false);
            sheet.words(LEFT - 8, y.at(tick) + 4, Anchor.END, 11, SOFT, Chart.amount(tick, up.unit()));
        }
        sheet.words((LEFT + RIGHT) / 2.0, BOTTOM + 40, Anchor.MIDDLE, 12, INK, across.words());
        sheet.words(LEFT, TOP - 6, Anchor.START, 11, SOFT, up.words());
        for (int number = 0; number < series.size(); number++) {
            draw(sheet, series.get(number), Chart.colour(number), x, y);
            double top = TOP + 14 + 20.0 * number;
            sheet.dot(RIGHT + 22, top - 4, 5, Chart.colour(number));
            sheet.words(
                    RIGHT + 34,
                    top,
                    Anchor.START,
                    11,
                    INK,
                    Chart.cut(series.get(number).name(), LONGEST_NAME));
        }
    }

    private static void draw(Sheet sheet, Series one, String colour, Scale x, Scale y) {
        double[] before = {};
        for (double[] point : one.points()) {
            if (one.joined() && before.length > 0) {
                sheet.line(x.at(before[0]), y.at(before[1]), x.at(point[0]), y.at(point[1]), colour, false);
            }
            before = point;
        }
        if (!one.joined() || one.points().size() <= 60) {
            one.points().forEach(point -> sheet.dot(x.at(point[0]), y.at(point[1]), 3, colour));
        }
    }

    private Scale scale(Measure measure, ToDoubleFunction<double[]> coordinate, double from, double to) {
        double[] values = series.stream()
                .flatMap(one -> one.points().stream())
                .mapToDouble(coordinate)
                .filter(value -> !measure.logarithmic() || value > 0)
                .sorted()
                .toArray();
        if (values.length == 0) {
            return Scale.linear(0, 1, from, to);
        }
        double most = values[values.length - 1];
        return measure.logarithmic()
                ? new Scale(values[0] / 1.1, most * 1.1, true, from, to)
                : Scale.linear(values[0], most * 1.05, from, to);
    }
}
