package dev.meshwright.answer.picture.chart;

import dev.meshwright.answer.report.block.Block.Cell;
import dev.meshwright.answer.report.block.Block.Table;
import dev.meshwright.base.quantity.Figures;
import java.util.List;
import java.util.OptionalDouble;

/** A chart that a table is behind. */
sealed interface Chart permits BarChart, LineChart, CellChart, JourneyChart {

    /** Units from left to right of every chart. */
    int WIDTH = 860;

    /** Above a chart: its title. */
    int TOP = 40;

    /** What is written. */
    String INK = "#1b1f24";

    /** What is written beside it. */
    String SOFT = "#57606a";

    /** Lines of axes. */
    String LINE = "#d5d9de";

    /** Colours that an eye tells apart, in their order; those of pages in light. */
    List<String> COLOURS =
            List.of("#3566b0", "#b4571d", "#2f7d4f", "#6d5aa8", "#a8772a", "#2a7f86", "#c77d52", "#7d858d", "#7ba0d8");

    /** Units from top to bottom. */
    int height();

    /** Draws it below its title. */
    void draw(Sheet sheet);

    /** The chart of {@code table}. */
    static Chart of(Table table) {
        return switch (table.chart()) {
            case "bars", "waterfall", "stack", "pairs", "percentiles", "rows", "differences" -> BarChart.of(table);
            case "heat", "pipeline" -> CellChart.of(table);
            case "journeys" -> new JourneyChart(table);
            default -> LineChart.of(table);
        };
    }

    /** The number of a cell; empty for words. */
    static OptionalDouble value(Cell cell) {
        return cell.value().isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(cell.value()));
    }

    /** A number on an axis of that unit. */
    static String amount(double value, String unit) {
        return switch (unit) {
            case "seconds" -> Figures.seconds(value);
            case "bytes" -> Figures.bytes(value);
            case "flops" -> Figures.flops(value) + "/s";
            case "share" -> Figures.percent(value);
            default -> Figures.plain(value);
        };
    }

    /** Words that fit beside bars. */
    static String cut(String words, int most) {
        return words.length() <= most ? words : words.substring(0, most - 1) + "…";
    }

    /** The colour of a kind of row, as pages have it; {@code other} where it has none. */
    static String colour(String kind, String other) {
        return switch (kind) {
            case "compute", "near", "experts", "kernel" -> "#3566b0";
            case "communication", "gradients" -> "#b4571d";
            case "overhead", "buffers" -> "#6d5aa8";
            case "other", "bound", "behind", "runtime" -> "#7d858d";
            case "loss", "optimizer", "training" -> "#c77d52";
            case "achieved" -> "#2f7d4f";
            case "weights" -> "#7ba0d8";
            case "cache" -> "#2a7f86";
            case "activations" -> "#a8772a";
            default -> other;
        };
    }

    /** The {@code number}th colour, from the first again after the last. */
    static String colour(int number) {
        return COLOURS.get(number % COLOURS.size());
    }
}
