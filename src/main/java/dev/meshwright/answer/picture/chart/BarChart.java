package dev.meshwright.answer.picture.chart;

import dev.meshwright.answer.picture.chart.Sheet.Anchor;
import dev.meshwright.answer.report.block.Block.Head;
import dev.meshwright.answer.report.block.Block.Row;
import dev.meshwright.answer.report.block.Block.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Bars from left to right, rows of them from top to bottom.
 *
 * @param rows in their order
 * @param unit of the axis; empty where each row has a scale of its own
 * @param legend colours and what they are
 */
record BarChart(List<Bars> rows, String unit, Map<String, String> legend) implements Chart {

    private static final int LEFT = 230;
    private static final int RIGHT = 700;
    private static final int LANE = 16;
    private static final int GAP = 10;
    private static final int LONGEST_NAME = 36;

    /**
     * A row.
     *
     * @param name of it
     * @param lanes bars below each other, of which each has marks beside each other
     */
    private record Bars(String name, List<List<Mark>> lanes) {}

    /** A part of a bar, and what is written behind it. */
    private record Mark(double from, double to, String colour, String label) {}

    static BarChart of(Table table) {
        return switch (table.chart()) {
            case "stack" -> stacked(table);
            case "waterfall" -> waterfall(table);
            default -> grouped(table);
        };
    }

    private static List<Integer> columns(Table table) {
        List<Integer> columns = new ArrayList<>();
        for (int column = 0; column + 1 < table.heads().size(); column++) {
            int at = column;
            boolean numbers = !table.heads().get(column + 1).unit().isEmpty()
                    && table.rows().stream()
                            .anyMatch(row -> at < row.cells().size()
                                    && Chart.value(row.cells().get(at)).isPresent());
            if (numbers) {
                columns.add(column);
            }
        }
        return columns;
    }

    private static BarChart grouped(Table table) {
        boolean alone = table.chart().equals("bars");
        List<Integer> columns =
                alone ? columns(table).subList(0, Math.min(1, columns(table).size())) : columns(table);
        Map<String, String> legend = new LinkedHashMap<>();
        List<Bars> rows = new ArrayList<>();
        for (Row row : table.rows()) {
            List<List<Mark>> lanes = new ArrayList<>();
            for (int number = 0; number < columns.size(); number++) {
                int column = columns.get(number);
                String colour = alone ? Chart.colour(row.kind(), Chart.colour(0)) : Chart.colour(number);
                if (!alone && columns.size() > 1) {
                    legend.put(table.heads().get(column + 1).text(), colour);
                }
                Chart.value(row.cells().get(column))
                        .ifPresent(value -> lanes.add(List.of(new Mark(
                                0, value, colour, row.cells().get(column).text()))));
            }
            rows.add(new Bars(row.head().text(), lanes));
        }
        boolean apart = table.chart().equals("rows") || table.chart().equals("percentiles");
        String unit = apart || columns.isEmpty()
                ? ""
                : table.heads().get(columns.getFirst() + 1).unit();
        return new BarChart(rows, unit, legend);
    }

    private static BarChart waterfall(Table table) {
        List<Bars> rows = new ArrayList<>();
        double before = 0;
        for (Row row : table.rows()) {
            double left = Chart.value(row.cells().getFirst()).orElse(0);
            boolean loss = row.kind().equals("loss");
            String colour = Chart.colour(row.kind(), Chart.colour(0));
            rows.add(new Bars(
                    row.head().text(),
                    List.of(List.of(new Mark(
                            loss ? left : 0,
                            loss ? before : left,
                            colour,
                            row.cells().get(1).text())))));
            before = left;
        }
        return new BarChart(rows, "tokens", Map.of());
    }

    /** Columns are bars, rows their parts; what a layout may fill is no part. */
    private static BarChart stacked(Table table) {
        Map<String, String> legend = new LinkedHashMap<>();
        List<Bars> rows = new ArrayList<>();
        List<Head> heads = table.heads().subList(1, table.heads().size());
        for (int column = 0; column < heads.size(); column++) {
            List<Mark> marks = new ArrayList<>();
            double reached = 0;
            int part = 0;
            for (Row row : table.rows()) {
                if (row.kind().equals("total") || row.kind().equals("usable")) {
                    continue;
                }
                double value = Chart.value(row.cells().get(column)).orElse(0);
                String colour = Chart.colour(part++);
                legend.put(row.head().text(), colour);
                marks.add(new Mark(reached, reached + value, colour, ""));
                reached += value;
            }
            rows.add(new Bars(heads.get(column).text(), List.of(marks)));
        }
        return new BarChart(rows, heads.getFirst().unit(), legend);
    }

    @Override
    public int height() {
        int bars = rows.stream()
                .mapToInt(row -> Math.max(1, row.lanes().size()) * LANE + GAP)
                .sum();
        return TOP + bars + (unit.isEmpty() ? 0 : 24) + 20 * Math.ceilDiv(legend.size(), 4) + 10;
    }

    @Override
    public void draw(Sheet sheet) {
        double bottom = TOP
                + rows.stream()
                        .mapToInt(row -> Math.max(1, row.lanes().size()) * LANE + GAP)
                        .sum();
        if (!unit.isEmpty()) {
            Scale all = scale(rows);
            for (double tick : all.ticks()) {
                sheet.line(all.at(tick), TOP, all.at(tick), bottom, LINE, false);
                sheet.words(all.at(tick), bottom + 16, Anchor.MIDDLE, 11, SOFT, Chart.amount(tick, unit));
            }
        }
        double top = TOP + GAP / 2.0;
        for (Bars row : rows) {
            Scale scale = unit.isEmpty() ? scale(List.of(row)) : scale(rows);
            sheet.words(
                    LEFT - 8,
                    top + Math.max(1, row.lanes().size()) * LANE / 2.0 + 3,
                    Anchor.END,
                    12,
                    INK,
                    Chart.cut(row.name(), LONGEST_NAME));
            for (List<Mark> lane : row.lanes()) {
                lane.forEach(mark -> bar(sheet, scale, mark));
                label(sheet, scale, lane.getLast(), top);
                drawLane(sheet, scale, lane, top);
                top += LANE;
            }
            top += GAP + (row.lanes().isEmpty() ? LANE : 0);
        }
        legend(sheet, bottom + (unit.isEmpty() ? 16 : 38));
    }

    private static void bar(Sheet sheet, Scale scale, Mark mark) {
        // Where a bar begins matters where some are below 0.
        if (mark.from() == 0 && scale.least() < 0) {
            sheet.line(scale.at(0), TOP, scale.at(0), TOP + 1, LINE, false);
        }
    }

    private static void drawLane(Sheet sheet, Scale scale, List<Mark> lane, double top) {
        for (Mark mark : lane) {
            double from = scale.at(Math.min(mark.from(), mark.to()));
            double to = scale.at(Math.max(mark.from(), mark.to()));
            sheet.box(from, top + 1, Math.max(0.5, to - from), LANE - 3.0, mark.colour());
        }
    }

    private static void label(Sheet sheet, Scale scale, Mark mark, double top) {
        double end = scale.at(Math.max(mark.from(), mark.to()));
        sheet.words(end + 5, top + LANE - 5.0, Anchor.START, 11, INK, mark.label());
    }

    private void legend(Sheet sheet, double top) {
        int number = 0;
        for (Map.Entry<String, String> entry : legend.entrySet()) {
            double x = 30 + number % 4 * 205.0;
            double y = top + Math.floorDiv(number, 4) * 20.0;
            sheet.box(x, y - 9, 11, 11, entry.getValue());
            sheet.words(x + 17, y, Anchor.START, 11, INK, Chart.cut(entry.getKey(), LONGEST_NAME - 6));
            number++;
        }
    }

    private static Scale scale(List<Bars> rows) {
        double most = 0;
        double least = 0;
        for (Bars row : rows) {
            for (List<Mark> lane : row.lanes()) {
                for (Mark mark : lane) {
                    most = Math.max(most, Math.max(mark.from(), mark.to()));
                    least = Math.min(least, Math.min(mark.from(), mark.to()));
                }
            }
        }
        return Scale.linear(least, most, LEFT, RIGHT);
    }
}
