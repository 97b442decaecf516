package dev.meshwright.answer.picture.chart;

import dev.meshwright.answer.picture.chart.Sheet.Anchor;
import dev.meshwright.answer.report.block.Block.Cell;
import dev.meshwright.answer.report.block.Block.Row;
import dev.meshwright.answer.report.block.Block.Table;
import dev.meshwright.base.quantity.Figures;
import java.util.List;

/**
 * Cells in rows: loads of ranks as a heat map, micro-batches in the stages of a pipeline.
 *
 * @param table behind it
 */
record CellChart(Table table) implements Chart {

    private static final int LEFT = 80;
    private static final int MOST_BLOCKS = 48;
    private static final int SCALE_STEPS = 5;

    static CellChart of(Table table) {
        return new CellChart(table);
    }

    private boolean heat() {
        return table.chart().equals("heat");
    }

    private int step() {
        return heat() && table.rows().size() > 40 ? 9 : 20;
    }

    @Override
    public int height() {
        return TOP + table.rows().size() * step() + 50;
    }

    @Override
    public void draw(Sheet sheet) {
        double top = TOP;
        double most = table.rows().stream()
                .flatMap(row -> row.cells().stream())
                .mapToDouble(cell -> Chart.value(cell).orElse(0))
                .max()
                .orElse(1);
        int last = table.rows().size() - 1;
        for (int number = 0; number <= last; number++) {
            Row row = table.rows().get(number);
            if (step() > 10 || number == 0 || number == last) {
                sheet.words(
                        LEFT - 8,
                        top + step() - 5.0,
                        Anchor.END,
                        11,
                        SOFT,
                        Chart.cut(row.head().text(), 12));
            }
            if (heat()) {
                cells(sheet, row, top, most);
            } else {
                blocks(sheet, row, top);
            }
            top += step();
        }
        if (heat()) {
            shades(sheet, top + 16, most);
        } else {
            Scale time = time();
            time.ticks()
                    .forEach(tick -> sheet.words(
                            time.at(tick), height() - 26.0, Anchor.MIDDLE, 11, SOFT, Figures.seconds(tick)));
        }
    }

    private void cells(Sheet sheet, Row row, double top, double most) {
        double each = (WIDTH - LEFT - 20.0) / Math.max(1, row.cells().size());
        double x = LEFT;
        for (Cell cell : row.cells()) {
            sheet.box(
                    x,
                    top,
                    Math.max(0.4, each - 0.6),
                    step() - 1.0,
                    shade(Chart.value(cell).orElse(0), most));
            x += each;
        }
    }

    private static void shades(Sheet sheet, double top, double most) {
        double[] values = {0, 0.5, 1, 1 + (most - 1) / 2, most};
        for (int number = 0; number < SCALE_STEPS; number++) {
            double x = LEFT + number * 110.0;
            sheet.box(x, top, 24, 11, shade(values[number], most));
            sheet.words(x + 30, top + 10, Anchor.START, 11, SOFT, Figures.decimals(values[number], 2));
        }
    }

    /** White at the mean, red at the busiest, blue at nothing. */
    static String shade(double value, double most) {
        double far = value > 1 ? Math.min(1, (value - 1) / Math.max(1e-9, most - 1)) : 1 - Math.max(0, value);
        int[] end = value > 1 ? new int[] {190, 58, 20} : new int[] {38, 92, 170};
        return String.format(
                "#%02x%02x%02x",
                Math.round(246 + far * (end[0] - 246)),
                Math.round(246 + far * (end[1] - 246)),
                Math.round(248 + far * (end[2] - 248)));
    }

    private Scale time() {
        double end = table.rows().stream().mapToDouble(CellChart::end).max().orElse(1);
        return Scale.linear(0, end, LEFT, WIDTH - 30.0);
    }

    private static double end(Row row) {
        return number(row.cells(), 0)
                + (Math.min(MOST_BLOCKS, number(row.cells(), 2)) - 1) * number(row.cells(), 3)
                + number(row.cells(), 1);
    }

    private static double number(List<Cell> cells, int column) {
        return Chart.value(cells.get(column)).orElse(0);
    }

    private void blocks(Sheet sheet, Row row, double top) {
        Scale time = time();
        sheet.box(LEFT, top, WIDTH - 30.0 - LEFT, step() - 4.0, LINE);
        for (int batch = 0; batch < Math.min(MOST_BLOCKS, number(row.cells(), 2)); batch++) {
            double begins = number(row.cells(), 0) + batch * number(row.cells(), 3);
            double from = time.at(begins);
            double to = time.at(begins + number(row.cells(), 1));
            sheet.box(from, top, Math.max(0.5, to - from - 0.6), step() - 4.0, Chart.colour(batch));
        }
    }
}
