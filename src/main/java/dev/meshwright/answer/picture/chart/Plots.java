package dev.meshwright.answer.picture.chart;

import dev.meshwright.answer.picture.chart.Sheet.Anchor;
import dev.meshwright.answer.report.Report;
import dev.meshwright.answer.report.block.Block.Table;
import java.util.LinkedHashMap;
import java.util.Map;

/** The charts of an answer's page as files. */
public final class Plots {

    private Plots() {}

    /**
     * An SVG and a PNG for each chart, by file name.
     *
     * @param document the answer as plain data
     */
    public static Map<String, byte[]> of(Map<String, ?> document) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        Report.charts(document).forEach((name, table) -> {
            Chart chart = Chart.of(table);
            SvgSheet svg = new SvgSheet(Chart.WIDTH, chart.height(), table.caption());
            draw(svg, chart, table);
            files.put(name + ".svg", svg.bytes());
            PixelSheet pixels = new PixelSheet(Chart.WIDTH, chart.height());
            draw(pixels, chart, table);
            files.put(name + ".png", pixels.bytes());
        });
        return files;
    }

    private static void draw(Sheet sheet, Chart chart, Table table) {
        sheet.words(20, 22, Anchor.START, 14, Chart.INK, Chart.cut(table.caption(), 110));
        chart.draw(sheet);
    }
}
