package dev.meshwright.answer.picture.chart;

import dev.meshwright.answer.picture.chart.Sheet.Anchor;
import dev.meshwright.answer.report.block.Block.Row;
import dev.meshwright.answer.report.block.Block.Table;
import dev.meshwright.base.quantity.Figures;
import java.util.List;

/**
 * Requests on their way through two pools, one below the other. Answers take far longer than all before them: what is drawn ends where
 * the last of the requests has its seat.
 *
 * @param table when each was sent, then the parts of its way
 */
record JourneyChart(Table table) implements Chart {

    private static final int LEFT = 110;
    private static final int STEP = 14;

    /** Of the parts, in their order: what waits is pale. */
    private static final List<String> PARTS = List.of(LINE, "#3566b0", "#b4571d", LINE, "#2f7d4f");

    @Override
    public int height() {
        return TOP + table.rows().size() * STEP + 66;
    }

    @Override
    public void draw(Sheet sheet) {
        double end =
                table.rows().stream().mapToDouble(JourneyChart::seated).max().orElse(1) * 1.1;
        Scale time = Scale.linear(0, end, LEFT, WIDTH - 20.0);
        double top = TOP;
        for (Row row : table.rows()) {
            sheet.words(
                    LEFT - 8,
                    top + STEP - 4.0,
                    Anchor.END,
                    10,
                    SOFT,
                    Chart.cut(row.head().text(), 16));
            double from = value(row, 0);
            for (int part = 0; part < PARTS.size(); part++) {
                double to = Math.min(end, from + value(row, part + 1));
                if (to > from) {
                    sheet.box(
                            time.at(from),
                            top,
                            Math.max(0.5, time.at(to) - time.at(from)),
                            STEP - 3.0,
                            PARTS.get(part));
                }
                from = to;
            }
            top += STEP;
        }
        for (double tick : time.ticks()) {
            sheet.words(time.at(tick), top + 14, Anchor.MIDDLE, 11, SOFT, Figures.seconds(tick));
        }
        List.of(1, 2, 4).forEach(part -> legend(sheet, part, height() - 22.0));
    }

    private void legend(Sheet sheet, int part, double top) {
        double x = LEFT + (part - 1) * 170.0;
        sheet.box(x, top, 11, 11, PARTS.get(part));
        sheet.words(
                x + 17,
                top + 9,
                Anchor.START,
                11,
                INK,
                table.heads().get(part + 2).text());
    }

    private static double seated(Row row) {
        double sum = 0;
        for (int part = 0; part < PARTS.size(); part++) {
            sum += value(row, part);
        }
        return sum;
    }

    private static double value(Row row, int column) {
        return Chart.value(row.cells().get(column)).orElse(0);
    }
}
