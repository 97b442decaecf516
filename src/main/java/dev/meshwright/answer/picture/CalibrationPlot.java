package dev.meshwright.answer.picture;

import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.uncertainty.Measure;
import dev.meshwright.lab.error.ErrorSummary;
import dev.meshwright.lab.error.report.MeasureErrors;
import dev.meshwright.lab.error.report.PointGroup;
import dev.meshwright.lab.row.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Predicted against measured, both on logarithmic axes, with the line of equality and a band of 20 % around it, a colour
 * for each group; beside it a bar for the median error of each group.
 */
public final class CalibrationPlot {

    /** Okabe and Ito's colours, which colour-blind readers tell apart, and two more. */
    private static final List<String> COLOURS =
            List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7a4fa3", "#8a6d3b", "#444444");

    private static final int SIZE = 440;
    private static final int LEFT = 74;
    private static final int TOP = 56;
    private static final int BARS_LEFT = LEFT + SIZE + 40;
    private static final int BAR_STEP = 36;
    private static final int BARS_WIDTH = 250;
    private static final int WIDTH = BARS_LEFT + BARS_WIDTH + 60;
    private static final int HEIGHT = TOP + SIZE + 60;
    private static final double BAND = 0.2;

    private final Measure measure;
    private final List<PointGroup> groups;
    private final double least;
    private final double most;
    private final Svg svg;

    private CalibrationPlot(Measure measure, String title, List<PointGroup> groups) {
        this.measure = measure;
        this.groups = groups;
        double low = Double.POSITIVE_INFINITY;
        double high = 0;
        for (PointGroup group : groups) {
            for (Outcome outcome : group.outcomes()) {
                double predicted = outcome.predicted().orElseThrow();
                low = Math.min(low, Math.min(outcome.measured(), predicted));
                high = Math.max(high, Math.max(outcome.measured(), predicted));
            }
        }
        this.least = Math.log10(low) - 0.05;
        this.most = Math.log10(high) + 0.05;
        this.svg = new Svg(WIDTH, HEIGHT, title);
        svg.text(LEFT, 24, "start", "font-size=\"15\" font-weight=\"bold\" fill=\"#1a1a1a\"", title);
    }

    /** The picture; empty text where nothing is predicted. */
    public static String of(MeasureErrors errors, String title) {
        if (errors.points().isEmpty()) {
            return "";
        }
        CalibrationPlot plot = new CalibrationPlot(errors.measure(), title, errors.points());
        plot.axes();
        plot.points();
        plot.bars(errors.all().together());
        return plot.svg.toString();
    }

    private double x(double value) {
        return LEFT + (Math.log10(value) - least) / (most - least) * SIZE;
    }

    private double y(double value) {
        return TOP + SIZE - (Math.log10(value) - least) / (most - least) * SIZE;
    }

    private void axes() {
        svg.rectangle(LEFT, TOP, SIZE, SIZE, "fill=\"#fafafa\" stroke=\"#888888\"");
        for (double tick : ticks()) {
            svg.line(x(tick), TOP, x(tick), TOP + SIZE, "stroke=\"#e3e3e3\"");
            svg.line(LEFT, y(tick), LEFT + SIZE, y(tick), "stroke=\"#e3e3e3\"");
            svg.text(x(tick), TOP + SIZE + 17, "middle", "fill=\"#333333\"", label(tick));
            svg.text(LEFT - 6, y(tick) + 4, "end", "fill=\"#333333\"", label(tick));
        }
        double low = Math.pow(10, least);
        double high = Math.pow(10, most);
        svg.polygon(
                point(low, low * (1 + BAND))
                        + point(high / (1 + BAND), high)
                        + point(high, high)
                        + point(high, high * (1 - BAND))
                        + point(low / (1 - BAND), low)
                        + point(low, low),
                "fill=\"#b8c4d0\" fill-opacity=\"0.35\"");
        svg.line(x(low), y(low), x(high), y(high), "stroke=\"#444444\" stroke-width=\"1.2\"");
        String unit = unit();
        svg.text(
                LEFT + SIZE / 2.0,
                TOP + SIZE + 40,
                "middle",
                "fill=\"#1a1a1a\"",
                "measured " + measure.words() + ", " + unit);
        svg.upright(18, TOP + SIZE / 2.0, "fill=\"#1a1a1a\"", "predicted " + measure.words() + ", " + unit);
        svg.text(LEFT + 8, TOP + 16, "start", "fill=\"#555555\" font-size=\"11\"", "line: equal; band: within 20 %");
    }

    private String point(double x, double y) {
        return String.format(Locale.ROOT, "%.1f,%.1f ", x(x), y(y));
    }

    /** Numbers times powers of ten that are marked on axes of so many decades. */
    private static final NavigableMap<Double, double[]> STEPS_OF_DECADES = new TreeMap<>(Map.of(
            0.0, new double[] {1, 1.5, 2, 2.5, 3, 4, 5, 6, 8}, 1.0, new double[] {1, 2, 5}, 3.0, new double[] {1}));

    /** Round numbers inside the axes. */
    private List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        double[] steps = STEPS_OF_DECADES.floorEntry(most - least).getValue();
        for (int power = (int) Math.floor(least); power <= Math.ceil(most); power++) {
            for (double step : steps) {
                double value = step * Math.pow(10, power);
                if (Math.log10(value) >= least && Math.log10(value) <= most) {
                    ticks.add(value);
                }
            }
        }
        return ticks;
    }

    private double scale() {
        return switch (measure) {
            case TIME_TO_FIRST_TOKEN, TIME_PER_OUTPUT_TOKEN, LAYER_TIME -> 1e3;
            case STEP_TIME, THROUGHPUT, CACHE_TOKENS, SPEED_UP -> 1;
            case MEMORY, WEIGHTS, CACHE_ROOM -> 1e-9;
        };
    }

    private String unit() {
        return switch (measure) {
            case TIME_TO_FIRST_TOKEN, TIME_PER_OUTPUT_TOKEN, LAYER_TIME -> "milliseconds";
            case STEP_TIME -> "seconds";
            case THROUGHPUT -> "tokens/s per GPU";
            case MEMORY, WEIGHTS, CACHE_ROOM -> "GB (10^9 bytes)";
            case CACHE_TOKENS -> "tokens";
            case SPEED_UP -> "times as fast";
        };
    }

    private String label(double value) {
        double shown = value * scale();
        String text = shown >= 1
                ? Figures.plain(shown).replaceFirst("\\.([1-9])0$", ".$1")
                : String.format(Locale.ROOT, "%.3f", shown);
        return shown >= 1 ? text : text.replaceFirst("0+$", "");
    }

    private void points() {
        for (int group = 0; group < groups.size(); group++) {
            List<double[]> places = groups.get(group).outcomes().stream()
                    .map(outcome -> new double[] {
                        x(outcome.measured()), y(outcome.predicted().orElseThrow())
                    })
                    .toList();
            svg.dots(places, 2.4, "fill=\"" + COLOURS.get(group) + "\" fill-opacity=\"0.55\"");
        }
    }

    private void bars(ErrorSummary all) {
        svg.text(
                BARS_LEFT,
                TOP - 12,
                "start",
                "fill=\"#1a1a1a\" font-weight=\"bold\"",
                "median absolute error (mean), rows");
        double longest = groups.stream()
                .mapToDouble(group -> group.errors().median())
                .max()
                .orElse(1);
        double top = TOP + 4.0;
        for (int group = 0; group < groups.size(); group++) {
            PointGroup one = groups.get(group);
            String name = one.others() ? one.groups() + " others" : one.name();
            bar(top, name, COLOURS.get(group), one.errors(), Math.max(longest, all.median()));
            top += BAR_STEP;
        }
        bar(top + 8, "all", "#222222", all, Math.max(longest, all.median()));
    }

    private void bar(double top, String name, String colour, ErrorSummary errors, double longest) {
        svg.text(BARS_LEFT, top + 10, "start", "fill=\"#1a1a1a\"", name.replaceFirst("^.*/", ""));
        double width = errors.median() / Math.max(longest, 1e-9) * (BARS_WIDTH - 110);
        svg.rectangle(BARS_LEFT, top + 15, width, 10, "fill=\"" + colour + "\"");
        svg.text(
                BARS_LEFT + width + 6,
                top + 24,
                "start",
                "fill=\"#333333\" font-size=\"11\"",
                Figures.percent(errors.median()) + " (" + Figures.percent(errors.mean()) + "), "
                        + Figures.count(errors.count()));
    }
}
